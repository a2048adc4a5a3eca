"""Numbers written in Chinese characters: years digit by digit, days and counts by tens and hundreds."""

from __future__ import annotations

import re

_DIGITS = {
    sign: value
    for value, signs in enumerate(("〇○零", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for sign in signs
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SHORT = {"廿": "二十", "卅": "三十"}
_NUMERAL = "〇○零一二两三四五六七八九十百千廿卅"
_NUMBER = re.compile(f"[{_NUMERAL}]+")
_YEAR = re.compile("(?<![〇○零一二三四五六七八九\\d])[〇○零Oo0一二三四五六七八九\\d]{4}(?=\\s*年)")
_DATED = re.compile(f"(?<![周期拜])[{_NUMERAL}]+(?=\\s*[年月日号时点分])")


def number_of(text: str) -> int | None:
    """Return the number that a text writes, such as ``十五``, ``二十一`` or ``一百零三``; None where it is none."""
    for short, long in _SHORT.items():
        text = text.replace(short, long)
    if not text or not _NUMBER.fullmatch(text):
        return None
    if not any(sign in _UNITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text)) if len(text) == 1 or text[0] in "〇○零" else None
    total, digit, last = 0, None, 10_000
    for sign in text:
        if sign not in _UNITS:
            if digit:
                return None
            digit = _DIGITS[sign]
            continue
        unit = _UNITS[sign]
        if unit >= last or (digit == 0 and last == 10_000):
            return None
        total, digit, last = total + (digit or 1) * unit, None, unit
    return total + (digit or 0)


def with_digits(text: str) -> str:
    """Return a date or a clock time with its Chinese numbers in digits: ``二〇二六年三月五日`` is ``2026年3月5日``."""
    return _DATED.sub(_in_digits, _YEAR.sub(_year, text))


def _year(match: re.Match[str]) -> str:
    return "".join("0" if sign in "Oo" else str(_DIGITS.get(sign, sign)) for sign in match[0])


def _in_digits(match: re.Match[str]) -> str:
    number = number_of(match[0])
    return match[0] if number is None else str(number)
