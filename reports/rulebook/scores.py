"""The scoring tables as a list, and one table in full, as text and as JSON values."""

from __future__ import annotations

from collections.abc import Sequence

from ...engine.packs.score_model import ScoreTable
from ..inspection.score_words import points_text, rule_words, table_facts
from ..layout import Page
from ..words.called import clipped
from ..words.wording import listed


def write_tables(page: Page, tables: Sequence[ScoreTable]) -> None:
    """Write every table with where it comes from, and how many of its points the program reckons."""
    page.line(page.say(f"内置评分表 {len(tables)} 张。", f"{len(tables)} scoring tables are shipped."), "head")
    page.para(
        page.say(
            "各地各单位的评分表不同：这些都是公开页面上的实例，只作样本，不是统一标准。自己的评分表写成 .yaml，"
            "用 inspect --score 文件，或在 checkbranch.yaml 写 score: 文件。",
            "Tables differ from place to place: these are examples found on public pages, samples, not a common "
            "standard. Write your own as .yaml, and use it with inspect --score FILE or score: in checkbranch.yaml.",
        ),
        2,
        0,
        "faint",
    )
    for table in tables:
        _write_head(page, table)


def _write_head(page: Page, table: ScoreTable) -> None:
    page.line()
    colon = page.say("：", ": ")
    page.para(f"{table.id}{colon}{table.title.say(page.language)}", 0, 2, "head")
    linked = [item for item in table.items if not item.by_hand]
    reckoned = points_text(sum((item.points for item in linked), table.total - table.total))
    total = points_text(table.total)
    page.para(
        page.say(
            f"{len(table.items)} 项共 {total} 分，其中程序计分 {len(linked)} 项 {reckoned} 分，其余由复核人评",
            f"{len(table.items)} items, {total} points; {len(linked)} items ({reckoned} points) are reckoned by the "
            "program, the others left to the reviewer",
        ),
        2,
        2,
    )
    for name, text in table_facts(table, page.language):
        page.para(f"{name}{colon}{text}", 2, 2, "faint")


def write_table(page: Page, table: ScoreTable) -> None:
    """Write one table in full: every item, what is looked at, and what takes points off."""
    _write_head(page, table)
    group = ""
    for number, item in enumerate(table.items, 1):
        heading = clipped(item.group.say(page.language)) if item.group else ""
        if heading and heading != group:
            page.line()
            page.para(heading, 2, 2, "head")
        group = heading
        points = points_text(item.points)
        title = clipped(item.title.say(page.language), 120)
        page.para(page.say(f"{number}. {title}（{points} 分）", f"{number}. {title} ({points})"), 2, 2)
        linked = page.say(f"事项：{listed(item.duties, 'zh')}", f"duties: {listed(item.duties, 'en')}")
        page.para(linked if item.duties else page.say("由复核人评", "left to the reviewer"), 6, 2)
        for text in rule_words(item, page.language):
            page.para(text, 6, 2, "faint")


def table_value(table: ScoreTable, language: str, *, full: bool) -> dict[str, object]:
    """Return a table as a JSON value, with ``full`` its items too."""
    value: dict[str, object] = {
        "id": table.id,
        "version": table.version,
        "title": table.title.say(language),
        "total": points_text(table.total),
        "shipped": table.shipped,
        "sha256": table.sha256,
        "about": [{"label": name, "text": text} for name, text in table_facts(table, language)],
        "duties": list(table.duties),
    }
    if full:
        value["items"] = [
            {
                "id": item.id,
                "title": item.title.say(language),
                "points": points_text(item.points),
                "duties": list(item.duties),
                "rule": rule_words(item, language),
            }
            for item in table.items
        ]
    return value
