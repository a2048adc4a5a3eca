"""The lines of a calendar file: decoded, unfolded, and gathered into components with the line each begins on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_NAME = re.compile(r"([A-Za-z0-9-]+)(?=[:;])")
_ENDS = re.compile(rb"\r\n|\n|\r")
DEEPEST = 50  # components within one another
LONGEST = 1_000_000  # characters of one unfolded line


class Unusable(Exception):
    """A file that cannot be taken as a calendar at all; ``code`` says why, ``line`` where."""

    def __init__(self, code: str, line: int = 0) -> None:
        self.code, self.line = code, line
        super().__init__(code)


@dataclass(slots=True)
class Component:
    """One component, such as a VEVENT: the number of its BEGIN line, and its own lines by property name."""

    name: str
    line: int
    lines: dict[str, list[str]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)

    def walk(self, name: str) -> Iterator[Component]:
        """Yield every component of this name within it, at whatever depth."""
        for part in self.parts:
            if part.name == name:
                yield part
            yield from part.walk(name)


@dataclass(slots=True)
class Reading:
    """A calendar file as components; ``warnings`` are (code, line) of what was put right on the way."""

    calendars: list[Component]
    warnings: list[tuple[str, int]]


def read_components(data: bytes) -> Reading:
    """Return the calendars in ``data``.

    Raises Unusable: ``not_a_calendar`` where there is none, ``truncated`` where a component does not end, ``crossed``
    where one ends that was not begun, ``too_deep``, ``too_long``.
    """
    warnings: list[tuple[str, int]] = []
    roots: list[Component] = []
    open_: list[Component] = []
    for number, text in _unfolded(data, warnings):
        name, _, rest = text.partition(":")
        word = name.strip().upper()
        if word == "BEGIN":
            part = Component(rest.strip().upper(), number)
            if len(open_) >= DEEPEST:
                raise Unusable("too_deep", number)
            (open_[-1].parts if open_ else roots).append(part)
            open_.append(part)
        elif word == "END":
            ended = rest.strip().upper()
            if not open_ or open_[-1].name != ended:
                cut = bool(open_) and open_[-1].name.startswith(ended)
                raise Unusable("truncated" if cut else "crossed", open_[-1].line if cut else number)
            open_.pop()
        elif open_:
            match = _NAME.match(text)
            if match:
                open_[-1].lines.setdefault(match[1].upper(), []).append(text)
    calendars = [root for root in roots if root.name == "VCALENDAR"]
    if not calendars:
        raise Unusable("not_a_calendar")
    if open_:
        raise Unusable("truncated", open_[-1].line)
    return Reading(calendars, warnings)


def _unfolded(data: bytes, warnings: list[tuple[str, int]]) -> Iterable[tuple[int, str]]:
    """Yield every line with its number, folded ones put together.

    A line that neither begins a property nor is folded belongs to the one before: some programs break long texts
    without the blank.
    """
    logical = _logical(data)
    encoding = _encoding(logical, warnings)
    held: tuple[int, str] | None = None
    for number, joined in logical:
        text = joined.decode(encoding, "replace")
        if held and not _NAME.match(text):
            warnings.append(("broken_folding", number))
            held = (held[0], held[1] + "\\n" + text)
            continue
        if held:
            yield held
        held = (number, text)
    if held:
        yield held


def _logical(data: bytes) -> list[tuple[int, bytearray]]:
    """Return the lines with their numbers, folded ones put together before they are decoded.

    A fold may fall within a character.
    """
    for bom, encoding in _BOMS[1:]:
        if data.startswith(bom):
            data = data[len(bom) :].decode(encoding, "replace").encode("utf-8")
    logical: list[tuple[int, bytearray]] = []
    for number, raw in enumerate(_ENDS.split(data.removeprefix(_BOMS[0][0])), start=1):
        if raw[:1] in (b" ", b"\t") and logical:
            logical[-1][1].extend(raw[1:])
        elif raw.strip():
            logical.append((number, bytearray(raw)))
        if logical and len(logical[-1][1]) > LONGEST:
            raise Unusable("too_long", logical[-1][0])
    return logical


def _encoding(logical: list[tuple[int, bytearray]], warnings: list[tuple[str, int]]) -> str:
    """Return what decodes every line: UTF-8, else GB18030, which Chinese programs write without saying so."""
    for number, raw in logical:
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            try:
                b"\n".join(bytes(each) for _, each in logical).decode("gb18030")
            except UnicodeDecodeError:
                warnings.append(("undecodable", number))
                return "utf-8"
            warnings.append(("gb18030", number))
            return "gb18030"
    return "utf-8"
