"""Measuring: which records belong to which obligation and how many count, in set arithmetic."""
