"""What people wrote into sheets: read from any form, compared with the declaration, put together.

A `Handin` is what one file says, cell by cell, as it was found. `settle` compares it with the
declared sheet and gives `Answers`, typed, and a `Finding` for each thing that was left out. All
forms of a sheet (HTML, PDF, DOCX, XLSX) name their cells as `cells` does, so answers move between
them. Nothing here opens a file.
"""
