"""What is planted at the site: posts, requests, helpers, figures; a part of the table in the example's NOTE."""

from __future__ import annotations

from typing import NamedTuple

from .huanghou_site import LEFT_VACANT, NO_HELPER, NOT_ASKED, NOT_YET


class Entry(NamedTuple):
    """One planted case: the row (or the sheet where a row is lacking), what it is, and the verdict it leads to."""

    place: str
    zh: str
    en: str
    about: str
    verdict_zh: str
    verdict_en: str


SITE_ENTRIES = (
    Entry(
        f"住户!{int(NO_HELPER[1:]) + 1}",
        "帮扶人一栏空着",
        "no helper is entered",
        f"household-helper · {NO_HELPER}",
        "无记录 missing（missing_field:helpers）",
        "missing (missing_field:helpers)",
    ),
    Entry(
        f"住户!{int(NOT_ASKED[1:]) + 1}",
        "就业人数一栏空着",
        "the number employed is not entered",
        f"household-employment · {NOT_ASKED}",
        "无记录 missing（missing_field:employed）",
        "missing (missing_field:employed)",
    ),
    Entry(
        "post-楼长",
        "楼长9月30日卸任，没有后任",
        "the lead of the building left on 30 September and has no successor",
        f"building-lead · JB · {LEFT_VACANT}",
        "无记录 missing",
        "missing",
    ),
    Entry(
        "post-保洁员",
        "保洁员12月1日才到岗",
        "the cleaner begins on 1 December only",
        f"zone-cleaner · JB · {NOT_YET}",
        "无记录 missing",
        "missing",
    ),
    Entry(
        "request-late",
        "3月10日提出，4月24日办结，超过30日（4月9日）",
        "opened on 10 March and resolved on 24 April, after the 30 days (9 April)",
        "request-answered · JB · S03",
        "补开 made_up",
        "made_up",
    ),
    Entry(
        "request-last-day",
        "5月6日提出，6月5日办结，正好第30日",
        "opened on 6 May and resolved on 5 June, the thirtieth day",
        "request-answered · JB · S06",
        "达标 met",
        "met",
    ),
    Entry(
        "request-unanswered",
        "8月18日提出，至今没有办结（期限9月17日）",
        "opened on 18 August and not resolved yet (the last day was 17 September)",
        "request-answered · JB · S09",
        "无记录 missing",
        "missing",
    ),
    Entry(
        "request-open",
        "11月12日提出，期限12月12日未到",
        "opened on 12 November, the last day of 12 December has not come",
        "request-answered · JB · S12",
        "未到期 open",
        "open",
    ),
)
