"""A question about an audit: the words that name a duty, a subject and a period, or the beginning of an id."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from ...calendars import Period, parse_period
from ..errors import CheckbranchError, Fault, fail
from ..findings import Subject
from ..ledger.model import Ledger, Subjects
from ..packs.check_model import Precede
from ..packs.inference_model import Inference
from ..packs.model import Duty, RuleBook
from ..packs.whens import kinds_of
from ..text import Text

LEAST_HEX = 4  # digits that tell most ids apart; fewer are looked up too, and what they fit is listed
_ID = re.compile("[0-9a-f]{1,16}")
_LABEL = re.compile(r"(.+?)\s*[（(]([^（()）]+)[)）]")
_MONTH = re.compile(r"([0-9]{4})(?:年|-|\.|/)([0-9]{1,2})月?(?:份)?")
_QUARTER = re.compile(r"([0-9]{4})年?(?:第?([一二三四1-4])季度?|-?[Qq]([1-4]))")
_HALF = re.compile(r"([0-9]{4})年?(上|下)半年")
_YEAR = re.compile(r"([0-9]{4})年度?")
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about: a duty with a subject and a period or without, an inference, or an id by its beginning.

    ``key`` is what was written in the place of a period where a duty has none: the id of a record or request, where it
    stands, its day, or a value such as a building; what reads as a period too is also in ``period``.
    """

    duty: Duty | None = None
    inference: Inference | None = None
    prefix: str | None = None
    subject: Subject | None = None
    period: Period | None = None
    key: str | None = None


def read_question(words: Sequence[str], rules: RuleBook, ledger: Ledger) -> Question:
    """Return what ``words`` ask; CheckbranchError, with near misses, where they name nothing or too much."""
    if not words:
        raise nothing_asked()
    first, *rest = [unicodedata.normalize("NFC", word).strip() for word in words]
    found = _named(first, rules)
    if found is None and _ID.fullmatch(first.lower()):
        _nothing_more(rest, first)
        return Question(prefix=first.lower())
    if isinstance(found, Inference):
        whom = _subject(rest[0], found.subject, ledger.subjects) if rest else None
        _nothing_more(rest[1:], first)
        return Question(inference=found, subject=whom)
    if found is None:
        raise _unknown(first, rules)
    return _of_duty(found, rest, ledger.subjects)


def nothing_asked() -> CheckbranchError:
    """Return that the question has no words, with what may be asked."""
    return fail(
        "",
        "请写出要说明的内容：结论或提示的编号（前 4 位以上），或按“事项 [对象] [时段]”的格式写，如 checkbranch "
        "explain committee-meeting 2026-04。",
        "Say what to explain: the id of a finding or flag (4 digits or more), or DUTY [SUBJECT] [PERIOD], "
        "for instance checkbranch explain committee-meeting 2026-04.",
    )


def period_in(word: str) -> Period | None:
    """Return the period that ``word`` names, as a key (``2026-09``) or as reports write it (``2026年9月``)."""
    if m := _MONTH.fullmatch(word):
        word = f"{m[1]}-{int(m[2]):02}"
    elif m := _QUARTER.fullmatch(word):
        word = f"{m[1]}-Q{m[3] or '一二三四1234'.index(m[2]) % 4 + 1}"
    elif m := _HALF.fullmatch(word):
        word = f"{m[1]}-H{'上下'.index(m[2]) + 1}"
    elif m := _YEAR.fullmatch(word):
        word = m[1]
    try:
        return parse_period(word.upper())
    except ValueError:
        return None


def _of_duty(duty: Duty, rest: Sequence[str], subjects: Subjects) -> Question:
    if duty.check:
        return _of_check(duty, rest, subjects)
    subject: Subject | None = None
    period: Period | None = None
    for word in rest[:2]:
        # A word that is both is a subject: there are few of those, and a period can be written in another way.
        if period is None and (found := period_in(word)) and not _matches(word, duty.subject, subjects):
            period = found
        elif subject is None:
            subject = _subject(word, duty.subject, subjects)
        else:
            raise _no_period(word)
    _nothing_more(rest[2:], rest[0] if rest else "")
    return Question(duty=duty, subject=subject, period=period)


def _of_check(duty: Duty, rest: Sequence[str], subjects: Subjects) -> Question:
    """Return the question about a duty that is judged record by record, or value by value."""
    subject: Subject | None = None
    key: str | None = None
    kind = "member" if isinstance(duty.check, Precede) and duty.check.cover else duty.subject
    for word in rest[:2]:
        if subject is None and _matches(word, kind, subjects):
            subject = _subject(word, kind, subjects)
        elif key is None:
            key = word
        else:
            subject = _subject(word, kind, subjects)
    _nothing_more(rest[2:], rest[0] if rest else "")
    return Question(duty=duty, subject=subject, period=period_in(key) if key else None, key=key)


def _named(word: str, rules: RuleBook) -> Duty | Inference | None:
    """Return the duty or inference of this id, of this title, or the only duty that asks for this type."""
    everything: list[Duty | Inference] = [*rules.duties, *rules.inferences]
    for each in everything:
        if each.id == word:
            return each
    titled = [each for each in everything if word in each.title]
    types = {a.id for a in rules.activities.values() if word in (a.id, *a.title, *a.aliases)}
    asking: list[Duty | Inference] = [duty for duty in rules.duties if types & set(duty.do)]
    for found in (titled, asking):
        if len(found) == 1:
            return found[0]
        if found:
            raise CheckbranchError(
                [
                    Fault(
                        "",
                        Text(
                            f"“{word}”对应 {len(found)} 项。请改用下列编号之一。",
                            f"“{word}” fits {len(found)} of them. Use one of these ids.",
                        ),
                    ),
                    *(Fault(each.id, each.title) for each in found),
                ]
            )
    return None


def _unknown(word: str, rules: RuleBook) -> CheckbranchError:
    known = [*(duty.id for duty in rules.duties), *(each.id for each in rules.inferences)]
    titles = {duty.title.zh: duty.id for duty in rules.duties} | {each.title.zh: each.id for each in rules.inferences}
    near = get_close_matches(word, [*known, *titles], _SHOWN, 0.5)
    ids = list(dict.fromkeys(titles.get(each, each) for each in near)) or known[:_SHOWN]
    return fail(
        "",
        f"没有名为“{word}”的事项或推断，也不是编号。可写：{'、'.join(ids)}；全部见 checkbranch rules list。",
        f"“{word}” is not a duty, an inference or an id. You can write: {', '.join(ids)}; checkbranch rules list shows"
        " all.",
    )


def _matches(word: str, kind: str, subjects: Subjects, any_kind: bool = False) -> list[int]:
    """Return the subjects of a kind that ``word`` is the id, the name, or the last part of the id of."""
    label = _LABEL.fullmatch(word)
    wanted = {word, label[2]} if label else {word}
    kinds = kinds_of(kind)
    own = [s for s, each in enumerate(subjects.kind) if any_kind or each in kinds]
    by_id = [s for s in own if subjects.id[s] in wanted]
    by_name = [s for s in own if subjects.name[s] in wanted]
    return by_id or by_name or [s for s in own if subjects.id[s].rpartition("/")[2] in wanted]


def _subject(word: str, kind: str, subjects: Subjects) -> Subject:
    found = _matches(word, kind, subjects)
    if len(found) == 1:
        return Subject(subjects.kind[found[0]], subjects.id[found[0]], subjects.name[found[0]])
    if found:
        ids = [subjects.id[s] for s in found[:_SHOWN]]
        raise fail(
            "",
            f"“{word}”对应 {len(found)} 个对象。请改用编号：{'、'.join(ids)}。",
            f"“{word}” fits {len(found)} subjects. Write an id: {', '.join(ids)}.",
        )
    kinds = kinds_of(kind)
    known = [
        text
        for s, each in enumerate(subjects.kind)
        if each in kinds
        for text in (subjects.id[s], subjects.name[s])
        if text
    ]
    near = list(dict.fromkeys(get_close_matches(word, known, _SHOWN, 0.5))) or known[:_SHOWN]
    other = _matches(word, kind, subjects, any_kind=True)
    if other:
        raise fail(
            "",
            f"“{word}”不是本项核对的对象。请写本项对象的编号或名称，如 {'、'.join(known[:3])}。",
            f"“{word}” is not a subject of what you ask about. Write the id or name of one that is, such as "
            f"{', '.join(known[:3])}.",
        )
    raise fail(
        "",
        f"“{word}”既不是本项的对象，也不是时段。对象可写：{'、'.join(near) or '（无）'}；"
        "时段如 2026-09、2026-Q3、2026-H2、2026。",
        f"“{word}” is neither a subject of this nor a period. Subjects: {', '.join(near) or '(none)'}; periods are "
        "written 2026-09, 2026-Q3, 2026-H2, 2026.",
    )


def _no_period(word: str) -> CheckbranchError:
    return fail(
        "",
        f"“{word}”不是时段。请写 2026-09、2026-Q3、2026-H2 或 2026。",
        f"“{word}” is not a period. Write 2026-09, 2026-Q3, 2026-H2 or 2026.",
    )


def _nothing_more(rest: Sequence[str], after: str) -> None:
    if rest:
        raise fail(
            "",
            f"“{after}”之后的“{' '.join(rest)}”多余。请删去；名称中有空格的请加引号。",
            f"“{' '.join(rest)}” after “{after}” is too much. Leave it out; put a name with spaces in quotation marks.",
        )
