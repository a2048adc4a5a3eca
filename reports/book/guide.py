"""The last sheet: as of which day, what was read, what the marks mean, what is not listed, and how to read it all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ...engine.findings import STATUSES, Status
from ...engine.text import Text
from ..office.xlsx_cells import height
from ..short_code import short_code
from ..text.head import coverage_lines, summary_line
from ..words.asked import asked_words
from ..words.wording import MARK, STATUS
from .gap_columns import NAME as GAPS_NAME
from .gaps import Carried
from .page import FILLS, Book
from .summary import OWED, RATE

NAME = Text("说明", "Guide")
_WIDTHS = (22.0, 100.0)

MEANING: Mapping[Status, Text] = {
    "met": Text("按期有效开展，次数足够", "held in time and in order, as often as asked"),
    "made_up": Text("时段内次数不足，已在补开期内补足", "made good in the time that is allowed for it"),
    "waived": Text("经批准的豁免覆盖整个时段", "a waiver covers the whole period"),
    "open": Text("期限未过，仍须完成", "the deadline is not past; still to be done"),
    "unknown": Text(
        "凭现有台账尚不能下结论，须补充材料；不算达标，也不算缺口",
        "cannot be judged from the ledger; neither met nor a gap",
    ),
    "short": Text("有记录，但次数不足", "recorded, but not often enough"),
    "invalid": Text("有记录，但不规范，未计入", "recorded, but not in order, so not counted"),
    "missing": Text(
        "台账中未见记录；只表示未见，不等于没有开展", "no record seen in the ledger; this does not say it was not held"
    ),
    "not_applicable": Text("不在适用范围，不计入应开", "does not apply, and is not among what is owed"),
}
_HOW = (
    Text(
        "“无记录”只表示台账中未见，不等于没有开展；确已开展的，凭原始记录补登后重新核对。",
        "“No record” says only that none was seen in the ledger, not that nothing was held. What was held can be "
        "entered from its original record; then run the audit again.",
    ),
    OWED,
    RATE,
    Text(
        "核对提示只供再次核对，不是缺口，不计入“总表”，也无须补正。",
        "Hints only call for a second look: they are not gaps, are not counted in the summary, and need no correction.",
    ),
    Text(
        "“缺口与整改”中蓝色表头的各列（责任人、整改时限、完成情况、备注）供填写，也可自行增加列、行和工作表。改好后保"
        "存、关闭，再次运行并写入同一文件：所填内容都保留，已不是缺口的移到末尾并注明。其他各列每次重写。",
        "On the sheet of gaps the columns with a blue header (owner, deadline, done, remarks) are yours, and so are "
        "columns, rows and sheets that you add. Save, close, and run the command again into the same file: all of it "
        "stays, and what is no longer a gap is moved to the end and says so. The other columns are rewritten each "
        "time.",
    ),
    Text(
        "是否完成以台账为准：“完成情况”只供督办，不改变核对结论。",
        "Only the ledger tells whether something is done: the column “Done” changes no verdict.",
    ),
    Text(
        "本工作簿不含公式和链接；含有人员和住户姓名，请按内部材料保管。",
        "There is no formula and no link in this workbook. It holds names of people and households.",
    ),
)


@dataclass(slots=True)
class Told:
    """What is to be said of the workbook itself: what is not listed, and what became of what people filled in."""

    left_out: Iterable[Text] = ()
    carried: Carried = field(default_factory=Carried)


def write_guide(book: Book, told: Told) -> None:
    """Write the sheet."""
    sheet = book.sheet(NAME)
    book.printed(sheet, rows=0)
    sheet.set_portrait()
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    base = {"text_wrap": True, "valign": "top", "num_format": "@"}
    bold = book.looks.look(**base, bold=True)
    plain = book.looks.look(**base)
    row = 0
    sheet.write_string(row, 0, book.title[:200], book.looks.look(bold=True, font_size=14, num_format="@"))
    sheet.set_row(row, 26)
    for head, lines in _blocks(book, told):
        row += 1
        for number, (left, text, status) in enumerate(lines):
            if not number and head:
                sheet.write_string(row, 0, head, book.looks.look(**base, bold=True, bg_color="#D9E2F3"))
                sheet.write_blank(row, 1, None, book.looks.look(bg_color="#D9E2F3"))
                sheet.set_row(row, 20)
                row += 1
            fill = {"bg_color": FILLS[status], "border": 1, "border_color": "#BFBFBF"} if status else {}
            said = book.fitted(text)
            sheet.set_row(row, height([(said, _WIDTHS[1]), (left, _WIDTHS[0])]) + 2)
            sheet.write_string(row, 0, left, book.looks.look(**base, bold=True, **fill) if fill else bold)
            sheet.write_string(row, 1, said, plain)
            row += 1


_Line = tuple[str, str, Status | None]


def _blocks(book: Book, told: Told) -> Iterator[tuple[str, list[_Line]]]:
    """Yield each block with its heading: lines of a name, a text, and the status that colours them."""
    page, audit = book.page, book.audit
    yield "", list(_facts(book))
    yield (
        page.say("标记", "The marks"),
        [(f"{MARK[one]} {STATUS[one].say(book.language)}", MEANING[one].say(book.language), one) for one in STATUSES],
    )
    if audit.assumptions:
        heading = page.say("以下为推定，请先核对", "Assumed; please check first")
        yield heading, [("", assumed.say(book.language), None) for assumed in audit.assumptions]
    yield page.say("台账范围", "Ledgers"), [("", line, None) for line in coverage_lines(page, audit)]
    yield (
        page.say("怎样看、怎样用", "How to read and use it"),
        [(f"{number}.", text.say(book.language), None) for number, text in enumerate(_HOW, 1)],
    )
    off = [f"{rule.title.say(book.language)} ({rule.id})" for rule in audit.rules.switched_off]
    if off:
        yield page.say("已停用、未核对的规则", "Switched off, not audited"), [("", page.join(off), None)]
    notes = [*_notes(book, told)]
    if notes:
        yield page.say("关于本工作簿", "About this workbook"), [("", text.say(book.language), None) for text in notes]


def _facts(book: Book) -> Iterator[_Line]:
    page, audit = book.page, book.audit
    first, last = audit.span.first, audit.span.last
    packs = page.join(f"{pack.id} {pack.version}" for pack in audit.rules.packs)
    yield page.say("结论", "In all"), summary_line(page, audit), None
    for words in asked_words(audit):
        yield page.say("所列范围", "Chosen"), words.say(book.language), None
    yield page.say("截至", "As of"), audit.as_of.isoformat(), None
    yield page.say("审核区间", "Span"), page.say(f"{first} 至 {last}", f"{first} to {last}"), None
    yield page.say("工作区", "Workspace"), audit.workspace.name, None
    yield page.say("单位数", "Units"), str(len(book.units.shown)), None
    yield page.say("规则", "Rules"), packs, None
    yield page.say("判定引擎", "Engine"), audit.engine, None
    yield page.say("核验码", "Verification code"), short_code(audit.fingerprint), None
    yield page.say("指纹", "Fingerprint"), audit.fingerprint, None
    yield page.say("各表", "Sheets"), page.join([*book.names]), None


def _notes(book: Book, told: Told) -> Iterator[Text]:
    yield from told.left_out
    yield from carried_words(told.carried)
    if book.cut.number:
        n = book.cut.number
        yield Text(
            f"有 {n} 处文字超过一个单元格的容量（32767 个字符），只写了开头，以“…”结尾；全文见 --format json。",
            f"{n} texts are longer than a cell can hold (32,767 characters): their beginning stands there, ending in "
            "“…”. --format json has them in full.",
        )


def carried_words(carried: Carried) -> Iterator[Text]:
    """Yield what became of what people had filled in, a sentence each."""
    zh, en = GAPS_NAME
    if carried.kept:
        yield Text(
            f"“{zh}”：沿用了原表 {carried.kept} 项所填的内容。",
            f"{en}: what was filled in for {carried.kept} gaps is kept.",
        )
    if carried.closed:
        yield Text(
            f"“{zh}”：已填写的 {carried.closed} 项缺口已消除，移到末尾并注明。",
            f"{en}: {carried.closed} gaps that were filled in are closed; they stand at the end and say so.",
        )
    if carried.moved:
        yield Text(
            f"“{zh}”：已填写的 {carried.moved} 项现为待核或未到期，不再是缺口，移到末尾并注明。",
            f"{en}: {carried.moved} gaps that were filled in are not known or not due now; they stand at the end.",
        )
    if carried.elsewhere:
        yield Text(
            f"“{zh}”：已填写的 {carried.elsewhere} 项不在本次范围，留在末尾。",
            f"{en}: {carried.elsewhere} gaps that were filled in are not in this report; they stay at the end.",
        )
    if carried.added:
        yield Text(
            f"“{zh}”：保留了自行增加的 {carried.added} 行。", f"{en}: {carried.added} rows of your own are kept."
        )
