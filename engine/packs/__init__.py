"""Rule packs: YAML read into duties, with the place of every fault."""

from .loader import load_rules

__all__ = ["load_rules"]
