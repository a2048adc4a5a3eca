"""Hints: signs in the records of a unit that are worth a second look, none of them a fault by itself."""

from .look import make_hints

__all__ = ["make_hints"]
