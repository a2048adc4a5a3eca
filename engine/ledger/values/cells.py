"""Cells as they stand in files, and what numbers, names and lists they hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from ...coded import distinct, each
from .chinese_numbers import number_of

# A cell as a file holds it; truth values have become the texts TRUE and FALSE, which no number is equal to.
Raw = str | int | Decimal | date | datetime | time | timedelta | None

TRUE, FALSE = "TRUE", "FALSE"
PICTURE = "[图片]"  # stands in a cell that shows a picture
MOST_PEOPLE = 10**9  # a larger count is a slip of the keyboard, and would not fit the database's integers

_EDGES = " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
_SPACES = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")
_WIDTHLESS = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_LIST = re.compile(r"[;；、，,\n\r]+")
_ONE_WORD = re.compile(r"[!-+\-.-:<-~]+")  # such as an id: nothing but ASCII, neither space nor , nor ;
_OTHER_SIGNS = re.compile("[;；，,\n\r]")
_COUNT = re.compile(r"(?:共|约|计)?(\d+|\d{1,3}(?:,\d{3})+)(?:\.0+)?(?:人次|[人名位户口个次栋])?")
_ET_AL = re.compile(r".*等\s*(\d+)\s*[人名位]")
_INCLUDED = re.compile(r"(?<=.)\((?:含|其中|包括|包含|另有?)[^()]*\)$")  # 15（含列席2）
_CHINESE_COUNT = re.compile(r"(?:共|约|计)?([〇零一二两三四五六七八九十百千]+)(?:人次|[人名位户口个次])")
_ROLE = re.compile(
    r"\s*[(（](?:会议)?(?:主持|记录|主讲|授课|列席|签到|党?支?部?书记|副书记|委员|[组宣纪]\w委员|小?组长|组织者)人?员?[)）]$"
)
_DECIMAL = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(?:个?(?:小时|学时|课时)|时|h|hours?)?", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?")
_EXPECTED = re.compile(r"应[到参出][^\d]{0,6}(\d+)")
_PRESENT = re.compile(r"(?:实[到参出]|出席|到会|参会|出勤)[^\d]{0,6}(\d+)")
_OF = re.compile(r"(\d+)\s*人?\s*/\s*(\d+)\s*人?")
_CHINESE_NAME = re.compile(r"[\u3400-\u9fff·]{2,4}")
_SPACED_NAME = re.compile(r"[\u3400-\u9fff](?:\s*[\u3400-\u9fff]){1,3}")
_NOBODY = frozenset(["无", "没有", "无人", "0人", "/", "-", "--", "—", "——", "none"])
_NO_NAMES = re.compile("全体|全员|所有|若干|部分|很多|许多|不详|未统计|^[零〇一二两三四五六七八九十百]+[人名]?$")
_DIGIT = re.compile(r"\d")


class Bad(NamedTuple):
    """A cell that cannot be read: the code of the problem, and the cell as it is shown in the message."""

    code: str
    shown: str


class Headcount(NamedTuple):
    """How many people a cell counts or names; ``of`` is the number expected where the same cell holds it too."""

    number: int | None
    names: tuple[str, ...] | None = None
    of: int | None = None


def text_of(cell: Raw) -> str | None:
    """Return the cell as trimmed NFC text, None where nothing is left."""
    if isinstance(cell, str):
        text = cell.strip(_EDGES)
        return (text if text.isascii() else unicodedata.normalize("NFC", text)) or None
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return None if cell is None else str(cell)


def is_blank(cell: Raw) -> bool:
    """Return whether the cell holds nothing but white space."""
    return cell is None or (isinstance(cell, str) and not cell.strip(_EDGES))


def fold(text: str) -> str:
    """Return ``text`` as it is compared: without white space, in normal width and lower case."""
    if text.isascii():
        return "".join(text.split()).lower()
    text = "".join(unicodedata.normalize("NFKC", text).split())
    return _WIDTHLESS.sub("", text).casefold()


def show(cell: Raw) -> str:
    """Return the cell as it is quoted in a message: on one line, shortened."""
    text = _SPACES.sub(" ", text_of(cell) or "").strip()
    return text if len(text) <= 40 else text[:39] + "…"


def split(text: str) -> tuple[str, ...]:
    """Return the parts of a list cell, each once, in order."""
    parts = (part.strip(_EDGES) for part in _cut(text))
    return tuple(dict.fromkeys(part for part in parts if part))


def _cut(text: str) -> list[str]:
    """Return what stands between separators."""
    # Most lists have no separator but this one, and str.split is several times as fast.
    return _LIST.split(text) if _OTHER_SIGNS.search(text) else text.split("、")


def person(text: str) -> str:
    """Return a name without the spaces within two to four Chinese characters, and without a role: 张三（主持）."""
    text = _ROLE.sub("", text) or text
    return _SPACES.sub("", text) if _SPACED_NAME.fullmatch(text) else text


def people(text: str) -> tuple[str, ...]:
    """Return the names in a list cell, each once; whole Chinese names with spaces between them are several."""
    if _ONE_WORD.fullmatch(text):
        return (text,)
    parts = _cut(text)
    names = tuple(map(_NAMES.__getitem__, parts))
    return tuple(dict.fromkeys(names if all(names) else chain.from_iterable(map(_named, parts))))


def _named(part: str) -> tuple[str, ...]:
    """Return the names that stand between two separators: one, several with spaces between them, or none."""
    part = part.strip(_EDGES)
    words = part.split()
    several = len(words) > 1 and all(_CHINESE_NAME.fullmatch(word) for word in words)
    return tuple(words) if several else (person(part),) if part else ()


class _Names(dict[str, str]):
    """The one name that a part of a list is, remembered; "" for a part that is anything else, or a name of doubt.

    The same few people come in ever other company: cells differ where their parts do not.
    """

    def __missing__(self, part: str) -> str:
        text, names = unicodedata.normalize("NFKC", part), _named(part)
        sure = len(names) == 1 and _may_be_names(text) and not _DIGIT.search(text)
        name = names[0] if sure else ""
        if len(self) < 1 << 16 and len(part) < 20:
            self[part] = name
        return name


_NAMES = _Names()


def _may_be_names(text: str) -> bool:
    return not _NO_NAMES.search(text) and any(letter.isalpha() for letter in text)


def count_of(cell: Raw) -> int | Bad | None:
    """Return a whole number of people or things: ``15``, ``15.0``, ``15人``, ``十五人``, full-width digits."""
    if cell is None:
        return None
    if isinstance(cell, int):
        return cell if 0 <= cell <= MOST_PEOPLE else Bad("bad_number", show(cell))
    text = text_of(cell)
    if text is None:
        return None
    plain = _INCLUDED.sub("", _SPACES.sub("", unicodedata.normalize("NFKC", text)))
    match = _COUNT.fullmatch(plain)
    number = int(match[1].replace(",", "")) if match and len(match[1]) < 15 else _written(plain)
    return number if 0 <= number <= MOST_PEOPLE else Bad("bad_number", show(cell))


def _written(text: str) -> int:
    """Return a number that is written in Chinese, -1 where it is none."""
    match = _CHINESE_COUNT.fullmatch(text)
    number = number_of(match[1]) if match else None
    return -1 if number is None else number


def absence_of(cell: Raw) -> Headcount | Bad | None:
    """Return the people that a cell says were absent; ``无`` and a dash are nobody."""
    return Headcount(0, ()) if isinstance(cell, str) and _is_nobody(cell) else headcount_of(cell)


def _listed(cell: str) -> tuple[str, ...] | None:
    """Return the names of a list in which every part is surely a name, None for any other cell."""
    names = tuple(map(_NAMES.__getitem__, _cut(cell)))
    return tuple(dict.fromkeys(names)) if len(names) > 1 and all(names) else None


def _is_nobody(text: str) -> bool:
    return "、" not in text and fold(text) in _NOBODY  # what is surely a list need not be folded


def headcount_of(cell: Raw) -> Headcount | Bad | None:
    """Return the people that an attendance cell counts (``15人``, ``12/15``, ``应到15人，实到12人``) or names.

    A dash and ``无`` leave open how many came: None.
    """
    if isinstance(cell, str) and not _is_nobody(cell) and (names := _listed(cell)):
        return Headcount(len(names), names)
    number = count_of(cell)
    if not isinstance(number, Bad):
        return None if number is None else Headcount(number)
    if not isinstance(cell, str):
        return number
    text = unicodedata.normalize("NFKC", cell).strip(_EDGES)
    if _is_nobody(text):
        return None
    counted = _counted(text)
    if counted is not None:
        return counted if (counted.number or 0) <= MOST_PEOPLE else number
    if not _may_be_names(text):
        return number
    names = people(cell)
    return Headcount(len(names), names)


def _counted(text: str) -> Headcount | None:
    fraction = _OF.fullmatch(text)
    if fraction and max(map(len, fraction.groups())) < 10:
        return Headcount(int(fraction[1]), None, int(fraction[2]))
    expected, present = _EXPECTED.search(text), _PRESENT.search(text)
    if expected and present and max(len(expected[1]), len(present[1])) < 10:
        return Headcount(int(present[1]), None, int(expected[1]))
    among = _ET_AL.fullmatch(text)
    return Headcount(int(among[1])) if among and len(among[1]) < 10 else None


def decimal_of(cell: Raw) -> Decimal | Bad | None:
    """Return an exact number that is not negative, such as hours: ``1.5``, ``2学时``, ``1:30`` of a spreadsheet."""
    if isinstance(cell, time):  # what a spreadsheet makes of a duration of less than a day
        cell = timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    if isinstance(cell, timedelta):
        return _bounded(Decimal(cell // timedelta(seconds=1)) / 3600, cell)
    if isinstance(cell, int | Decimal):
        return _bounded(Decimal(cell), cell)
    text = text_of(cell)
    if text is None:
        return None
    match = _DECIMAL.fullmatch(_SPACES.sub("", unicodedata.normalize("NFKC", text)))
    return _bounded(Decimal(match[1]), cell) if match and len(match[1]) < 30 else Bad("bad_number", show(cell))


def _bounded(number: Decimal, cell: Raw) -> Decimal | Bad:
    return number if 0 <= number < 10**9 else Bad("bad_number", show(cell))


def plain(cells: Sequence[Raw]) -> Sequence[object]:
    """Return a column of the user's own: as Decimal where every filled cell is a number, as text otherwise.

    A number with leading zeros or more than fifteen digits is a label (a telephone, an identity card) and stays text.
    """
    memo = {cell: text_of(cell) for cell in distinct(cells)}
    filled = {cell: text for cell, text in memo.items() if text is not None}
    if filled and all(_PLAIN_NUMBER.fullmatch(text) for text in filled.values()):
        numbers = {cell: Decimal(text) for cell, text in filled.items()}
        return each(numbers.get, cells)
    return each(memo.__getitem__, cells)
