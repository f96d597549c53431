"""Print HTML in, tagged PDF out; and a proof that reads the file back.

The only package that knows WeasyPrint, and it imports it late: the fonts must be fenced off first,
and whoever only checks a toolkit should not wait for a layout engine. WeasyPrint is pinned to one
version because `structure` stands inside its tag writer, and `gathering` inside its layout; see
there for what they do.
"""

from sessionpress.bind.pdf.proof import prove
from sessionpress.bind.pdf.reading import dead_links, words_kept
from sessionpress.bind.pdf.setting import Material, warm_up
from sessionpress.bind.pdf.writing import (
    PdfReport,
    style_of,
    write_pdf,
    write_printed_form,
)

__all__ = [
    "Material",
    "PdfReport",
    "dead_links",
    "prove",
    "style_of",
    "warm_up",
    "words_kept",
    "write_pdf",
    "write_printed_form",
]
