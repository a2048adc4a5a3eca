"""A plan for the year: as text, a workbook to edit, a page to hang up, a calendar."""
