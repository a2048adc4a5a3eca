"""How a text is written in Python, in a template and in YAML."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Callable

import yaml

_WIDTH = 116
_LEAST = 44
_FILLED = re.compile(r"{{|}}|{[^{}]*(?:{[^{}]*}[^{}]*)*}")


class Unwritable(Exception):
    """A text that cannot stand in the place of the one it corrects."""


def literal(text: str, form: str, column: int, quote: str = '"') -> str:
    """Return ``text`` as a literal of that form (see ``Span.form``) that begins in that column (from 0).

    ``quote`` is the mark that the literal had in Python: within an f-string it must not be that of the f-string.

    Raises:
        Unwritable: when it cannot be written there.
    """
    return _WRITERS[form](text, column, quote)


def filled_in(text: str, form: str) -> list[str]:
    """Return what the code fills in between the braces of ``text``, sorted."""
    if form == "jinja":
        return sorted(re.findall(r"{{.*?}}|{%.*?%}", text))
    if form in ("flow", "block", "plain"):
        return sorted(re.findall(r"{\w*}", text))
    return sorted(part for part in _FILLED.findall(text) if part not in ("{{", "}}"))


def _plain(text: str, column: int, quote: str) -> str:
    return _lines([f"{quote}{_escaped(piece, quote)}{quote}" for piece in _pieces(list(text), column)], column)


def _formatted(text: str, column: int, quote: str) -> str:
    tokens: list[str] = []
    for part in re.split(f"({_FILLED.pattern})", text):
        tokens += [part] if _FILLED.fullmatch(part) else list(part)
    return _lines([_formatted_piece(piece, quote) for piece in _pieces(tokens, column)], column)


def _formatted_piece(piece: str, quote: str) -> str:
    parts = re.split(f"({_FILLED.pattern})", piece)
    if not any(_FILLED.fullmatch(part) for part in parts):
        return f"{quote}{_escaped(piece, quote)}{quote}"
    inner = "".join(part if _FILLED.fullmatch(part) else _escaped(part, quote) for part in parts)
    try:
        ast.parse(f"f{quote}{inner}{quote}", mode="eval")
    except SyntaxError as error:
        raise Unwritable(f"f-string: {error.msg}") from None
    return f"f{quote}{inner}{quote}"


def _pieces(tokens: list[str], column: int) -> list[str]:
    """Return the text in pieces that fit their lines, broken after a space where there is one near."""
    room = max(_LEAST, _WIDTH - column)
    pieces, line = [""], 0
    for at, token in enumerate(tokens):
        wide = width(token)
        ahead = "".join(tokens[at : at + 12]).split(" ")[0]
        breaks = pieces[-1].endswith(" ") and line + min(width(ahead), 24) > room
        if line and (line + wide > room or breaks):
            pieces.append("")
            line = 0
        pieces[-1] += token
        line += wide
    return pieces


def width(text: str) -> int:
    """Return how many columns a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _lines(pieces: list[str], column: int) -> str:
    return f"\n{' ' * column}".join(pieces)


def _escaped(text: str, quote: str) -> str:
    told = {"\\": "\\\\", quote: f"\\{quote}", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    written = "".join(told.get(char) or (char if char.isprintable() else _code(char)) for char in text)
    if quote == "'" and "\\" in written:
        raise Unwritable("within an f-string nothing can be escaped")
    return written


def _code(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def _raw(text: str, column: int, quote: str) -> str:
    if "{%" in text or "\n" in text:
        raise Unwritable("a template's text holds no tag and no new line")
    return text


def _flow(text: str, column: int, quote: str) -> str:
    return text if _is_read(f"{{a: {text}}}", text) else '"' + _escaped(text, '"') + '"'


def _block(text: str, column: int, quote: str) -> str:
    folded = _lines([piece.rstrip(" ") for piece in _pieces(list(text), column) if piece], column)
    if " " in text and _is_read(f"a:\n  b: {folded}", {"b": text}):
        return folded
    return text if _is_read(f"a: {text}", text) else '"' + _escaped(text, '"') + '"'


def _is_read(written: str, value: object) -> bool:
    try:
        return bool(yaml.safe_load(written) == {"a": value}) and written.replace("\n", "").isprintable()
    except yaml.YAMLError:
        return False


_WRITERS: dict[str, Callable[[str, int, str], str]] = {
    "plain": _plain,
    "f": _formatted,
    "jinja": _raw,
    "flow": _flow,
    "block": _block,
}
