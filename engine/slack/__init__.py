"""Slack: whether all that is open still fits into the days left, and which of them may yet change."""
