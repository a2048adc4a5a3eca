"""The holidays of a year as text: days off, worked weekends, working days by month, and where each comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ...calendars import DayKind, HolidayList, Period, WorkCalendar, periods_between
from ...calendars.days import Origin
from ...calendars.holiday_names import holiday_name
from ...calendars.holidays import Place, merge
from ...engine.text import Text

_DAY = timedelta(days=1)
_OVER = 5  # days on which lists differ that are told
_WEEKDAYS = (
    Text("周一", "Mon"), Text("周二", "Tue"), Text("周三", "Wed"), Text("周四", "Thu"),
    Text("周五", "Fri"), Text("周六", "Sat"), Text("周日", "Sun"),
)  # fmt: skip
_ORIGINS: dict[Origin, Text] = {
    "own": Text("自己的清单", "own list"),
    "announced": Text("国务院通知", "announced"),
    "weekday": Text("按星期推算", "by weekday"),
}
_FORMS = {
    "list": Text("", ""),
    "announcement": Text("，holiday-cn 格式", ", a holiday-cn file"),
    "calendar": Text("，日历文件", ", a calendar"),
}


@dataclass(frozen=True, slots=True)
class _Run:
    """Days in a row of one kind, for one holiday, from one origin."""

    first: date
    last: date
    name: str
    origin: str


def write_holidays(
    calendar: WorkCalendar, year: int, as_of: date, lists: Sequence[HolidayList], language: str
) -> Iterator[str]:
    """Yield the lines of the list; ``lists`` are the user's own, the last of them on top."""
    english = language == "en"
    own = merge(lists)
    yield f"Holidays and working days of {year} (as of {as_of})" if english else f"{year} 年放假安排（截至 {as_of}）"
    for each in lists:
        yield from _told(each, year, language)
    yield from _over(own, year, language)
    yield from _standing(calendar, year, lists, language)
    yield ""
    off = list(_runs(calendar, year, DayKind.HOLIDAY, own, lists, language))
    days = sum((run.last - run.first).days + 1 for run in off)
    if off:
        yield f"Days off ({days})" if english else f"放假（{days} 天）"
        yield from (_line(run, language) for run in off)
    else:
        yield "Days off: none known" if english else "放假：尚无"
    worked = list(_runs(calendar, year, DayKind.MAKEUP_WORKDAY, own, lists, language))
    if worked:
        days = sum((run.last - run.first).days + 1 for run in worked)
        yield f"Weekend days worked to make up ({days})" if english else f"调休上班（{days} 天）"
        yield from (_line(run, language) for run in worked)
    else:
        yield "Weekend days worked to make up: none known" if english else "调休上班：尚无"
    yield ""
    yield from _months(calendar, year, language)


def _told(each: HolidayList, year: int, language: str) -> Iterator[str]:
    """Yield what one list was taken as: how many of its days are of the year, and what was left aside."""
    english, form = language == "en", _FORMS[each.form].say(language)
    off, worked = (sum(day.year == year for day in days) for days in (each.off, each.worked))
    numbers = (
        f" ({off} days off, {worked} worked in {year}{form})"
        if english
        else f"（{year} 年放假 {off} 天、上班 {worked} 天{form}）"
    )
    yield f"Own list: {each.file}{numbers}" if english else f"自己的清单：{each.file}{numbers}"
    if each.form == "announcement" and not each.days:
        yield "  It is empty: nothing was announced when it was made." if english else "  清单是空的：制作时尚未公布。"
    if each.unmarked and each.days:
        yield (
            "  No event says off (休) or worked (班): every whole day in it was taken as a day off."
            if english
            else "  各条都没有写“休”或“班”，整天的都按放假处理。"
        )
    if each.left:
        yield (
            f"  {each.left} events are neither off nor worked (solar terms and the like) and were left out."
            if english
            else f"  另有 {each.left} 条既没写“休”“假”也没写“班”（节气、纪念日等），未采用。"
        )


def _over(own: Mapping[date, Place], year: int, language: str) -> Iterator[str]:
    """Yield on which days a later list stands over an earlier one that says otherwise."""
    differ = [(day, place) for day, place in sorted(own.items()) if place.over and day.year == year]
    for day, place in differ[:_OVER]:
        what = ("off", "放假") if place.own.off else ("worked", "上班")
        yield (
            f"  {day}: {what[0]} by {place.file}, which takes precedence over {', '.join(place.over)}"
            if language == "en"
            else f"  {day}：以 {place.file} 为准（{what[1]}），与 {'、'.join(place.over)} 所写不同"
        )
    if len(differ) > _OVER:
        rest = len(differ) - _OVER
        yield f"  and {rest} more days" if language == "en" else f"  另有 {rest} 天"


def _standing(calendar: WorkCalendar, year: int, lists: Sequence[HolidayList], language: str) -> Iterator[str]:
    """Yield what is known of the year, and what to write where it is not all."""
    english, middle = language == "en", date(year, 6, 1)
    file = lists[-1].file if lists else "holidays.yaml"
    if calendar.day(middle).provisional:
        if english:
            yield f"The arrangement of {year} is not in the built-in calendar: what is not in your own list goes by the"
            yield "weekday and is provisional. Once the State Council has announced it, write it into " + file + ":"
        else:
            yield f"内置日历尚未收录 {year} 年放假安排：自己的清单没有写到的日子按星期推算，都是暂定的。"
            yield f"国务院办公厅公布后，请写入 {file}："
        yield f"  holidays: [{year}-01-01, {year}-10-01..{year}-10-07]   # {'days off' if english else '放假的日子'}"
        saturday = next(day for step in range(7) if (day := date(year, 10, 8) + step * _DAY).weekday() == 5)
        yield f"  workdays: [{saturday}]   # {'weekend days worked' if english else '调休上班的周末（以通知为准）'}"
        if not lists:
            yield (
                "and name the file in checkbranch.yaml: holidays: holidays.yaml (the days above are examples)."
                if english
                else "并在 checkbranch.yaml 中写 holidays: holidays.yaml（以上日期只是写法示例）。"
            )
    elif calendar.day(date(year, 12, 31)).provisional:
        yield (
            f"25 to 31 December are provisional: the arrangement of {year + 1} may still change them."
            if english
            else f"12 月 25 日至 31 日为暂定：{year + 1} 年的安排公布时可能调整。"
        )


def _runs(
    calendar: WorkCalendar,
    year: int,
    kind: DayKind,
    own: Mapping[date, Place],
    lists: Sequence[HolidayList],
    language: str,
) -> Iterator[_Run]:
    run: _Run | None = None
    day = date(year, 1, 1)
    while day.year == year:
        if calendar.day(day).kind is kind:
            place, names = own.get(day), holiday_name(day)
            name = (place.own.name if place else None) or (names[language == "en"] if names else "")
            origin = _ORIGINS[calendar.origin(day)].say(language)
            if place and len(lists) > 1:
                origin += f" {place.file}"
            if run and run.last == day - _DAY and (run.name, run.origin) == (name, origin):
                run = _Run(run.first, day, name, origin)
            else:
                if run:
                    yield run
                run = _Run(day, day, name, origin)
        day += _DAY
    if run:
        yield run


def _line(run: _Run, language: str) -> str:
    days = (run.last - run.first).days + 1
    shown = _day(run.first, language)
    if days > 1:
        shown += f" {'to' if language == 'en' else '至'} {_day(run.last, language)}"
        shown += f" ({days} days)" if language == "en" else f"（{days} 天）"
    parts = [shown, run.name, run.origin]
    return "  " + ("  ".join(part for part in parts if part))


def _day(day: date, language: str) -> str:
    return f"{day:%m-%d} {_WEEKDAYS[day.weekday()].say(language)}"


def _months(calendar: WorkCalendar, year: int, language: str) -> Iterator[str]:
    english = language == "en"
    yield "Working days by month" if english else "各月工作日"
    total = 0
    for month in periods_between("month", date(year, 1, 1), date(year, 12, 31)):
        number, extra, unsure = _counts(calendar, month)
        total += number
        notes = [f"{extra} on weekends" if english else f"其中调休 {extra}"] if extra else []
        notes += [("provisional" if english else "暂定")] if unsure else []
        note = (f" ({', '.join(notes)})" if english else f"（{'，'.join(notes)}）") if notes else ""
        yield f"  {month.key}  {number:>2}{note}"
    yield f"  Total {total}" if english else f"  合计 {total}"


def _counts(calendar: WorkCalendar, month: Period) -> tuple[int, int, bool]:
    """Return how many days are worked, how many of them on weekends, and whether any day is provisional."""
    infos = [calendar.day(month.start + step * _DAY) for step in range(month.days)]
    worked = sum(info.kind in (DayKind.WORKDAY, DayKind.MAKEUP_WORKDAY) for info in infos)
    extra = sum(info.kind is DayKind.MAKEUP_WORKDAY for info in infos)
    return worked, extra, any(info.provisional for info in infos)
