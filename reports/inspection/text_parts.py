"""The self score and the papers for the box as parts of the self-check in text."""

from __future__ import annotations

from ..layout import Page
from ..table import Cell, Table
from .sheet import ScoreLine, ScoreSheet, ScoreUnit, Sheet, UnitSheet


def write_score(page: Page, sheet: Sheet) -> None:
    """Write the table's source, then the items of each unit, and the ranking where there are several."""
    score = sheet.score
    if score is None:
        return
    page.head(f"{sheet.heads['score']}{page.say('：', ': ')}{score.title}")
    for name, text in score.facts:
        page.para(f"{name}{page.say('：', ': ')}{text}", 2, 2, "faint")
    for unit in score.units:
        _write_unit(page, sheet, score, unit)
    write_ranking(page, sheet)


def _write_unit(page: Page, sheet: Sheet, score: ScoreSheet, unit: ScoreUnit) -> None:
    page.line()
    if sheet.several:
        page.para(unit.name, 2, 2, "head")
    group = ""
    for line in unit.lines:
        if line.group and line.group != group:
            page.para(line.group, 2, 2, "head")
        group = line.group
        _write_line(page, score, line)
    page.para(page.say(f"合计：{unit.total}", f"Total: {unit.total}"), 2, 2, "head")
    for text in unit.notes:
        page.para(text, 2, 2)


def _write_line(page: Page, score: ScoreSheet, line: ScoreLine) -> None:
    own = line.own or "____"
    title = page.say(
        f"{line.number}. {line.title}（{line.points} 分）  自评 {own}  复核 ____",
        f"{line.number}. {line.title} ({line.points})  self {own}  reviewer ____",
    )
    if score.with_plain and line.plain and line.plain != line.own:
        title += page.say(f"  （不计豁免 {line.plain}）", f"  (without waivers {line.plain})")
    page.para(title, 2, 2)
    for text in line.rule:
        page.para(text, 6, 2, "faint")
    for text in line.basis:
        page.para(text, 6, 2)


def write_ranking(page: Page, sheet: Sheet) -> None:
    """Write the units by their share of the points, where there are several."""
    if sheet.score is None or not sheet.score.ranking:
        return
    page.head(sheet.heads["ranking"])
    rank, own, full, share, note = page.say("名次 自评分 满分 得分率 备注", "rank self of share note").split()
    table = Table([sheet.heads["unit"], rank, own, full, share, note], 34)
    for line in sheet.score.ranking:
        table.add([Cell(line.unit), *map(Cell, (line.rank, line.score, line.full, line.share, line.note))])
    table.write(page)


def write_papers(page: Page, sheet: Sheet, unit: UnitSheet) -> None:
    """Write, duty by duty, which papers should lie in the box, and which of them the ledger does not name."""
    if not unit.papers:
        return
    colon = page.say("：", ": ")
    page.head(f"{sheet.heads['papers']}{colon}{unit.name}")
    page.para(sheet.heads["papers_note"], 2, 0, "faint")
    for _, papers in unit.papers:
        for paper in papers:
            # Why the original record is asked for needs no word.
            first, *rest = paper.kinds
            names = page.join([first[1], *(page.say(f"{name}（{why}）", f"{name} ({why})") for _, name, why in rest)])
            page.para(f"{paper.title}{colon}{names}", 2, 2)
            for text in paper.seen:
                page.para(text, 6, 2)
            for text in paper.unseen:
                page.para(page.say("○ 未见 ", "○ not seen: ") + text, 6, 2)
            if paper.also:
                page.para(page.say("豁免批准文件：", "Approval of waivers: ") + paper.also, 6, 2)
