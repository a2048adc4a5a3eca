"""The check of the data: problems and the row account as text, JSON, and a workbook with marked cells."""
