"""Shares in words, as provisions say them: half, two thirds, and whether exactly that much is enough."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ...engine.packs.condition_model import Operator
from ...engine.text import Text
from .wording import plain_number

_ZH = "零一二三四五六七八九十"
_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_PARTS = {3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth", 10: "tenth"}
# What stands around the share: in Chinese after whom it is a share of, in English before it.
_BOUND: Mapping[Operator, tuple[str, str, str]] = {
    "at_least": ("达{whole}的{share}以上（含{share}）", "at least {share}", "exactly {share} counts"),
    "over": ("超过{whole}的{share}", "more than {share}", "exactly {share} does not count"),
    "at_most": ("不超过{whole}的{share}", "at most {share}", "exactly {share} counts"),
    "under": ("不足{whole}的{share}", "less than {share}", "exactly {share} does not count"),
}


def share_words(share: Fraction) -> Text:
    """Return a share as it is said: ``半数``, ``三分之二``, ``85%``; in English ``half``, ``two thirds``, ``85%``."""
    above, below = share.numerator, share.denominator
    if share == Fraction(1, 2):
        return Text("半数", "half")
    if 0 < share < 1 and below in _PARTS:
        part = _PARTS[below] + ("" if above == 1 else "s")
        return Text(f"{_ZH[below]}分之{_ZH[above]}", f"{_EN[above]} {part}")
    hundredths = share * 100
    plain = f"{hundredths}%" if hundredths.denominator == 1 else plain_number(share)
    return Text(plain, plain)


def share_bound(present: Text, whole: Text, op: Operator, share: Fraction) -> Text:
    """Return that ``present`` is such a share of ``whole``, and what exactly the share comes to.

    ``到会人数达支委会人数的半数以上（含半数）``, ``at least half of the committee present (exactly half counts)``.
    """
    if share == 1 and op == "at_least":
        return Text(f"{present.zh}等于{whole.zh}", f"all of {whole.en} {present.en}")
    zh, en, border = _BOUND[op]
    said = share_words(share)
    return Text(
        f"{present.zh}{zh.format(whole=whole.zh, share=said.zh)}",
        f"{en.format(share=said.en)} of {whole.en} {present.en} ({border.format(share=said.en)})",
    )
