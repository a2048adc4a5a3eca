"""The encoding of a text file: told by its first bytes, or guessed, and then said."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from ..values.sheets import Note, Refused

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SHOWN = 5
_CHUNK = 1 << 20
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_BYTES = bytes([*range(9), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_THREE = re.compile(rb"(?:[\xe3-\xef][\x80-\xbf]{2}){3}")  # Chinese characters of UTF-8, or of GBK by chance
_HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_CHINESE = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "gb18030", "hz-gb-2312"}


class Decoded(NamedTuple):
    """The text of a file, and what is to be said of how it was read."""

    text: str
    notes: tuple[Note, ...] = ()


def decode(data: bytes, said: str | None = None) -> Decoded:
    """Return the text of a file: by its byte order mark, else by the encoding ``said``, else by what its bytes allow.

    What is neither is read line by line, and the lines that differ are told; raises Refused where it is no text.
    """
    for mark, name in _BOMS:
        if data.startswith(mark) and name != "utf-8":
            return _checked(data[len(mark) :].decode(name, "replace"), ())
    data = data.removeprefix(_BOMS[0][0])
    wide = _without_mark(data)
    if wide is not None:
        return _checked(data.decode(wide, "replace"), (Note("encoding_guessed", {"encoding": wide.upper()}),))
    for one in ("utf-8", _named(said)):
        if one is not None and _decodes(data, one):
            text = data.decode(one)
            clean = one == "utf-8" and len(data.translate(None, _CONTROL_BYTES)) == len(data) and "\ufffd" not in text
            return Decoded(text) if clean else _checked(text, ())
    return _by_line(data)


def _named(said: str | None) -> str | None:
    """Return the encoding that a file names, where it is one that says more than its bytes do."""
    name = (said or "").lower()
    return "gb18030" if name in _CHINESE else name if name in ("big5", "big5-hkscs") else None


def _decodes(data: bytes, name: str) -> bool:
    """Return whether the bytes are text of an encoding, without keeping that text."""
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for at in range(0, len(data), _CHUNK):
            decoder.decode(data[at : at + _CHUNK])
        decoder.decode(b"", True)
    except (UnicodeDecodeError, UnicodeError):
        return False
    return True


def _without_mark(data: bytes) -> str | None:
    """Return the encoding of wide characters without a byte order mark: separators and digits have a zero byte."""
    head = data[:4096]
    if len(data) % 2 or b"\0" not in head:
        return None
    low, high = head[0::2].count(0), head[1::2].count(0)
    most = max(low, high)
    if most * 10 < len(head) // 2 or min(low, high) * 10 > most:
        return None
    name = "utf-16-le" if high > low else "utf-16-be"
    return name if _decodes(data, name) else None


def _by_line(data: bytes) -> Decoded:
    """Return text that is not UTF-8: as GB18030, or line by line where a file was put together from both."""
    if _THREE.search(data) is None and _decodes(data, "gb18030"):
        return _checked(data.decode("gb18030"), (Note("encoding_guessed", {"encoding": "GB18030"}),))
    lines = data.splitlines(keepends=True) if b"\n" not in data else _lines(data)
    kinds = [(line, _kind(line)) for line in lines]
    utf8 = sum(kind == "utf-8" for _, kind in kinds)
    if not utf8 and _decodes(data, "gb18030"):
        return _checked(data.decode("gb18030"), (Note("encoding_guessed", {"encoding": "GB18030"}),))
    main = "utf-8" if utf8 >= sum(kind == "gb18030" for _, kind in kinds) else "gb18030"
    odd = [number for number, (_, kind) in enumerate(kinds, start=1) if kind not in ("either", main)]
    text = "".join(line.decode(main if kind == "either" else kind, "replace") for line, kind in kinds)
    if text.count("\ufffd") * 20 > len(text):
        raise _no_text()
    notes = [Note("mixed_encoding", {"lines": listed(odd), "encoding": main.upper()})] if odd else []
    if main == "gb18030":
        notes.append(Note("encoding_guessed", {"encoding": "GB18030"}))
    return _checked(text, tuple(notes))


def _lines(data: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        yield data[start:end]
        start = end


def _kind(line: bytes) -> str:
    if line.isascii():
        return "either"
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030" if _is_gb(line) else "either"  # what is neither is replaced, and said
    # A few characters of GBK may be UTF-8 by chance, three Chinese ones hardly.
    return "utf-8" if len(_HAN.findall(text)) >= 3 or not _is_gb(line) else "either"


def _is_gb(line: bytes) -> bool:
    try:
        line.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _checked(text: str, notes: tuple[Note, ...]) -> Decoded:
    """Return the text without characters that are none; raise Refused where there are too many of them."""
    damaged = text.count("\ufffd")
    control = len(_CONTROL.findall(text)) if _CONTROL.search(text) else 0
    if (control + damaged) * 10 > len(text):
        raise _no_text()
    if damaged or control:
        sign = re.compile(f"{_CONTROL.pattern}|\ufffd")
        numbers = [number for number, line in enumerate(text.split("\n"), start=1) if sign.search(line)]
        notes = (*notes, Note("control_characters", {"lines": listed(numbers)}))
    return Decoded(_CONTROL.sub("", text) if control else text, notes)


def listed(numbers: list[int]) -> str:
    """Return line numbers as they are told in a message."""
    shown = "、".join(map(str, numbers[:_SHOWN]))
    return shown if len(numbers) <= _SHOWN else f"{shown}…（{len(numbers)}）"


def _no_text() -> Refused:
    return Refused(
        "不是可识别的文本（既非 UTF-8 也非 GB18030）。请用表格软件另存为“CSV UTF-8”或 XLSX。",
        "This text cannot be decoded (neither UTF-8 nor GB18030). Save it as CSV UTF-8 or as XLSX.",
    )
