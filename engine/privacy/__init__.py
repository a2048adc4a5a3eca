"""Names of people and households, and what is written instead of them."""

from .masker import Masker
from .matcher import Matcher

__all__ = ["Masker", "Matcher"]
