"""The words of calendar files, and what is said of calendars and holidays."""
