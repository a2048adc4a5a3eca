"""The tables of a self-check as both the workbook and the document show them: heads, widths and rows of texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .grid import Grid, Look, Row, grid_name
from .sheet import DutySheet, EntryLine, Sheet, TaskLine, UnitSheet


def task_grid(sheet: Sheet, key: str, lines: Sequence[TaskLine]) -> Grid:
    """Return one of the lists of the first page, with columns for owner, deadline and what was done."""
    heads, dated, english = sheet.heads, key != "explain", sheet.language == "en"
    columns: list[tuple[str, float]] = [("no." if english else "序号", 4)]
    if dated:
        columns += [(heads["by"], 10), (heads["days"], 9)]
    if sheet.several:
        columns.append((heads["unit"], 16))
    columns += [(heads["matter"], 34), (heads["basis"], 22)]
    if key != "later":
        columns.append((heads["how"], 34))
    columns += [(heads["who"], 14), (heads["responsible"], 10), (heads["done"], 10)]
    rows = []
    for number, line in enumerate(lines, 1):
        cells = [str(number)]
        cells += [line.by, line.days] if dated else []
        cells += [line.unit] if sheet.several else []
        cells += [line.matter, line.basis]
        cells += [line.how] if key != "later" else []
        rows.append(Row([*cells, line.who, line.owner, ""]))
    width = len(columns)
    return Grid(
        name=grid_name(key, sheet.language),
        title=heads[key] + (f" ({len(lines)})" if english else f"（{len(lines)} 件）"),
        heads=[name for name, _ in columns],
        widths=[share for _, share in columns],
        rows=rows,
        note=heads["later_note"] if key == "later" else "",
        hand=frozenset((width - 2, width - 1)),
        centred=frozenset((0, 1, 2) if dated else (0,)),
    )


def duty_grid(sheet: Sheet, units: Sequence[UnitSheet]) -> Grid:
    """Return the form itself: a row for each duty, then one for each thing that is still lacking of it."""
    heads, english = sheet.heads, sheet.language == "en"
    columns: Sequence[tuple[str, float]] = (
        ("no." if english else "序号", 4),
        ("what is checked" if english else "检查事项", 17),
        (heads["basis"], 18),
        ("owed" if english else "应开展", 17),
        (heads["found"], 25),
        (heads["missing"], 13),
        (heads["can"], 24),
        (heads["responsible"], 9),
        (heads["deadline"], 9),
        (heads["done"], 8),
        (heads["own"], 6),
        (heads["review"], 6),
    )
    rows = [row for unit in units for row in _duty_rows(sheet, unit)]
    return Grid(
        name=grid_name("duties", sheet.language),
        title=heads["duties"] + (("：" if not english else ": ") + units[0].name if len(units) == 1 else ""),
        heads=[name for name, _ in columns],
        widths=[share for _, share in columns],
        rows=rows,
        of="section" if english else "类别",
        hand=frozenset((7, 8, 9, 10, 11)),
        centred=frozenset((0, 8, 10, 11)),
    )


def _duty_rows(sheet: Sheet, unit: UnitSheet) -> Iterator[Row]:
    number = 0
    for section, duties in unit.sections:
        group = f"{unit.name} · {section}" if sheet.several else section
        for duty in duties:
            number += 1
            yield _duty_row(sheet, duty, number, group)
            for entry in duty.entries:
                yield _entry_row(sheet, entry, number, duty, group)


def _duty_row(sheet: Sheet, duty: DutySheet, number: int, group: str) -> Row:
    english = sheet.language == "en"
    shares = ("; " if english else "，").join(f"{name} {amount}" for name, amount in duty.shares if amount != "0")
    found = [*duty.held, *(f"{sheet.heads['waived']}{': ' if english else '：'}{text}" for text in duty.waived)]
    missing = "" if duty.entries else ("nothing" if english else "无")
    cells = [
        str(number),
        duty.title,
        "\n".join(duty.basis),
        f"{duty.owed}\n{shares}".strip(),
        "\n".join(found),
        missing,
        *("",) * 4,
        duty.own,
        "",
    ]
    return Row(cells, group, "duty")


def _entry_row(sheet: Sheet, entry: EntryLine, number: int, duty: DutySheet, group: str) -> Row:
    heads, english = sheet.heads, sheet.language == "en"
    look: Look = "gap" if entry.status in ("short", "invalid", "missing") else "doubt"
    about = [entry.subjects] if entry.subjects else []
    who = [f"{heads['who']}{': ' if english else '：'}{entry.who}"] if entry.who else []
    cells = [
        str(number),
        f"{duty.title}\n{entry.period}  {entry.mark} {entry.words}",
        "",
        "",
        "\n".join([*about, *entry.found]),
        entry.missing,
        "\n".join([*entry.can, *who]),
        entry.owner,
        entry.deadline,
        *("",) * 3,
    ]
    return Row(cells, group, look)


def score_grid(sheet: Sheet) -> Grid | None:
    """Return the items of the scoring table for every unit that is told in full; None without a table."""
    score, english = sheet.score, sheet.language == "en"
    if score is None or not score.units:
        return None
    columns: list[tuple[str, float]] = [
        ("no." if english else "序号", 5),
        ("item" if english else "考核项目", 24),
        ("points" if english else "分值", 7),
        ("what takes points off" if english else "扣分情形", 44),
        ("based on" if english else "计分依据", 44),
        (sheet.heads["own"], 9),
    ]
    if score.with_plain:
        columns.append(("without waivers" if english else "不计豁免", 9))
    columns += [(sheet.heads["review"], 9), ("remark" if english else "备注", 12)]
    rows = []
    for unit in score.units:
        for line in unit.lines:
            group = " · ".join(filter(None, (unit.name if sheet.several else "", line.group)))
            cells = [line.number, line.title, line.points, "\n".join(line.rule), "\n".join(line.basis), line.own]
            rows.append(Row([*cells, *([line.plain] if score.with_plain else []), "", ""], group))
        total = ["", "total" if english else "合计", score.points, "", unit.total]
        rows.append(Row([*total, *("",) * (len(columns) - len(total))], unit.name if sheet.several else "", "total"))
    width = len(columns)
    return Grid(
        name=grid_name("score", sheet.language),
        title=f"{sheet.heads['score']}{': ' if english else '：'}{score.title}",
        heads=[name for name, _ in columns],
        widths=[share for _, share in columns],
        rows=rows,
        note=("; " if english else "；").join(f"{name}{': ' if english else '：'}{text}" for name, text in score.facts),
        of="group" if english else "类别",
        hand=frozenset((width - 2, width - 1)),
        centred=frozenset((0, 2, *range(5, width - 1))),
        after=list(dict.fromkeys(text for unit in score.units for text in unit.notes)),
    )


def ranking_grid(sheet: Sheet) -> Grid | None:
    """Return the units by their share of the points; None where there is no table, or only one unit."""
    if sheet.score is None or not sheet.score.ranking:
        return None
    english = sheet.language == "en"
    heads = "rank;unit;self score;of;share;note" if english else "名次;单位;自评分;满分;得分率;备注"
    return Grid(
        name=grid_name("ranking", sheet.language),
        title=sheet.heads["ranking"],
        heads=heads.split(";"),
        widths=[8, 50, 14, 14, 18, 40],
        rows=[Row([one.rank, one.unit, one.score, one.full, one.share, one.note]) for one in sheet.score.ranking],
        centred=frozenset((0, 2, 3, 4)),
    )


def paper_grid(sheet: Sheet, units: Sequence[UnitSheet]) -> Grid | None:
    """Return the papers that should lie in the box, a row for each duty and period; None where there are none."""
    english = sheet.language == "en"
    kinds = list(dict.fromkeys(kind for unit in units for kind in unit.paper_kinds))
    rows = [
        Row(
            [
                paper.title,
                line.period,
                line.records,
                *(line.marks.get(kind, "") for kind, _ in kinds),
                ("; " if english else "；").join(filter(None, (line.rows, line.note))),
                "",
            ],
            f"{unit.name} · {section}" if sheet.several else section,
        )
        for unit in units
        for section, papers in unit.papers
        for paper in papers
        for line in paper.lines
    ]
    if not rows:
        return None
    ends = ("rows of the ledger, notes", "in the box") if english else ("台账行、说明", "已归档√")
    return Grid(
        name=grid_name("papers", sheet.language),
        title=sheet.heads["papers"],
        heads=[
            sheet.heads["duty"],
            sheet.heads["period"],
            "records" if english else "计入记录",
            *(n for _, n in kinds),
            *ends,
        ],
        widths=[34, 18, 9, *(9,) * len(kinds), 46, 9],
        rows=rows,
        note=sheet.heads["papers_note"],
        of="section" if english else "类别",
        hand=frozenset((len(kinds) + 4,)),
        centred=frozenset(range(2, len(kinds) + 3)) | {len(kinds) + 4},
    )


def overview_grids(sheet: Sheet) -> Iterator[Grid]:
    """Yield what stands in place of the form where there are very many units."""
    if sheet.overview is None:
        return
    for key, first, heads, rows, note in (
        ("index", "duty", sheet.overview.duty_heads, sheet.overview.duties, ""),
        ("by_unit", "unit", sheet.overview.unit_heads, sheet.overview.units, sheet.overview.note),
    ):
        yield Grid(
            name=grid_name(key, sheet.language),
            title=sheet.heads[key],
            heads=[sheet.heads[first], *heads],
            widths=[46, *(10,) * len(heads)],
            rows=[Row([name, *numbers]) for name, numbers in rows],
            note=note,
            centred=frozenset(range(1, len(heads) + 1)),
        )


def grids_of(sheet: Sheet) -> list[Grid]:
    """Return all tables in the order in which they are read."""
    if sheet.overview is not None:
        return [*overview_grids(sheet), *filter(None, (ranking_grid(sheet),))]
    found: list[Grid | None] = [task_grid(sheet, "todo", sheet.todo)]
    found += [
        task_grid(sheet, key, lines) for key, lines in (("later", sheet.later), ("explain", sheet.explain)) if lines
    ]
    found += [duty_grid(sheet, sheet.units), score_grid(sheet), ranking_grid(sheet), paper_grid(sheet, sheet.units)]
    return [grid for grid in found if grid is not None]
