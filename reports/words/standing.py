"""Why nothing can be said of a duty without periods, and what to do about it and about what it found wanting."""

from __future__ import annotations

from ...engine.findings import Finding
from ...engine.packs.check_model import Cover, FollowUp, Hint, InOrder, Overlap, Precede, State, Tally
from ...engine.packs.model import Duty
from ...engine.tables.conditions import tests_of
from ...engine.text import Text
from .checks import TABLE
from .fields import column
from .reasons import mend_words, standing_words

# What keeps each kind from being known, where it is a column; {f} is the column, {raw} its name in a file.
_LACKING: dict[type, Text] = {
    FollowUp: Text(
        "没有{f}列，或所填不是日期、早于起算日，无法判断",
        "there is no column {f}, or what it holds is not a date or lies before the first day",
    ),
    Precede: Text("台账缺{f}，无法判断", "{f} is lacking in the ledger, so it is not known"),
    InOrder: Text("台账无{f}列，此项未核", "the ledger has no column {f}, so this was not checked"),
    State: Text("{f}没有登记，或没有这一列，无法判断", "{f} is not filled in or there is no such column"),
    Cover: Text("{f}一栏没有内容，无法核对", "nothing is filled in under {f}, so it cannot be checked"),
    Tally: Text(
        "{f}没有填写、不是数字，或没有可合计的行，无法核对",
        "{f} is empty or not a number, or there are no rows to add up",
    ),
    Hint: Text("台账无{f}列，未作核对", "the ledger has no column {f}, so nothing was looked at"),
}
_MEND: dict[type, Text] = {
    FollowUp: Text("据实填写或更正{f}（{raw}）", "fill in or correct {f} ({raw}) as it was"),
    Precede: Text("据实补填{f}（{raw}）", "fill in {f} ({raw}) as it was"),
    InOrder: Text(
        "如需核对，请在台账增设{f}列（{raw}）并据实填写", "to have it checked, add {f} ({raw}) to the ledger"
    ),
    State: Text("核实后在名册填写{f}（{raw}）", "fill in {f} ({raw}) in the roster once it is known"),
    Cover: Text("在表中填写{f}（{raw}）", "fill in {f} ({raw}) in the table"),
    Tally: Text("核实后填写{f}（{raw}）", "fill in {f} ({raw}) once it is known"),
    Hint: Text("如需核对，可在台账增设{f}列（{raw}）", "to have it looked at, {f} ({raw}) may be added to the ledger"),
}
_UNDATED = Text("记录没有写明具体日期，无法判断", "no date is written, so it is not known")
_NO_TABLE = Text("没有读到{t}，无法核对", "no row of {t} was read, so it cannot be checked")

_HELD = Text(
    "尚未开展的尽快开展，登记实际日期；确已开展而漏登的，凭原始记录补登。",
    "Hold it soon and enter the real day; what was held but not entered can be entered from its original record.",
)
_FIELD = Text(
    "尚未办理的尽快办理，办妥后如实填写{f}；已办妥而漏填的，据实补填。",
    "See to it soon and then fill in {f} as it was; if it was done but not entered, fill it in as it was.",
)
_REMEDY: dict[type, Text] = {
    Precede: Text(
        "先查原始记录，事前确已开展而漏登的，据此补登；确未开展的如实说明，以后先做好这一步再举行。",
        "Look into the original records: what was held before but not entered can be entered; else say how it was, and "
        "see to it first the next time.",
    ),
    InOrder: Text(
        "原始材料上有而漏填的，据实补填；事实与要求不符的保持原样，如实说明。",
        "Fill in what the original papers show; where the facts are not as asked leave them and say how it was.",
    ),
    State: Text(
        "核对登记：有误或漏填的据实更正；尚未落实的，先落实再登记。",
        "Check what is entered: correct it where it is wrong or lacking; where it is not so yet, see to it first.",
    ),
    Cover: Text(
        "已有而漏登的据实补登；尚无人选的，按程序确定后再登记，任职日期写实际日期。",
        "Enter it if it is so; where there is nobody yet, choose somebody by the proper procedure and enter them "
        "then, with the real first day.",
    ),
    Tally: Text(
        "对照原始材料核对各项数字，改正写错的一项；查明之前，不得为凑数而改动。",
        "Check the figures against the original papers and correct the one that is wrong; until that is known change "
        "nothing to make them fit.",
    ),
    Overlap: Text(
        "核对两条记录的起止时间、地点和参加人员；写错的据实更正，无误的不必改动。",
        "Check times, places and people of both records; correct what is wrong and leave what is right.",
    ),
    Hint: Text(
        "对照原始记录再核对一下；有误的据实更正，无误的不必改动。",
        "Look at the original records again; correct what is wrong and leave what is right.",
    ),
}


def standing_of(finding: Finding, duty: Duty, language: str) -> str:
    """Return why a finding of any kind is not applicable or not known; empty where no reason is given."""
    told = _own(finding, duty, _LACKING)
    if told is not None:
        return told.say(language)
    return standing_words(finding.reason, language) if finding.reason else ""


def mend_of(finding: Finding, duty: Duty, language: str) -> str | None:
    """Return what to do so that a finding of any kind becomes known; None where nothing can be done."""
    check = duty.check
    if isinstance(check, Cover) and finding.reason == "no_ledger":
        table = TABLE[check.by]
        said = Text(f"把{table.zh}列入 data 的 {check.by}", f"name {table.en} under {check.by} of data")
        return said.say(language)
    told = _own(finding, duty, _MEND)
    if told is not None:
        return told.say(language)
    return mend_words(finding.reason, language) if finding.reason else None


def _own(finding: Finding, duty: Duty, table: dict[type, Text]) -> Text | None:
    """Return the words of a kind for what it lacks itself; None where the reason is another, or lies with ``where``."""
    check, (head, _, field) = duty.check, (finding.reason or "").partition(":")
    if isinstance(check, Cover) and head == "no_ledger":
        name = TABLE[check.by]
        return Text(_NO_TABLE.zh.format(t=name.zh), _NO_TABLE.en.format(t=name.en))
    if check is None or head != "attribute_unknown" or type(check) not in table:
        return None
    day = finding.period.start if finding.period else None
    where = duty.where.values()[-1] if day is None else duty.where.at(day)
    if where is not None and field in {test.field for test in tests_of(where)}:
        return None
    if field == "start" and table is _LACKING:
        return _UNDATED
    words = table[type(check)]
    return Text(*(words.say(say).format(f=column(field, say), raw=field) for say in ("zh", "en")))


def check_remedy(duty: Duty, language: str) -> str:
    """Return what to do about what a check found, where its pack does not say; never to write up what was not held."""
    check = duty.check
    if isinstance(check, FollowUp):
        if not check.have:
            return _HELD.say(language)
        return _FIELD.say(language).format(f=column(check.have, language))
    return _REMEDY[type(check)].say(language)
