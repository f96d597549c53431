"""Word documents: the form of a sheet and what somebody wrote into it; the agenda of an event."""

from sessionpress.bind.docx.agenda import agenda_docx
from sessionpress.bind.docx.reading import read_docx
from sessionpress.bind.docx.writing import sheet_docx

__all__ = ["agenda_docx", "read_docx", "sheet_docx"]
