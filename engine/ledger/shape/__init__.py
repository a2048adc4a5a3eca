"""The shape of a sheet: header, columns, months or types across, rows that are no records."""
