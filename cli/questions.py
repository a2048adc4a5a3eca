"""What a new workspace is asked for: by options, else by questions on a terminal, else by what is plain."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

import click

from ..engine.documents.form import YEARS
from ..engine.errors import CheckbranchError, fail
from ..engine.text import Text
from ..reports.starter.template import KINDS, Asked

MOST = 1_000_000  # members; more is a slip of the keyboard
COMMITTEE_FROM = 7  # full members: from so many on a branch has a committee (zb2018)
_LONGEST_NAME = 100
_KIND_WORDS = {word: kind for number, (kind, zh) in enumerate(KINDS.items(), 1) for word in (kind, zh, str(number))}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Given:
    """The answers that options gave, as they were typed; None where the option is missing."""

    name: str | None = None
    kind: str | None = None
    members: str | None = None
    committee: str | None = None
    log_starts: date | None = None
    households: bool = False
    form: Literal["xlsx", "csv"] = "xlsx"


def asks(no_input: bool) -> bool:
    """Return whether somebody is there to answer questions."""
    return not no_input and sys.stdin is not None and sys.stdin.isatty()


def answers(given: Given, folder: Path, now: date, language: str, asking: bool) -> Asked:
    """Return what the workspace is to be.

    Raises CheckbranchError for an option that is no answer; a wrong answer to a question is asked for again.
    """
    ask = _Questions(language) if asking else None
    plain = _plain_name(folder)
    found_name = _answer(ask, "--name", given.name, read_name, Text("名称", "Name"), plain, plain)
    kind = _answer(
        ask,
        "--kind",
        given.kind,
        read_kind,
        Text(
            "类别：1 党支部，2 党总支，3 党委", "Kind: 1 branch (党支部), 2 general branch (党总支), 3 committee (党委)"
        ),
        "党支部",
        "branch",
    )
    branch = kind == "branch"
    members = _answer(
        ask if branch else None,
        "--members",
        given.members,
        read_number,
        Text(
            f"正式党员数，不含预备党员（{COMMITTEE_FROM} 人以上应设支部委员会；不清楚请直接回车）",
            f"Full members, without probationary ones (from {COMMITTEE_FROM} a committee is owed; Enter if not known)",
        ),
        "",
        None,
    )
    few = members is not None and members < COMMITTEE_FROM
    committee = _answer(
        ask if branch else None,
        "--committee",
        given.committee,
        read_number,
        Text(
            "支部委员会委员人数（没有填 0；不清楚请直接回车）",
            "Members of the committee (0 if none; Enter if not known)",
        ),
        "0" if few else "",
        None,
    )
    starts = date(now.year, 1, 1)
    first = given.log_starts or _answer(
        ask,
        "--log-starts",
        None,
        read_day,
        Text("台账从哪一天记起", "First day of the ledger"),
        starts.isoformat(),
        starts,
    )
    _check_committee(members, committee)
    if first.year not in YEARS:
        raise fail(
            "--log-starts",
            "这个年份不合常理。请核对，写成 2026-01-01 的样式。",
            "That year is not likely. Check it, and write the day as 2026-01-01.",
        )
    return Asked(found_name, kind, members, committee, first, given.households, given.form)


def read_name(text: str) -> str:
    """Return the name of a workspace; it is written into YAML, spreadsheets and reports."""
    name = unicodedata.normalize("NFC", text.strip())
    if not name:
        raise fail("", "名称不能为空。请填写党组织的名称。", "The name is empty. Write the name of the unit.")
    if not name.isprintable() or len(name) > _LONGEST_NAME:
        raise fail(
            "",
            f"名称中有不能显示的字符，或超过 {_LONGEST_NAME} 个字。请改写。",
            f"The name has characters that are not shown, or more than {_LONGEST_NAME}. Write another.",
        )
    return name


def read_kind(text: str) -> str:
    """Return the kind that a word or number names."""
    kind = _KIND_WORDS.get(text.strip().casefold())
    if kind is None:
        words = "、".join(f"{zh}（{kind}）" for kind, zh in KINDS.items())
        raise fail(
            "",
            f"“{text.strip()}”不是可用的类别。请写{words}之一。",
            f"“{text.strip()}” is not one of the kinds. Write one of {', '.join(KINDS)}.",
        )
    return kind


def read_number(text: str) -> int | None:
    """Return a number of people, None for an empty answer."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("人").removesuffix("名").strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 10 and int(plain) <= MOST):
        raise fail(
            "",
            f"“{text.strip()}”不是人数。请写 0 或更大的整数，如 12。",
            f"“{text.strip()}” is not a number of people. Write a whole number such as 12.",
        )
    return int(plain)


def read_day(text: str) -> date:
    """Return a day written as 2026-01-31."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise fail(
            "",
            f"“{text.strip()}”不是日期。请写成 2026-01-01。",
            f"“{text.strip()}” is not a date. Write it as 2026-01-01.",
        ) from None


class _Questions:
    """Asks on standard error, again where the answer is none."""

    def __init__(self, language: str) -> None:
        self._language = language

    def ask(self, question: Text, default: str, read: Callable[[str], T]) -> T:
        while True:
            text = str(
                click.prompt(question.say(self._language), default=default, show_default=bool(default), err=True)
            )
            try:
                return read(text)
            except CheckbranchError as error:
                click.echo(error.faults[0].say(self._language), err=True)


def _answer(
    ask: _Questions | None,
    option: str,
    given: str | None,
    read: Callable[[str], T],
    question: Text,
    default: str,
    silent: T | str,
) -> T:
    """Return the answer of the option, else of the question, else what is taken where nobody answers."""
    if given is not None:
        try:
            return read(given)
        except CheckbranchError as error:
            fault = error.faults[0]
            raise fail(option, fault.message.zh, fault.message.en) from None
    if ask is not None:
        return ask.ask(question, default, read)
    return read(silent) if isinstance(silent, str) else silent


def _plain_name(folder: Path) -> str:
    name = unicodedata.normalize("NFC", folder.resolve().name)
    shown = "".join(char for char in name if char.isprintable()).strip()[:_LONGEST_NAME]
    return shown or "党支部"


def _check_committee(members: int | None, committee: int | None) -> None:
    if members is not None and committee is not None and committee > members:
        raise fail(
            "--committee",
            f"委员人数 {committee} 多于正式党员数 {members}。请核对两个数字。",
            f"A committee of {committee} is larger than the {members} full members. Check the two numbers.",
        )
