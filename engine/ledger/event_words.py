"""What is said of calendar files that are taken in: why a file or an event was refused, and what was guessed."""

from __future__ import annotations

from collections.abc import Mapping

from ...calendars.arrivals import Notice, Refused
from ...calendars.lines import Unusable
from ..text import Text

_SHOWN = ("“{}”", "“{}”")
REFUSED: Mapping[str, Text] = {
    "missing_start": Text(
        "没有开始时间（DTSTART）。请在日历中补上后重新导出。",
        "It has no start (DTSTART). Add one in the calendar and export again.",
    ),
    "bad_start": Text(
        "开始时间{shown}不是有效日期。请改正后重新导出。", "Its start {shown} is not a date. Mend it and export again."
    ),
    "bad_end": Text(
        "结束时间{shown}不是有效日期。请改正后重新导出。", "Its end {shown} is not a date. Mend it and export again."
    ),
    "bad_duration": Text(
        "时长{shown}无法识别。请改写为结束时间后重新导出。",
        "Its duration {shown} cannot be read. Give an end instead and export again.",
    ),
    "bad_date": Text(
        "附加或除外的日期{shown}无法识别。请在日历中核对。",
        "An added or excepted date {shown} cannot be read. Check it in the calendar.",
    ),
    "bad_recurrence_id": Text(
        "所改的是哪一次（RECURRENCE-ID）{shown}无法识别。请在日历中核对。",
        "Which occurrence it changes (RECURRENCE-ID), {shown}, cannot be read. Check it in the calendar.",
    ),
    "mixed_start_and_end": Text(
        "开始时间和结束时间，一个是全天，一个写有时刻（{shown}）。请统一后重新导出。",
        "One of start and end is a whole day, the other a time ({shown}). Make them alike and export again.",
    ),
    "end_before_start": Text(
        "结束时间{shown}早于开始时间。请改正后重新导出。",
        "It ends ({shown}) before it begins. Mend it and export again.",
    ),
    "too_long": Text(
        "持续时间{shown}超过 31 天，不是一次活动。请改正，或拆成几次。",
        "It lasts more than 31 days ({shown}), which no gathering does. Mend it, or divide it.",
    ),
    "rule_refused": Text(
        "重复规则{shown}无法展开（比每天更密、没有含义，或永远不会出现）。请改成按天、周、月、年重复，或逐次填写。",
        "Its recurrence {shown} cannot be followed: finer than daily, without meaning, or never true. Let it recur by "
        "days, weeks, months or years, or enter each occurrence.",
    ),
}
WARNED: Mapping[str, Text] = {
    "gb18030": Text(
        "文件不是 UTF-8，按 GB18030（国标编码）读取。如有乱码，请另存为 UTF-8。",
        "The file is not UTF-8 and was read as GB18030. Where the text is wrong, save it as UTF-8.",
    ),
    "undecodable": Text(
        "有的字符无法识别，已用替代符号显示。请另存为 UTF-8。",
        "Some characters cannot be read and are shown as a replacement sign. Save the file as UTF-8.",
    ),
    "broken_folding": Text(
        "有的长行没有按规定折行，已与上一行相接。请核对标题和说明。",
        "Long lines were not folded as they should be and were joined to the line before. Check titles and texts.",
    ),
    "unknown_timezone": Text(
        "无法识别的时区{shown}，按本地时间读取。请核对这些活动的时间。",
        "Unknown time zone {shown}: times were taken as local. Check when these events are.",
    ),
    "duplicate_uid": Text(
        "同一编号{shown}出现多次，取修订号（SEQUENCE）最大的；修订号相同的，取后一个。",
        "The UID {shown} is there more than once; the highest SEQUENCE was taken, and the later of equal ones.",
    ),
    "endless_rule": Text(
        "重复活动{shown}没有结束日期，只展开到所要范围的最后一天。可用 --to 另行指定。",
        "The recurring event {shown} has no end and was followed to the last day asked for; set it with --to.",
    ),
    "rule_cut": Text(
        "活动{shown}的重复次数过多，只展开前 5000 次。请用 --from、--to 缩小范围。",
        "The event {shown} recurs too often; the first 5000 occurrences were taken. Narrow the days with --from and "
        "--to.",
    ),
}
UNUSABLE: Mapping[str, Text] = {
    "not_a_calendar": Text(
        "这不是日历文件：没有 BEGIN:VCALENDAR。请在日历程序中导出 .ics 文件。",
        "This is not a calendar file: it has no BEGIN:VCALENDAR. Export an .ics file from the calendar program.",
    ),
    "truncated": Text(
        "日历文件不完整：第 {line} 行开始的部分没有结束，可能没有下载完。请重新导出或下载。",
        "The calendar file is cut short: what begins on line {line} does not end. Export or download it again.",
    ),
    "crossed": Text(
        "日历文件有误：第 {line} 行的 END 没有对应的 BEGIN。请重新导出。",
        "The calendar file is broken: the END on line {line} has no BEGIN. Export it again.",
    ),
    "too_deep": Text(
        "日历文件有误：第 {line} 行处嵌套过深。请重新导出。",
        "The calendar file is broken: it is nested too deeply at line {line}. Export it again.",
    ),
    "too_long": Text(
        "日历文件有误：第 {line} 行过长。请重新导出，或删去该活动的附件。",
        "The calendar file is broken: line {line} is too long. Export it again, or take out that event's attachment.",
    ),
}


def refused(one: Refused) -> Text:
    """Return why an event was refused; one without a UID is told by its line."""
    where = Text(f"第 {one.line} 行的活动：", f"The event on line {one.line}: ") if one.uid is None else Text("", "")
    said = _fill(REFUSED[one.code], one.shown, one.line)
    return Text(where.zh + said.zh, where.en + said.en)


def warned(one: Notice) -> Text:
    """Return what was guessed or cut short."""
    return _fill(WARNED[one.code], one.shown, one.line)


def is_calendar(path: str) -> bool:
    """Return whether a file is a calendar, by its name."""
    return path.lower().endswith(".ics")


def nothing_taken(file: str) -> dict[str, str]:
    """Return what is said of a source without a single row."""
    if is_calendar(file):
        return {
            "hint_zh": "日历中没有可作记录的活动；其中的安排仍占用日期。",
            "hint_en": "No event of the calendar is a record; what is in it still takes its days.",
        }
    return {"hint_zh": "只有表头。", "hint_en": "There is only the header."}


def unusable(error: Unusable) -> Text:
    """Return why a file cannot be taken at all."""
    return _fill(UNUSABLE[error.code], "", error.line)


def _fill(text: Text, shown: str, line: int) -> Text:
    zh, en = (quote.format(shown) if shown else "" for quote in _SHOWN)
    return Text(text.zh.format(shown=zh, line=line), text.en.format(shown=en, line=line))
