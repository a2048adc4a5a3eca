"""Visits and talks: whom, by when, and a sheet for every helper."""
