"""Word documents: the form of a sheet as DOCX, and what somebody wrote into it."""

from sessionpress.bind.docx.reading import read_docx
from sessionpress.bind.docx.writing import sheet_docx

__all__ = ["read_docx", "sheet_docx"]
