"""The check of the data as text: what became of every row, and each problem with its place and its mend."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from ...engine.ledger.model import Ledger, Problem, Severity, SourceAccount
from ...engine.text import Text
from ...engine.workspaces.settings import Workspace
from ..layout import Page, Style, cells, safe
from ..table import Cell, Table
from ..words.problems import CODE, RANK, TAKEN, problem_line

_PER_CODE = 100
_NARROWEST_SOURCE = 24

TABLE: Mapping[str, Text] = {
    "units": Text("单位", "units"),
    "members": Text("党员", "members"),
    "households": Text("住户", "households"),
    "posts": Text("岗位", "posts"),
    "requests": Text("诉求", "requests"),
    "activities": Text("活动", "activities"),
    "waivers": Text("豁免", "waivers"),
}

# What to do about a kind of problem whose messages do not say it one by one.
MEND: Mapping[str, Text] = {
    "duplicate_row": Text("重复登记的，请删去多余的行。", "Delete the rows that were entered twice."),
    "same_meeting": Text(
        "无须处理；两处所记不一致的，请核对。", "Nothing to do; where the two differ, check which is right."
    ),
    "since_conflict": Text(
        "同一编号的各行，请写不同的生效日期；只应有一行的，删去多余的。",
        "Give the rows of one id different days from which they hold, or delete the superfluous ones.",
    ),
    "empty_source": Text("尚未登记的，填写后再核对即可。", "If nothing is entered yet, fill it in and check again."),
    "sheet_skipped": Text(
        "不是台账的工作表可不处理；是台账的，请把表头改为可识别的列名。",
        "Leave it if the sheet is not a ledger; if it is one, give its columns names that are recognised.",
    ),
    "type_guessed": Text(
        "推定有误的，请加一栏“类型”，或在 checkbranch.yaml 中用 type 写明。",
        "If it is wrong, add a column for the type, or name it under type in checkbranch.yaml.",
    ),
    "hidden_sheet": Text(
        "不应读取的，请在 checkbranch.yaml 中用 sheet 指明要读的工作表。",
        "If it should not be read, name the sheet to be read under sheet in checkbranch.yaml.",
    ),
    "unmatched_people": Text(
        "确为列席的可不处理；应在名册的，请核对姓名或补入名册。",
        "Leave guests as they are; for members, check the name or add it to the roster.",
    ),
    "duplicate_uid": Text(
        "确系重复的，请在日历中删去多余的一项，再重新导出。",
        "If it is entered twice, delete the superfluous event in the calendar and export it again.",
    ),
    "components_left_out": Text("无须处理。", "Nothing need be done."),
    "html_table": Text("可不处理；以后可另存为 XLSX。", "Leave it; the file may be saved as XLSX."),
    "spreadsheet_xml": Text("可不处理；以后可另存为 XLSX。", "Leave it; the file may be saved as XLSX."),
    "text_table": Text("可不处理；以后可另存为 XLSX。", "Leave it; the file may be saved as XLSX."),
    "hidden_rows": Text("不应计入的行，请删去。", "Delete the rows if they should not count."),
    "macros_ignored": Text(
        "可不处理；由宏算出的值，请保存后再核对。", "Leave it; values that macros make must be saved first."
    ),
    "waiver_unused": Text("已不需要的，可以删去。", "Delete it if it is no longer needed."),
}

LEVEL: Mapping[Severity, Text] = {
    "error": Text("须改正", "to be put right"),
    "warning": Text("请核对", "to be checked"),
    "info": Text("提示", "for information"),
}
_STYLE: Mapping[Severity, Style] = {"error": "bad", "warning": "doubt", "info": "faint"}
_COUNTS = ("read", "taken", "problems", "blank", "skipped")


def write_check(
    workspace: Workspace,
    ledger: Ledger,
    out: TextIO,
    language: str = "zh",
    width: int | None = None,
    color: bool | None = None,
    exit_code: int = 0,
) -> None:
    """Write the check to ``out`` for a reader; ``width`` in cells and ``color`` are the terminal's where None."""
    page = Page(out, language, width, color)
    page.line(safe(_summary(page, workspace, ledger)), "head")
    if workspace.single:
        page.para(_assumed(ledger).say(page.language), 0, 2, "doubt")
    _write_accounts(page, ledger.sources)
    for severity in RANK:
        _write_level(page, severity, [one for one in ledger.problems if one.severity == severity])
    page.line()
    page.para(_closing(page, exit_code), 0, 2)


def _assumed(ledger: Ledger) -> Text:
    if "member" in ledger.subjects.family:
        return Text(
            "整个文件作为一个党支部的台账；姓名已与文件中的党员名册核对。",
            "The whole file is taken as the ledger of one branch; names are checked against the roster in it.",
        )
    return Text(
        "整个文件作为一个党支部的台账；没有名册，姓名未与名册核对。",
        "The whole file is taken as the ledger of one branch; without a roster no names are checked.",
    )


def _summary(page: Page, workspace: Workspace, ledger: Ledger) -> str:
    found = Counter(problem.severity for problem in ledger.problems)
    rows = sum(source.read for source in ledger.sources)
    return page.say(
        f"数据核对，{workspace.name}：{len(ledger.sources)} 个来源，读入 {rows} 行；"
        f"须改正 {found['error']} 条，请核对 {found['warning']} 条，提示 {found['info']} 条。",
        f"Data check, {workspace.name}: {len(ledger.sources)} sources, {rows} rows read; {found['error']} to be put "
        f"right, {found['warning']} to be checked, {found['info']} for information.",
    )


def _write_accounts(page: Page, sources: Sequence[SourceAccount]) -> None:
    page.head(
        page.say(
            "各来源的行数（读入 = 采用 + 未采用 + 空行 + 跳过）",
            "Rows by source (read = taken + not taken + blank + skipped)",
        )
    )
    numbers = (
        ("读入", "采用", "未采用", "空行", "跳过")
        if page.language != "en"
        else ("read", "taken", "not taken", "blank", "skipped")
    )
    heads = (page.say("来源", "source"), page.say("表", "table"), *numbers)
    taken = sum(cells(head) + 2 for head in heads[2:]) + 14
    table = Table(heads, max(page.width - 2 - taken, _NARROWEST_SOURCE))
    for source in sources:
        table.add([Cell(source.source), Cell(_table_name(page, source)), *_numbers(source)])
    if len(sources) > 1:
        whole = [sum(getattr(source, name) for source in sources) for name in _COUNTS]
        table.add([Cell(page.say("合计", "in all")), Cell(""), *(Cell(str(number)) for number in whole)])
    table.write(page)
    lost = [source.source for source in sources if source.unreadable]
    if lost:
        page.para(page.say("无法读取：", "Could not be read: ") + page.join(lost), 2, 2, "bad")


def _table_name(page: Page, source: SourceAccount) -> str:
    name = TABLE.get(source.table)
    return name.say(page.language) if name else source.table


def _numbers(source: SourceAccount) -> list[Cell]:
    if source.unreadable:
        return [Cell("—", "bad")] * len(_COUNTS)
    found = [Cell(str(getattr(source, name))) for name in _COUNTS]
    found[2] = Cell(str(source.problems), "bad" if source.problems else None)
    return found


def _write_level(page: Page, severity: Severity, problems: Sequence[Problem]) -> None:
    if not problems:
        return
    level, taken = LEVEL[severity].say(page.language), TAKEN[severity].say(page.language)
    number = len(problems)
    page.head(page.say(f"{level}（{number} 条，{taken}）", f"{level.capitalize()} ({number}, {taken})"))
    for _, code, found in grouped(problems):
        title = CODE.get(code)
        name = f"{title.say(page.language)} {code}" if title else code
        page.para(page.say(f"{name}：{len(found)} 条", f"{name}: {len(found)}"), 2, 2, _STYLE[severity])
        for problem in found[:_PER_CODE]:
            page.para(problem_line(page, problem), 4, 2)
        rest = len(found) - _PER_CODE
        if rest > 0:
            page.para(
                page.say(f"另有 {rest} 条，见 --format json 或 xlsx", f"{rest} more: see --format json or xlsx"), 4
            )
        mend = MEND.get(code)
        if mend:
            page.para(mend.say(page.language), 4, 2)


def grouped(problems: Iterable[Problem]) -> list[tuple[Severity, str, list[Problem]]]:
    """Return the problems by kind, the gravest first, then the most frequent."""
    groups: dict[tuple[Severity, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        groups[problem.severity, problem.code].append(problem)
    order = sorted(groups, key=lambda kind: (RANK[kind[0]], -len(groups[kind]), kind[1]))
    return [(severity, code, groups[severity, code]) for severity, code in order]


def _closing(page: Page, exit_code: int) -> str:
    said = {
        0: page.say("未见须报告的数据问题。", "No data problem at the chosen level."),
        1: page.say(
            "有须处理的数据问题；改正后请再核对一次。", "There are problems to deal with; check again afterwards."
        ),
    }.get(exit_code, page.say("有来源无法使用，结果不完整。", "A source could not be used; this is incomplete."))
    return page.say(f"结论（退出码 {exit_code}）：{said}", f"In all (exit code {exit_code}): {said}")
