"""Spreadsheets: the form of a sheet as XLSX, and what somebody wrote into it."""

from sessionpress.bind.xlsx.entry import entry_xlsx, read_entry
from sessionpress.bind.xlsx.packing import packing_xlsx
from sessionpress.bind.xlsx.reading import read_xlsx
from sessionpress.bind.xlsx.rows import read_rows
from sessionpress.bind.xlsx.writing import sheet_xlsx

__all__ = ["entry_xlsx", "packing_xlsx", "read_entry", "read_rows", "read_xlsx", "sheet_xlsx"]
