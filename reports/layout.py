"""Text on a page of fixed-width cells, where a Chinese character takes two: escaping, padding, wrapping, colour."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TextIO

from ..engine.text import Text

Style = Literal["head", "bad", "doubt", "good", "faint"]

_ANSI: dict[Style, str] = {"head": "1", "bad": "31", "doubt": "33", "good": "32", "faint": "2"}
_DEFAULT_WIDTH = 100
_NARROWEST, _WIDEST = 60, 120

# Characters that stand alone between two places where a line may break; what closes stays with what it follows.
_WIDE = "\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_OPENS, _CLOSES = "（“《【‘", "，。、；：）”》】！？’…"
_PIECE = re.compile(rf"[{_OPENS}]*(?:[^\s{_WIDE}{_OPENS}{_CLOSES}]+|[^\s{_OPENS}])?[{_CLOSES}]*|\s")


def safe(text: str) -> str:
    """Return ``text`` on one line with every character that is not printed (control, bidi mark, …) shown escaped."""
    if text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(char: str) -> str:
    if char.isprintable():
        return char
    if char in "\u3000\u00a0":
        return " "
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def cells(text: str) -> int:
    """Return how many cells ``text`` takes on a terminal."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def pad(text: str, width: int, right: bool = False) -> str:
    """Return ``text`` filled with blanks to ``width`` cells, on the left where it is set ``right``."""
    blanks = " " * (width - cells(text))
    return blanks + text if right else text + blanks


def cut(text: str, width: int) -> str:
    """Return ``text``, shortened with ``..`` where it takes more than ``width`` cells."""
    if cells(text) <= width:
        return text
    kept = ""
    for char in text:
        if cells(kept + char) > width - 2:
            break
        kept += char
    return kept + ".."


def wrap(text: str, width: int) -> list[str]:
    """Return ``text`` as lines of at most ``width`` cells, broken at blanks and between Chinese characters."""
    lines: list[str] = []
    line: list[str] = []
    used = 0
    for piece in _pieces(text, width):
        if used and used + cells(piece.rstrip()) > width:
            lines.append("".join(line).rstrip())
            piece = piece.lstrip()
            line, used = [], 0
        line.append(piece)
        used += cells(piece)
    return [*lines, "".join(line).rstrip()]


def _pieces(text: str, width: int) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        while cells(piece) > width:
            head = piece[:width]
            while cells(head) > width:
                head = head[:-1]
            yield head
            piece = piece[len(head) :]
        yield piece


class Page:
    """Where lines of a report go, in one language, at one width, with or without colour."""

    def __init__(self, out: TextIO, language: str, width: int | None = None, color: bool | None = None) -> None:
        self._out = out
        self.language = language
        self.width = width if width is not None else _width_of(out)
        self._color = color if color is not None else _has_color(out)

    def say(self, zh: str, en: str) -> str:
        """Return the text of the page's language."""
        return Text(zh, en).say(self.language)

    def join(self, words: Iterable[str]) -> str:
        """Return words as a list in a sentence."""
        return self.say("、", ", ").join(words)

    def paint(self, text: str, style: Style | None) -> str:
        """Return ``text`` in a colour, where the page has any."""
        return f"\x1b[{_ANSI[style]}m{text}\x1b[0m" if style and self._color and text.strip() else text

    def line(self, text: str = "", style: Style | None = None) -> None:
        """Write one line as it is, however long; ``text`` is safe already."""
        self._out.write(self.paint(text.rstrip(), style) + "\n")

    def head(self, text: str) -> None:
        """Write the heading of a section, after an empty line."""
        self.line()
        self.line(safe(text), "head")

    def para(self, text: str, indent: int = 2, hang: int = 0, style: Style | None = None) -> None:
        """Write ``text`` from ``indent`` cells on, wrapped; later lines are set in by ``hang`` cells more."""
        room = max(self.width - indent - hang, 20)
        for number, line in enumerate(wrap(safe(text), room)):
            self.line(" " * (indent + (hang if number else 0)) + line, style)

    def entries(self, lines: Sequence[str], limit: int, indent: int = 4) -> None:
        """Write each of ``lines`` as a paragraph, at most ``limit`` of them, and say how many were left out."""
        for text in lines[:limit]:
            self.para(text, indent, 2)
        if len(lines) > limit:
            rest = len(lines) - limit
            self.para(self.say(f"另有 {rest} 条从略，见 --format json", f"{rest} more: see --format json"), indent)


def _width_of(out: TextIO) -> int:
    if not out.isatty():
        return _DEFAULT_WIDTH
    return min(max(shutil.get_terminal_size((_DEFAULT_WIDTH, 24)).columns, _NARROWEST), _WIDEST)


def _has_color(out: TextIO) -> bool:
    if not out.isatty():
        return False
    from rich.console import Console

    console = Console(file=out)
    return console.color_system is not None and not console.no_color and not console.legacy_windows
