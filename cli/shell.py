"""What is shown so that it can be typed again."""

from __future__ import annotations

import re
from pathlib import Path

_PLAIN_PATH = re.compile(r"[\w./\\:+@%-]+")


def shell_word(path: Path) -> str:
    """Return a path as it is typed: in quotes only where a shell would not take it as one word."""
    text = str(path)
    text = f"./{text}" if text.startswith("-") else text
    return text if _PLAIN_PATH.fullmatch(text) else '"' + re.sub(r'(["$`\\!])', r"\\\1", text) + '"'
