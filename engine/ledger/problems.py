"""What can be wrong with data: the words of every problem, how grave it is, and the log that gathers them."""

from __future__ import annotations

from collections.abc import Mapping

from ..text import Text
from .file_problems import FILE_CODES
from .model import Problem, Severity
from .values.reasons import why_bad

# code: severity, Chinese, English. An error means that the row is not taken.
_CODES: Mapping[str, tuple[Severity, str, str]] = {
    "bad_date": (
        "error",
        "“{shown}”不是可识别的日期{why_zh}。请写成 2026-03-05 或 2026年3月5日。",
        "'{shown}' is not a date{why_en}. Write it as 2026-03-05.",
    ),
    "missing_date": ("error", "没有日期。请补写活动日期。", "The date is missing. Write the day of the activity."),
    "unlikely_year": (
        "error",
        "“{shown}”{why_zh}。请核对年份。",
        "'{shown}' {why_en}. Check the year.",
    ),
    "unknown_type": (
        "error",
        "无法识别的活动类型“{shown}”。{hint_zh}请改用规则所列活动类型的名称或别名。",
        "'{shown}' is not a known type of activity. {hint_en}Use a name or an alias of the vocabulary.",
    ),
    "missing_type": ("error", "没有活动类型。请补写。", "The type of the activity is missing. Write it."),
    "unresolved_subject": (
        "error",
        "{what_zh}中没有“{shown}”。{hint_zh}请改用其中已有的编号或名称。",
        "'{shown}' is not among the {what_en}. {hint_en}Write an id or a name that the tables hold.",
    ),
    "ambiguous_name": (
        "error",
        "“{shown}”可能指：{candidates}。请写明编号。",
        "'{shown}' may be any of: {candidates}. Write the id.",
    ),
    "uncached_formula": (
        "error",
        "单元格内是“{shown}”，没有可读的值。请在表格软件中重新计算并保存，或直接填写。",
        "The cell holds '{shown}' and no value. Recalculate and save the workbook, or type the value.",
    ),
    "duplicate_id": (
        "error",
        "编号“{shown}”已用于 {first}，内容不同。请改用另一个编号。",
        "The id '{shown}' is already that of {first}, with other content. Use another id.",
    ),
    "duplicate_row": (
        "info",
        "与 {first} 内容完全相同，只计一条。",
        "The row repeats {first} and is counted once.",
    ),
    "after_dissolved": (
        "info",
        "“{name}”自 {day} 起已撤销，此后登记在它名下的 {count} 条（从本行起）不计入。{heir_zh}撤销日期有误的，请改正。",
        "“{name}” is dissolved since {day}; its records of later days ({count}, from this row on) do not count. "
        "{heir_en}If the day is wrong, mend it.",
    ),
    "before_founded": (
        "info",
        "“{name}”成立于 {day}，此前登记在它名下的 {count} 条（从本行起）不计入。成立日期有误的，请改正。",
        "“{name}” was founded on {day}; its records of earlier days ({count}, from this row on) do not count. "
        "If the day is wrong, mend it.",
    ),
    "same_meeting": (
        "info",
        "与 {first} 是同一次活动，只计一次，以内容较全的为准。",
        "This and {first} are one gathering, counted once; the fuller record is kept.",
    ),
    "present_over_expected": (
        "warning",
        "实到 {present} 人多于应到 {expected} 人，实到按未填处理。请核对人数。",
        "{present} present are more than {expected} expected; the number present is left empty. Check the numbers.",
    ),
    "end_before_start": (
        "warning",
        "结束时间“{shown}”早于开始时间，按未填处理。请核对。",
        "The end '{shown}' is before the start; it is left empty. Check it.",
    ),
    "two_digit_year": (
        "warning",
        "“{shown}”的年份只有两位，按 {year} 年读取。请写四位年份。",
        "'{shown}' has a year of two digits and is read as {year}. Write four digits.",
    ),
    "bad_period": (
        "warning",
        "“{shown}”不是可识别的所属时段，按未填处理。请写成 2026-09、2026-Q3、2026-H2 或 2026。",
        "'{shown}' names no period; it is left empty. Write 2026-09, 2026-Q3, 2026-H2 or 2026.",
    ),
    "unknown_status": (
        "warning",
        "“{shown}”看不出是正式党员还是预备党员，按未填处理。请写“正式党员”或“预备党员”；不是党员的，写“积极分子”“发展对象”等。",
        "'{shown}' says neither full nor probationary; it is left empty. Write full (正式党员) or probationary.",
    ),
    "bad_number": (
        "warning",
        "“{shown}”不是可识别的数，按未填处理。{why_zh}请写数字。",
        "'{shown}' is not a number that can be read; it is left empty. {why_en}Write digits.",
    ),
    "bad_time": (
        "warning",
        "“{shown}”不是可识别的时间，按未填处理。请写成 15:00 或 2026-03-05 15:00。",
        "'{shown}' is not a time that can be read; it is left empty. Write 15:00 or 2026-03-05 15:00.",
    ),
    "bad_tick": (
        "warning",
        "“{shown}”既不是“是”也不是“否”，按未填处理。请写“是”或“否”。",
        "'{shown}' says neither yes nor no; it is left empty. Write yes or no.",
    ),
    "unknown_kind": (
        "error",
        "无法识别的组织类型“{shown}”。请写党委、党总支、党支部、党小组或社区。",
        "'{shown}' is not a kind of unit. Write committee, general_branch, branch, group or community.",
    ),
    "missing_value": (
        "error",
        "缺少必填的“{shown}”。请补写。",
        "The required '{shown}' is empty. Fill it in.",
    ),
    "since_conflict": (
        "error",
        "与 {first} 冲突：{why_zh}。",
        "The row conflicts with {first}: {why_en}.",
    ),
    "unknown_parent": (
        "warning",
        "上级“{shown}”{why_zh}，按未填处理。请核对。",
        "The unit above, '{shown}', {why_en}; it is left empty. Check it.",
    ),
    "unknown_group": (
        "warning",
        "“{shown}”不是该单位列出的党小组，按未填处理。请改用单位表中的名称。",
        "'{shown}' is none of the groups that the unit lists; it is left empty. Use a name of the units table.",
    ),
    "until_before_from": (
        "error",
        "截止日期“{shown}”早于起始日期。请核对。",
        "The last day '{shown}' is before the first. Check it.",
    ),
    "ambiguous_header": (
        "warning",
        "表头 {headers} 都可作“{field}”，无法区分，均未读取。请用 columns 指定其一，或改名。",
        "The headers {headers} may all be '{field}' and cannot be told apart; none is read. Name one under columns.",
    ),
    "unknown_column": (
        "info",
        "未识别的列：{headers}。原样保留，可在规则中按表头使用；如属标准字段，请用 columns 指定。",
        "Columns not recognised: {headers}. They are kept under their headers; map them under columns if need be.",
    ),
    "empty_source": (
        "info",
        "没有数据行。{hint_zh}",
        "There are no rows of data. {hint_en}",
    ),
    "sheet_skipped": (
        "info",
        "首行不是本表的表头，未读取该工作表。{hint_zh}",
        "The first row is not the header of the table; the sheet is not read. {hint_en}",
    ),
    "month_only": (
        "info",
        "只打勾、没有写日期的，按所在的月份（季度）计，报告中注明“只记到月份”。请尽量补写日期。",
        "Ticks without a date count for the month or quarter they stand under, and reports say so. Write the day.",
    ),
    "header_guessed": (
        "info",
        "以第 {row} 行为表头（共 {depth} 行），其上的行作为标题。如不对，请用 header 写明表头的行号，或删去标题行。",
        "Row {row} was taken as the header ({depth} rows), what is above as titles. If that is wrong, name the row of "
        "the header under header, or take the titles out.",
    ),
    "year_from_sheet": (
        "info",
        "日期没有写年份的，按工作表名称中的 {year} 年读取，请核对。",
        "Days without a year were taken to be of {year}, which stands in the name of the sheet. Check it.",
    ),
    "year_from_title": (
        "info",
        "日期没有写年份的，按标题行中的 {year} 年读取，请核对。",
        "Days without a year were taken to be of {year}, which stands in the title of the sheet. Check it.",
    ),
    "year_from_file": (
        "info",
        "日期没有写年份的，按文件名中的 {year} 年读取，请核对。",
        "Days without a year were taken to be of {year}, which stands in the name of the file. Check it.",
    ),
    "year_from_log_starts": (
        "info",
        "日期没有写年份的，按台账起始日（log_starts）所在的 {year} 年读取，请核对。",
        "Days without a year were taken to be of {year}, the year of log_starts. Check it.",
    ),
    "year_conflict": (
        "warning",
        "另有一处写的是 {other} 年，与所用的 {year} 年不一致。请核对年份。",
        "Another place says {other}, unlike the {year} that was used. Check the year.",
    ),
    "type_guessed": (
        "info",
        "类型取自{where}中的“{shown}”，请核对。",
        "The type was taken from '{shown}' in the {where_en}; check it.",
    ),
    "day_from_title": (
        "info",
        "没有填写时间，日期取自标题中的“{shown}”，请核对。",
        "No time is filled in; the day was taken from '{shown}' in the title. Check it.",
    ),
    "blank_form": (
        "info",
        "记录表没有填写，不计为活动。如确已开展，请据实补填。",
        "The form is not filled in and is no activity. If there was one, fill it in.",
    ),
    "table_guessed": (
        "info",
        "按表头把该工作表当作{what_zh}。如不对，请建立工作区（checkbranch init DIR --from FILE），在 data 中写明。",
        "By its header the sheet was taken as the table of {what_en}. If that is wrong, make a workspace (checkbranch "
        "init DIR --from FILE) and name the table under data.",
    ),
    "hidden_sheet": ("info", "该工作表是隐藏的，已照常读取。", "The sheet is hidden; it is read all the same."),
    "unreadable_column": (
        "warning",
        "列“{header}”存的是 {kind} 类型的数据，不能作文字读取，未采用。"
        "请改存为文字、数字或日期；数据库也可用 query 转换或略去该列。",
        "The column '{header}' holds data of the type {kind}, which is not text; it is not read. Store it as text, "
        "number or date; of a database, convert it or leave it out in a query.",
    ),
    "unmatched_people": (
        "info",
        "{count} 处姓名不在名册中，视为列席人员，如：{names}。",
        "Names in no roster, taken as guests: {count}, for instance: {names}.",
    ),
    **FILE_CODES,
}


# A cell that says no unit, in a ledger of several: what is not there cannot be looked for among the units.
_NOT_SAID = ("unresolved_subject", "—")
_NOT_SAID_WORDS: tuple[Severity, str, str] = (
    "error",
    "没有写明是哪个{what_zh}的。请补写编号或名称；整份台账属于一个单位的，可在 checkbranch.yaml 的该来源写 unit。",
    "It is not said to which of the {what_en} the row belongs. Write an id or a name; where the whole ledger is one "
    "unit's, say unit of that source in checkbranch.yaml.",
)


def severity_of(code: str) -> Severity:
    """Return how grave a problem of the kind ``code`` is."""
    return _CODES[code][0]


def words(code: str, **values: object) -> Text:
    """Return the message of a problem in both languages."""
    _, zh, en = _CODES[code] if (code, values.get("shown")) != _NOT_SAID else _NOT_SAID_WORDS
    if "why_zh" not in values and "{why_zh}" in zh:
        why = why_bad(code, str(values["shown"]))
        values = {**values, "why_zh": why.zh, "why_en": why.en}
    return Text(zh.format_map(values), en.format_map(values))


class Log:
    """Gathers problems, and returns them by source and row, whatever the order in which they were found."""

    def __init__(self) -> None:
        self._entries: list[tuple[tuple[int, int], Problem]] = []

    def add(
        self,
        order: tuple[int, int],
        source: str,
        column: str | None,
        code: str,
        message: Text,
        severity: Severity | None = None,
        at: int | None = None,
    ) -> None:
        """Add one problem; ``order`` is the place of its source and its row, ``at`` the column of the file."""
        self._entries.append((order, Problem(source, column, code, message, severity or severity_of(code), at)))

    def problems(self) -> list[Problem]:
        """Return the problems in order."""
        return [problem for _, problem in sorted(self._entries, key=lambda entry: entry[0])]
