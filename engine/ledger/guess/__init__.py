"""Guessing: which table a sheet is, its columns and units, where nobody has said so."""
