"""The in-memory database, and conditions of the rules as its SQL."""
