"""What of a proposal is still unclear, and how it is settled."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.ledger.guess.guess import SheetGuess
from ...engine.ledger.guess.proposals import Plan
from ...engine.ledger.shape.wanted import missing
from ...engine.ledger.table_names import TABLE_NAMES
from ...engine.text import Text

_LOST = Text(
    "有几个单位，看不出这里是哪一个。请在 unit 写单位的编号或名称，或加一栏“党支部”。",
    "There are several units, and nothing says of which one this is. Write it under unit, or add a column 党支部.",
)


def unclear(plan: Plan) -> list[tuple[list[str], Text]]:
    """Return, each with the places where it is so, what has to be looked at before the proposal is right."""
    found: dict[Text, list[str]] = {}
    for file in plan.files:
        for sheet in file.sheets:
            if sheet.table is not None:
                place = file.file if sheet.name is None else f"{file.file}!{sheet.name}"
                for text in (*_table(sheet), *_year(sheet), *_columns(sheet), *_words(sheet)):
                    found.setdefault(text, []).append(place)
    for entry in plan.entries:
        if entry.lost:
            found.setdefault(_LOST, []).append(entry.file if entry.sheet is None else f"{entry.file}!{entry.sheet}")
    if plan.early is not None:
        found[Text(
            f"有几行的日期在 {plan.early} 年，早于 {plan.first_year} 年的其他记录。请核对；log_starts 未把它算在内。",
            f"A few rows are of {plan.early}, long before the others, of which the first are of {plan.first_year}. "
            "Check them; log_starts leaves them aside.",
        )] = []  # fmt: skip
    return [(places, text) for text, places in found.items()]


def _table(sheet: SheetGuess) -> Iterator[Text]:
    if sheet.table is not None and sheet.lacking:
        name, lacks = TABLE_NAMES[sheet.table], missing(sheet.table, list(sheet.lacking))
        yield Text(
            f"可能是{name.zh}，{lacks.zh[:-1]}，没有写入。请补上该列或修改表头；如不是，可不处理。",
            f"It looks like {name.en}. {lacks.en} It was not written: add the column or rename its header, or do "
            "nothing if it is no such table.",
        )
    elif sheet.confidence == "low" and sheet.table is not None:
        name = TABLE_NAMES[sheet.table]
        yield Text(
            f"当作{name.zh}的把握不大，请核对；如不是，请用 --table 指明，或从 checkbranch.yaml 中删去。",
            f"It is not certain that these are {name.en}. Check it; if they are not, name the table with --table, or "
            "take the entry out.",
        )


def _year(sheet: SheetGuess) -> Iterator[Text]:
    if sheet.yearless:
        yield Text(
            "有的日期没有写年份，工作表名、标题、文件名中也没有。请写明 log_starts，日期按它的年份读取。",
            "Some days have no year, and no sheet name, title or file name gives one. Write log_starts; the days are "
            "then read by its year.",
        )


def _columns(sheet: SheetGuess) -> Iterator[Text]:
    for one in sheet.columns:
        if one.confidence == "near":
            yield Text(
                f"列“{one.header}”当作“{one.meant}”，请核对；如不对，从 columns 中删去。",
                f"The column '{one.header}' was taken for {one.meant}. Check it, or take it out of columns.",
            )
        elif one.field is None and one.candidates:
            names = one.candidates
            yield Text(
                f"列“{one.header}”可能是 {'、'.join(names)}，无法判断是哪一栏，未读取。请写进 columns。",
                f"The column '{one.header}' may be {', '.join(names)} and is not read. Write it under columns.",
            )


def _words(sheet: SheetGuess) -> Iterator[Text]:
    for one in sheet.words:
        if one.confidence == "near":
            yield Text(
                f"类型“{one.word}”（{one.count} 处）当作 {one.types[0]}，请核对；如不对，在 types 中改正。",
                f"The type '{one.word}' ({one.count}) was taken for {one.types[0]}. Check it, or change types.",
            )
        elif one.confidence == "none":
            yield Text(
                f"类型“{one.word}”（{one.count} 处）未识别，这些行未读入。请在 types 中写明它是哪种活动。",
                f"The type '{one.word}' ({one.count}) is not known; its rows are left out. Say under types what it is.",
            )
