"""The signs that a hint looks for, in words: what is worth a second look, and that it is no more than that."""

from __future__ import annotations

from fractions import Fraction

from ...engine.packs.check_model import Hint
from ...engine.text import Text
from .shares import share_words

_EVERY = {
    "month": Text("每月", "every month"),
    "quarter": Text("每季度", "every quarter"),
    "half_year": Text("每半年", "every half-year"),
    "year": Text("每年", "every year"),
}


def hint_words(hint: Hint, what: Text) -> Text:
    """Return what is looked for among the records of ``what``, as a sentence without a full stop."""
    every, sign = _EVERY[hint.every], sign_words(hint)
    return Text(
        f"{every.zh}的{what.zh}记录，{sign.zh}的，提示再次核对",
        f"{what.en}, {every.en}: {sign.en}; worth a second look",
    )


def sign_words(hint: Hint) -> Text:
    """Return the sign itself, with its numbers."""
    number, days = hint.at_least, hint.within or 0
    share = hint.over or Fraction(0)
    said = share_words(share)
    likeness = f"{share * 100}%" if (share * 100).denominator == 1 else str(share)
    return {
        "above_roster": Text("实到人数多于当日在册党员数", "more present than members on the roster of that day"),
        "alike": Text(
            f"内容与另一条（含往年）相似达 {likeness} 及以上（不计语句次序）",
            f"two whose texts are {likeness} alike or more, whatever the order of sentences, also across years",
        ),
        "before_published": Text(
            f"所学文件在活动当日尚未印发（清单中有 {len(hint.documents)} 份文件）",
            "a document that was issued only after the day on which it was studied "
            f"({len(hint.documents)} document{'' if len(hint.documents) == 1 else 's'} listed)",
        ),
        "brief": Text(
            f"内容不足 {number} 字（数字、标点不计）",
            f"fewer than {number} characters of content (numbers and punctuation not counted)",
        ),
        "bunched": Text(
            f"{number} 条及以上集中在 {days} 天之内", f"{number} or more within {days} days of one another"
        ),
        "entered_late": Text(
            f"登记日期晚于活动日期超过 {days} 天",
            f"entered more than {days} day{'' if days == 1 else 's'} after they were held",
        ),
        "entered_together": Text(
            f"不同日期的 {number} 条及以上在同一天登记", f"{number} or more of different days entered on one day"
        ),
        "last_day": Text(
            f"有 {number} 条及以上，且全部在所在月份的最后一天",
            f"{number} or more, all of them on the last day of their month",
        ),
        "low_attendance": Text(
            f"平均实到人数不足应到人数的{said.zh}", f"less than {said.en} of those expected present on average"
        ),
        "on_holiday": Text("日期在法定节假日", "held on a statutory holiday"),
        "unaccounted": Text("实到与缺席人数之和不等于应到人数", "present and absent do not add up to expected"),
    }[hint.sign]
