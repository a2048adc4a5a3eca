"""Expanding: a duty, a subject and a period make an obligation, with all that its verdict rests on."""
