"""What workbooks and Word documents need, whatever is in them: safe cells, fonts, the same bytes each time."""
