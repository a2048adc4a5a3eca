"""Rows of sheets as records: when, who, where, and which of them are the same."""
