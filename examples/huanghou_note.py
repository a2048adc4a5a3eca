"""The table in the example's NOTE of all that is planted in its ledger, with the rows where it stands."""

from __future__ import annotations

from collections.abc import Mapping

from .huanghou_site_note import SITE_ENTRIES, Entry

BEGIN, END = "<!-- planted:{language} begin -->", "<!-- planted:{language} end -->"
HEADS = {
    "zh": "| 位置 | 内容 | 事项 · 对象 · 期间 | 应得结论 |\n|---|---|---|---|",
    "en": "| where | what | duty · subject · period | expected |\n|---|---|---|---|",
}


ENTRIES: tuple[Entry, ...] = (
    Entry(
        "general-made-up",
        "7月8日补开二季度党员大会，写明对应期间，在15日内",
        "the Q2 general meeting held on 8 July, named for its period, within the 15 days",
        "general-meeting · JB · 2026-Q2",
        "补开 made_up",
        "made_up",
    ),
    Entry(
        "committee-below-quorum",
        "支委会5人到2人，不足半数",
        "a committee meeting with 2 of 5 members present",
        "committee-meeting · JB · 2026-04",
        "不规范 invalid（below_quorum）",
        "invalid (below_quorum)",
    ),
    Entry(
        "committee-too-late",
        "5月20日补开4月支委会，超过15日期限（5月15日）",
        "the April committee meeting held again on 20 May, after the 15 days (15 May)",
        "committee-meeting · JB · 2026-04",
        "仍为不规范，该行不计（too_late）",
        "still invalid, the row does not count (too_late)",
    ),
    Entry(
        "committee-same-day",
        "同日第二次支委会",
        "a second committee meeting on one day",
        "committee-meeting · JB · 2026-07",
        "达标 met，该行不重复计（same_day_duplicate）",
        "met; the row does not count twice (same_day_duplicate)",
    ),
    Entry(
        "theme-not-combinable",
        "“支委会+主题党日”合并召开，不允许合并",
        "“支委会+主题党日” in one gathering, which may not be combined",
        "theme-day · JB · 2026-09",
        "不规范 invalid（not_combinable）；9月支委会达标",
        "invalid (not_combinable); the committee meeting of September is met",
    ),
    Entry(
        "combined-well",
        "“主题党日+党课”合并召开，允许合并",
        "“主题党日+党课” in one gathering, which may be combined",
        "theme-day · JB · 2026-07; party-lecture · JB · 2026-Q3",
        "均达标 met",
        "both met",
    ),
    Entry(
        "豁免!2",
        "2月主题党日经批准豁免",
        "the theme day of February is waived",
        "theme-day · JB · 2026-02",
        "豁免 waived",
        "waived",
    ),
    Entry(
        "会议活动",
        "6月没有主题党日记录",
        "no theme day in June",
        "theme-day · JB · 2026-06",
        "无记录 missing",
        "missing",
    ),
    Entry(
        "theme-unknown-type",
        "会议类型误写为“主题党曰”，该行未取用",
        "the type is misspelt “主题党曰”, the row is not taken",
        "theme-day · JB · 2026-08",
        "待核 unknown（unread_rows）；数据问题 unknown_type",
        "unknown (unread_rows); problem unknown_type",
    ),
    Entry(
        "theme-made-up",
        "11月6日补开10月主题党日，写明对应期间；11月的尚未开展",
        "the October theme day held on 6 November, named for October; the one of November is still to come",
        "theme-day · JB · 2026-10",
        "补开 made_up；11月未到期 open",
        "made_up; November is open",
    ),
    Entry(
        "over-expected",
        "实到人数多于应到人数",
        "more people present than expected",
        "theme-day · JB · 2026-05",
        "达标 met；数据问题 present_over_expected",
        "met; problem present_over_expected",
    ),
    Entry(
        "lecture-unnamed",
        "4月17日补讲一季度党课，未写对应期间，只能计入二季度",
        "the Q1 lecture given on 17 April without naming its period: it can only count for Q2",
        "party-lecture · JB · 2026-Q1",
        "无记录 missing（近似：unnamed_make_up）",
        "missing (near miss: unnamed_make_up)",
    ),
    Entry(
        "group-bad-date",
        "日期写成“2026-2-30”，该行未取用",
        "the date reads “2026-2-30”, the row is not taken",
        "group-meeting · JB/第二党小组 · 2026-02",
        "待核 unknown（unread_rows）；数据问题 bad_date",
        "unknown (unread_rows); problem bad_date",
    ),
    Entry(
        "end-before-start",
        "结束时间早于开始时间",
        "the end lies before the start",
        "group-meeting · JB/第一党小组 · 2026-08",
        "达标 met；数据问题 end_before_start",
        "met; problem end_before_start",
    ),
    Entry(
        "training-short",
        "上半年应有2次技能培训，只有1次",
        "two trainings owed in the first half-year, one held",
        "skills-training · JB · 2026-H1",
        "不足 short",
        "short",
    ),
    Entry("走访", "二季度没有走访", "no visit in Q2", "household-visit · H021 · 2026-Q2", "无记录 missing", "missing"),
    Entry(
        "visit-by-phone",
        "二季度只打过电话，没有上门",
        "only a telephone call in Q2",
        "household-visit · H052 · 2026-Q2",
        "不规范 invalid（wrong_mode）",
        "invalid (wrong_mode)",
    ),
    Entry(
        "visit-wrong-name",
        "户主姓名写错，查无此户，该行未取用",
        "the household's name is misspelt and resolves to none, the row is not taken",
        "household-visit · H077 · 2026-Q1",
        "无记录 missing；数据问题 unresolved_subject",
        "missing; problem unresolved_subject",
    ),
    Entry(
        "visit-bad-date",
        "日期写成“2026-4-31”，该行未取用",
        "the date reads “2026-4-31”, the row is not taken",
        "household-visit · H118 · 2026-Q2",
        "待核 unknown（unread_rows）；数据问题 bad_date",
        "unknown (unread_rows); problem bad_date",
    ),
    Entry(
        "visit-twice",
        "与上一行完全相同",
        "the same as the row above in every cell",
        "household-visit · H156 · 2026-Q3",
        "达标 met；数据问题 duplicate_row",
        "met; problem duplicate_row",
    ),
    Entry(
        "豁免!3",
        "全家外出务工，上半年豁免走访",
        "the family works away; visits are waived for the half-year",
        "household-visit · H190 · 2026-Q1, 2026-Q2",
        "豁免 waived",
        "waived",
    ),
    Entry(
        "豁免!4",
        "豁免自4月15日起，未覆盖整个二季度",
        "the waiver begins on 15 April and does not cover the whole of Q2",
        "household-visit · H205 · 2026-Q2",
        "无记录 missing（waiver_partial）",
        "missing (waiver_partial)",
    ),
    Entry(
        "走访",
        "监测户5月没有走访",
        "a monitored household not visited in May",
        "monitored-visit · H085 · 2026-05",
        "无记录 missing；二季度走访达标",
        "missing; the visit of Q2 is met",
    ),
    Entry(
        "住户!269",
        "5月12日迁回，二季度不满一季",
        "moved back on 12 May, a part of Q2 only",
        "household-visit · H268 · 2026-Q2",
        "不适用 not_applicable（partial_period）",
        "not_applicable (partial_period)",
    ),
    Entry(
        "住户!144",
        "8月20日搬离安置房，三季度不满一季",
        "left on 20 August, a part of Q3 only",
        "household-visit · H143 · 2026-Q3",
        "不适用 not_applicable（partial_period）",
        "not_applicable (partial_period)",
    ),
    Entry(
        "党员名册!15",
        "长期卧床，经同意免于参加",
        "bedridden, excused with consent",
        "talk-yearly · D14 · 2026",
        "不适用 not_applicable（exempt）",
        "not_applicable (exempt)",
    ),
    Entry(
        "党员名册!17",
        "年中转正；全年在支部",
        "confirmed in mid-year; in the branch all year",
        "talk-yearly · D16 · 2026",
        "达标 met",
        "met",
    ),
    Entry(
        "党员名册!23",
        "3月16日转入，全年不满一年",
        "joined on 16 March, a part of the year only",
        "talk-yearly · D22 · 2026",
        "不适用 not_applicable（partial_period）",
        "not_applicable (partial_period)",
    ),
    Entry(
        "党员名册!24",
        "8月31日转出，全年不满一年",
        "left on 31 August, a part of the year only",
        "talk-yearly · D23 · 2026",
        "不适用 not_applicable（partial_period）",
        "not_applicable (partial_period)",
    ),
    *SITE_ENTRIES,
)


def with_table(note: str, places: Mapping[str, str]) -> str:
    """Return ``note`` with the table of each language between its marks; ``places`` maps planted rows to sheet!row."""
    for language, head in HEADS.items():
        begin, end = BEGIN.format(language=language), END.format(language=language)
        before, rest = note.split(begin)
        _, after = rest.split(end)
        rows = [_row(entry, language, places) for entry in ENTRIES]
        note = f"{before}{begin}\n{head}\n" + "\n".join(rows) + f"\n{end}{after}"
    return note


def _row(entry: Entry, language: str, places: Mapping[str, str]) -> str:
    what, verdict = (entry.zh, entry.verdict_zh) if language == "zh" else (entry.en, entry.verdict_en)
    place = places.get(entry.place, entry.place)
    return f"| {place} | {what} | {entry.about} | {verdict} |"
