"""A second opinion: the audit written again, slowly and plainly, to hold the engine against."""
