"""The problems of the data, by code and with where to look, and the account of the rows that were read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ...engine.ledger.model import Problem, Severity
from ...engine.text import Text
from ..elsewhere import left_out
from ..layout import Page
from ..view import AuditView
from .fields import column

_LINES_SHOWN = 20
_PER_CODE = 6
RANK: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}

TAKEN: Mapping[Severity, Text] = {
    "error": Text("未采用", "not taken"),
    "warning": Text("已采用，存疑处留空", "taken, the doubtful cell left empty"),
    "info": Text("已采用，不必改正", "taken"),
}
_TO_CHECK = Text("已采用，请核对", "taken, to be checked")
_OF_NO_USE = Text("不起作用", "of no effect")
_USELESS = ("waiver_must", "waiver_unknown_duty")

CODE: Mapping[str, Text] = {
    "ambiguous_header": Text("表头含义不明", "header that cannot be told apart"),
    "ambiguous_name": Text("重名", "name that several have"),
    "bad_date": Text("日期无法识别", "date not understood"),
    "unknown_status": Text("党员身份无法识别", "status not understood"),
    "bad_number": Text("数字无法识别", "number not understood"),
    "bad_period": Text("所属时段无法识别", "period not understood"),
    "bad_tick": Text("勾选列内容无法识别", "tick not understood"),
    "bad_time": Text("时间无法识别", "time not understood"),
    "day_from_title": Text("日期取自标题", "day from the title"),
    "duplicate_id": Text("编号重复", "id used twice"),
    "after_dissolved": Text("单位撤销之后的记录", "record after the unit was dissolved"),
    "before_founded": Text("单位成立之前的记录", "record before the unit was founded"),
    "same_meeting": Text("同一次活动重复登记", "one gathering entered twice"),
    "not_entered": Text("没记：台账未登记", "not entered in the ledger"),
    "no_form": Text("没交表：未见记录表", "no record form"),
    "duplicate_row": Text("重复行", "row repeated"),
    "blank_form": Text("记录表未填写", "form not filled in"),
    "broken_folding": Text("日历折行有误", "calendar folded wrongly"),
    "components_left_out": Text("日历中不是活动的", "calendar entries that are no events"),
    "duplicate_uid": Text("日历编号重复", "event twice in a calendar"),
    "empty_source": Text("来源为空", "empty source"),
    "end_before_start": Text("结束早于开始", "end before start"),
    "event_bad_date": Text("日历活动有误", "event that is broken"),
    "event_bad_duration": Text("日历活动有误", "event that is broken"),
    "event_bad_end": Text("日历活动有误", "event that is broken"),
    "event_bad_recurrence_id": Text("日历活动有误", "event that is broken"),
    "event_bad_start": Text("日历活动有误", "event that is broken"),
    "event_end_before_start": Text("日历活动有误", "event that is broken"),
    "event_missing_start": Text("日历活动有误", "event that is broken"),
    "event_mixed_start_and_end": Text("日历活动有误", "event that is broken"),
    "event_rule_refused": Text("重复规则不能展开", "recurrence that cannot be followed"),
    "event_too_long": Text("日历活动过长", "event that is too long"),
    "events_left_out": Text("日历中未作记录的", "events that are no records"),
    "gb18030": Text("按国标编码读取", "read as GB18030"),
    "header_guessed": Text("表头为推定", "header guessed"),
    "hidden_sheet": Text("隐藏工作表", "hidden sheet"),
    "macros_ignored": Text("宏未运行", "macros ignored"),
    "missing_date": Text("缺日期", "no date"),
    "missing_type": Text("缺活动类型", "no activity type"),
    "missing_value": Text("缺必填内容", "required value missing"),
    "month_only": Text("只记到月份", "recorded by month only"),
    "present_over_expected": Text("实到多于应到", "more present than expected"),
    "sheet_skipped": Text("工作表未读", "sheet skipped"),
    "since_conflict": Text("同一起始日重复", "two rows of the same day"),
    "table_guessed": Text("所属表格为推定", "table guessed"),
    "two_digit_year": Text("年份只有两位", "year of two digits"),
    "type_guessed": Text("活动类型为推定", "type guessed"),
    "uncached_formula": Text("公式没有结果", "formula without a result"),
    "unknown_column": Text("列名未识别", "unknown column"),
    "unknown_group": Text("党小组与名册不符", "unknown Party group"),
    "unknown_kind": Text("单位类别未识别", "unknown kind of unit"),
    "unknown_parent": Text("上级组织与名册不符", "unknown unit above"),
    "unknown_type": Text("活动类型未识别", "unknown activity type"),
    "unlikely_year": Text("年份可疑", "unlikely year"),
    "unmatched_people": Text("人员与名册不符", "people in no roster"),
    "unreadable_column": Text("列无法读取", "column that cannot be read"),
    "unreadable_source": Text("文件无法读取", "file that cannot be read"),
    "unresolved_subject": Text("名称与名册不符", "name that is in no roster"),
    "rule_cut": Text("重复次数过多", "recurrence cut short"),
    "undecodable": Text("有无法识别的字符", "characters that cannot be read"),
    "unknown_timezone": Text("时区无法识别", "unknown time zone"),
    "until_before_from": Text("截止早于起始", "end before the beginning"),
    "waiver_unused": Text("豁免未使用", "waiver not used"),
    "waiver_expired": Text("豁免已到期", "waiver that has ended"),
    "waiver_partial": Text("豁免未覆盖整个时段", "waiver of only part of a period"),
    "waiver_long": Text("豁免过长", "waiver that is too long"),
    "waiver_must": Text("不能豁免的事项", "waiver of a must"),
    "waiver_unknown_duty": Text("豁免的事项不在规则中", "waiver of a duty that is not in the rules"),
    "control_characters": Text("有无法显示的字符", "characters that cannot be shown"),
    "encoding_guessed": Text("编码为推定", "encoding guessed"),
    "external_links": Text("引用了其他文件", "links to other files"),
    "extra_cells": Text("多出的单元格", "cells beyond the header"),
    "hidden_rows": Text("隐藏的行", "hidden rows"),
    "html_table": Text("网页格式的表格", "table that is a web page"),
    "merged_cells": Text("合并单元格", "merged cells"),
    "mixed_encoding": Text("编码混杂", "encodings mixed in one file"),
    "month_conflict": Text("日期不在工作表的月份内", "date outside the month of its sheet"),
    "month_from_sheet": Text("月份取自工作表名", "month from the name of the sheet"),
    "serial_date": Text("日期为序列号", "date written as a number of days"),
    "spreadsheet_xml": Text("XML 格式的表格", "XML spreadsheet"),
    "stray_cells": Text("远离表格的单元格", "cells far from the table"),
    "stray_quote": Text("引号不成对", "quotation mark without its pair"),
    "text_table": Text("内容是 CSV 文本", "workbook that is delimited text"),
    "year_conflict": Text("年份不一致", "years that differ"),
    "year_from_file": Text("年份取自文件名", "year from the name of the file"),
    "year_from_log_starts": Text("年份取自台账起始日", "year from log_starts"),
    "year_from_sheet": Text("年份取自工作表名", "year from the name of the sheet"),
    "year_from_title": Text("年份取自标题", "year from the title"),
}


def write_problems(page: Page, audit: AuditView) -> None:
    """Write the problems, the gravest first, at most twenty lines, and the row account in one line."""
    problems = audit.ledger.problems
    left = left_out(audit.ledger)
    if problems or left:
        page.head(page.say(f"数据问题（{len(problems)} 条）", f"Problems of the data ({len(problems)})"))
        _write_codes(page, problems)
        if left:
            page.para(left.say(page.language), 2, 2)
    _write_account(page, audit)


def _write_codes(page: Page, problems: Sequence[Problem]) -> None:
    groups: dict[tuple[Severity, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        groups[problem.severity, problem.code].append(problem)
    room = _LINES_SHOWN
    for (severity, code), rows in sorted(groups.items(), key=lambda item: (RANK[item[0][0]], -len(item[1]), item[0])):
        text = CODE.get(code)
        name = f"{text.say(page.language)} {code}" if text else code
        # A warning that names no cell left none empty, nor does one of what a waiver is good for.
        whole = severity == "warning" and (code.startswith("waiver_") or all(row.column is None for row in rows))
        what = _OF_NO_USE if code in _USELESS else _TO_CHECK if whole else TAKEN[severity]
        taken = what.say(page.language)
        page.para(page.say(f"{name}：{len(rows)} 条，{taken}", f"{name}: {len(rows)}, {taken}"), 2, 2)
        shown = rows[: max(min(_PER_CODE, room), 0)]
        room -= len(shown)
        for problem in shown:
            page.para(problem_line(page, problem), 4, 2)
        if len(rows) > len(shown):
            rest = len(rows) - len(shown)
            page.para(page.say(f"另有 {rest} 条，见 --format json", f"{rest} more: see --format json"), 4)


def problem_line(page: Page, problem: Problem) -> str:
    """Return one problem: its place, its column, what is wrong and what to write instead."""
    where = column(problem.column, page.language) if problem.column else ""
    place = f"{problem.source} {where}".rstrip()
    return f"{place}{page.say('：', ': ')}{problem.message.say(page.language)}"


def _write_account(page: Page, audit: AuditView) -> None:
    sources = audit.ledger.sources
    if not sources:
        return
    read, taken, problems, blank, skipped = (
        sum(getattr(source, name) for source in sources) for name in ("read", "taken", "problems", "blank", "skipped")
    )
    lost = sum(source.unreadable for source in sources)
    page.line()
    page.para(
        page.say(
            f"读入 {len(sources)} 个来源 {read} 行 = 采用 {taken} + 未采用 {problems} + 空行 {blank} + 跳过 {skipped}"
            + (f"；{lost} 个来源无法读取" if lost else ""),
            f"Rows of {len(sources)} sources: {read} read = {taken} taken + {problems} not taken + {blank} blank"
            f" + {skipped} skipped" + (f"; {lost} sources could not be read" if lost else ""),
        ),
        0,
        2,
    )
