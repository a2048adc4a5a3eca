"""The cases of a file read from its YAML, every fault of it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import get_args

from ...calendars import parse_period
from ..documents.document import read_document
from ..documents.form import Form, nearest
from ..documents.nodes import ListNode, MapNode, Node, Scalar
from ..findings import STATUSES, Status
from ..packs.model import RuleBook
from ..text import Text
from ..workspaces.settings import TABLES
from .model import Case, CaseFile, Expected, ExpectedFlag, Row

FILE_KEYS = ("pack", "common", "cases")
SETTINGS = ("name", "timezone", "unit", "log_starts", "complete_through", "entry_grace")
COMMON_KEYS = ("as_of", "period", "from", "to", "workspace", *TABLES)
CASE_KEYS = ("name", *COMMON_KEYS, "expect", "flags", "no_flags", "problems")
VALUES = ("reason", "required", "counted", "made_up", "due", "close_by", "days_left", "can_make_up_until")
EXPECT_KEYS = ("duty", "subject", "period", "status", *VALUES)
# The statuses as the reports call them, so that a case may be written in Chinese.
ZH: Mapping[str, Status] = dict(
    zip(("达标", "补开", "豁免", "未到期", "待核", "不足", "不规范", "无记录", "不适用"), STATUSES, strict=True)
)
ABSENT = ("none", "不要求")
# The kinds whose findings are kept apart by a record, a pair of records or a value, where others have a period.
KEYED = ("follow_up", "precede", "record", "cover", "overlap")


def read_cases(form: Form, path: Path, shown: str, book: RuleBook) -> CaseFile:
    """Return the cases of ``path``; faults, also of names that ``book`` does not have, are noted in ``form``."""
    document = read_document(path, shown)
    form.faults.extend(document.faults)
    if document.root is None:
        return CaseFile(path, shown, ())
    head = form.map(document.root, shown, FILE_KEYS)
    listed = head.get("cases")
    if not isinstance(listed, ListNode) or not listed.values:
        form.fault(
            listed or head,
            "没有用例。请在“cases:”下逐条写“- name: …”。",
            "There is no case. Under “cases:” write items “- name: …”.",
        )
        return CaseFile(path, shown, ())
    common = head.get("common")
    shared = form.map(common, "common", COMMON_KEYS) if common else MapNode(shown, 1, 1)
    reader = _Reader(form, shared, book)
    cases = [reader.case(node) for node in listed.values]
    names: dict[str, str] = {}
    for case in cases:
        if case and names.setdefault(case.name, case.where) != case.where:
            form.fault(
                case.where,
                f"用例名“{case.name}”重复（{names[case.name]}）。请改名。",
                f"The name “{case.name}” is taken ({names[case.name]}). Choose another.",
            )
    return CaseFile(path, shown, tuple(case for case in cases if case is not None))


class _Reader:
    """Reads one case after the other; what a case does not say is taken from ``common``."""

    def __init__(self, form: Form, common: MapNode, book: RuleBook) -> None:
        self._form, self._common, self._book = form, common, book

    def case(self, node: Node) -> Case | None:
        """Return one case, None where it lacks what every case needs."""
        form = self._form
        before = len(form.faults)
        own = form.map(node, "case", CASE_KEYS)
        if not own.entries:
            return None
        fields = MapNode(own.file, own.line, own.column)
        fields.entries = {**self._common.entries, **own.entries}
        name, as_of = (
            self._needed(fields, "name", "一句话", "a sentence"),
            self._needed(fields, "as_of", "日期", "a day"),
        )
        expect = tuple(self._expected(each) for each in self._list(fields, "expect"))
        flags = [self._flag(each, True) for each in self._list(fields, "flags")]
        flags += [self._flag(each, False) for each in self._list(fields, "no_flags")]
        if not expect and not flags and "expect" not in fields.entries:
            form.fault(
                own,
                "用例没有写期望的结果。请补写 expect（事项与结论），或 flags、no_flags（推断）。",
                "The case expects nothing. Add expect (duty and status), or flags, no_flags (inferences).",
            )
        problems = fields.get("problems")
        found = Case(
            name=(form.text(name, "name") if name else None) or "",
            where=f"{own.file}:{own.line}",
            as_of=(form.day(as_of, "as_of") if as_of else None) or date.min,
            period=self._period(fields.get("period")),
            first=self._day(fields, "from"),
            last=self._day(fields, "to"),
            settings=self._settings(fields),
            tables={table: rows for table in TABLES if (rows := self._table(fields, table))},
            expect=tuple(each for each in expect if each is not None),
            flags=tuple(each for each in flags if each is not None),
            problems=frozenset(code for code, _ in form.texts(problems, "problems")) if problems else frozenset(),
        )
        return found if len(form.faults) == before else None

    def _needed(self, fields: MapNode, key: str, zh: str, en: str) -> Node | None:
        node = fields.get(key)
        if node is None:
            self._form.fault(
                fields, f"用例缺少“{key}”。请补写“{key}: {zh}”。", f"The case lacks “{key}”. Add “{key}:” and {en}."
            )
        return node

    def _day(self, fields: MapNode, key: str) -> date | None:
        node = fields.get(key)
        return self._form.day(node, key) if node else None

    def _period(self, node: Node | None, duty: str | None = None) -> str | None:
        """Return the key of a period; of a kind that has none it is a record's id or a value, as it is written."""
        text = self._form.text(node, "period") if node else None
        if node is None or text is None:
            return None
        if any(each.id == duty and each.kind in KEYED for each in self._book.duties):
            return text
        try:
            return parse_period(text).key
        except ValueError:
            self._form.fault(
                node,
                f"“{text}”不是时段。请写 2026-09、2026-Q3、2026-H2 或 2026。",
                f"“{text}” is not a period. Write 2026-09, 2026-Q3, 2026-H2 or 2026.",
            )
            return None

    def _settings(self, fields: MapNode) -> MapNode:
        node = fields.get("workspace")
        if node is None:
            return MapNode(fields.file, fields.line, fields.column)
        return self._form.map(node, "workspace", SETTINGS)

    def _list(self, fields: MapNode, key: str) -> Sequence[Node]:
        node = fields.get(key)
        if node is None or (isinstance(node, Scalar) and node.is_null):
            return ()
        if isinstance(node, ListNode):
            return node.values
        self._form.fault(
            node, f"“{key}”应为列表。请逐项写“- …”。", f"“{key}” must be a list. Write items that begin with “- ”."
        )
        return ()

    def _table(self, fields: MapNode, table: str) -> tuple[Row, ...]:
        rows: list[Row] = []
        for node in self._list(fields, table):
            cells: dict[str, str | list[str]] = {}
            for key, value in self._form.map(node, table).items():
                if isinstance(value, Scalar):
                    cells[key.text] = "" if value.is_null else value.text
                else:
                    cells[key.text] = [text for text, _ in self._form.texts(value, key.text)]
            rows.append((node.line, cells))
        return tuple(rows)

    def _expected(self, node: Node) -> Expected | None:
        form = self._form
        fields = form.map(node, "expect", EXPECT_KEYS)
        said = {key.text: form.text(value, key.text) for key, value in fields.items()}
        duty, status = said.get("duty"), said.get("status")
        for key in ("duty", "status"):
            if fields.entries and key not in said:
                form.fault(fields, f"缺少“{key}”。请补写。", f"“{key}” is missing. Add it.")
        if duty is not None:
            known = [each.id for each in self._book.duties]
            duty = duty if duty in known else self._titled(fields.entries["duty"][1], duty, known)
        if status is not None and status not in (*STATUSES, *ZH, *ABSENT):
            form.unknown(fields.entries["status"][1], Text("结论", "status"), status, [*STATUSES, "none", *ZH])
            return None
        if duty is None or status is None:
            return None
        verdict = ZH.get(status) or next((each for each in get_args(Status) if each == status), None)
        period = fields.get("period")
        return Expected(
            f"{fields.file}:{fields.line}",
            duty,
            said.get("subject"),
            self._period(period, duty) if period and said.get("period") != "-" else None,
            verdict,
            {key: text for key, text in said.items() if key in VALUES and text is not None},
        )

    def _titled(self, at: Node, word: str, known: list[str]) -> str | None:
        """Return the duty whose title is ``word``; anything else is a fault."""
        found = [duty.id for duty in self._book.duties if word in duty.title]
        if len(found) != 1:
            self._form.unknown(at, Text("事项", "duty"), word, known)
            return None
        return found[0]

    def _flag(self, node: Node, raised: bool) -> ExpectedFlag | None:
        form, known = self._form, [each.id for each in self._book.inferences]
        name: Node | None = node
        subject: Node | None = None
        if isinstance(node, MapNode):
            fields = form.map(node, "flags", ("inference", "subject"))
            name, subject = fields.get("inference"), fields.get("subject")
        if name is None:
            form.fault(node, "缺少“inference”。请写推断的编号。", "“inference” is missing. Write the inference's id.")
            return None
        word = form.text(name, "inference")
        if word is None:
            return None
        if word not in known:
            by_flag = [each.id for each in self._book.inferences if each.flag == word]
            near = nearest(word, known) or (by_flag[0] if by_flag else None)
            form.unknown(
                name, Text("推断", "inference"), word, ([near] if near else []) + [k for k in known if k != near]
            )
            return None
        who = form.text(subject, "subject") if subject else None
        return ExpectedFlag(f"{node.file}:{node.line}", word, who, raised)
