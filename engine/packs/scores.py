"""Scoring tables read from YAML, with every fault of their form at once."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path
from typing import cast

from ..documents.document import read_document
from ..documents.form import Form
from ..documents.nodes import ListNode, MapNode, Node
from ..text import Text
from .score_model import Deduction, Lack, ScoreItem, ScoreSource, ScoreTable, Spared

TABLE_KEYS = ("score", "version", "title", "source", "note", "total", "items")
SOURCE_KEYS = ("title", "issuer", "place", "issued", "checked_on", "url")
ITEM_KEYS = ("id", "title", "group", "points", "look_at", "duties", "by_hand", "deductions", "floor", "not_applicable")
DEDUCTION_KEYS = ("for", "points", "at_most", "say")
LACKS: tuple[Lack, ...] = ("missing", "not_in_order", "made_up", "gap")
SPARED: tuple[Spared, ...] = ("full", "left_out")
ALL = "all"
_MOST = Fraction(100_000)


def read_score(path: Path, shown: str, *, shipped: bool = False) -> ScoreTable:
    """Return the table in the file ``path``, named ``shown`` in messages; raises CheckbranchError with every fault."""
    form = Form()
    document = read_document(path, shown)
    form.faults.extend(document.faults)
    if document.root is None:
        form.check()
    root = form.map(document.root or MapNode(shown, 1, 1), "score", TABLE_KEYS)
    if not isinstance(document.root, MapNode):
        form.check()
    table = _Reader(form, root, hashlib.sha256(document.data).hexdigest(), shipped=shipped).table()
    form.check()
    return table


class _Reader:
    """Reads one table; ``places`` remembers where its duties stand."""

    def __init__(self, form: Form, root: MapNode, digest: str, *, shipped: bool) -> None:
        self._form, self._root, self._digest, self._shipped = form, root, digest, shipped
        self._places: dict[str, str] = {}
        self._ids: dict[str, str] = {}

    def table(self) -> ScoreTable:
        """Return the table; faults are noted in the form."""
        form, root = self._form, self._root
        name, title = root.get("score"), root.get("title")
        if name is None:
            form.fault(root, "评分表缺少名称。请写“score: 名称”。", "The table has no name. Write “score: name”.")
        known = (form.id(name, "score") if name else None) or "score"
        items = [item for node in self._items() if (item := self._item(node)) is not None]
        said, version = (form.human(title, "title") if title else None), root.get("version")
        found = ScoreTable(
            id=known,
            version=(form.text(version, "version") if version else None) or "0",
            title=said or Text(known, known),
            items=tuple(items),
            source=self._source(),
            note=self._human(root, "note"),
            sha256=self._digest,
            shipped=self._shipped,
            places=self._places,
        )
        self._check_total(found)
        return found

    def _human(self, at: MapNode, key: str) -> Text | None:
        node = at.get(key)
        return self._form.human(node, key) if node else None

    def _source(self) -> ScoreSource:
        node = self._root.get("source")
        if node is None:
            return ScoreSource()
        form, fields = self._form, self._form.map(node, "source", SOURCE_KEYS)
        issued, checked, url = (fields.get(key) for key in ("issued", "checked_on", "url"))
        return ScoreSource(
            title=self._human(fields, "title"),
            issuer=self._human(fields, "issuer"),
            place=self._human(fields, "place"),
            issued=form.text(issued, "issued") if issued else None,
            checked_on=form.day(checked, "checked_on") if checked else None,
            checked_at=checked.where if checked else "",
            url=form.text(url, "url") if url else None,
        )

    def _items(self) -> list[Node]:
        node = self._root.get("items")
        if isinstance(node, ListNode) and node.values:
            return node.values
        self._form.fault(
            node or self._root,
            "“items”应为列表，至少一项。请以“- id: …”逐项书写。",
            "“items” must be a list of at least one item. Write “- id: …” items.",
        )
        return []

    def _item(self, node: Node) -> ScoreItem | None:
        form, fields = self._form, self._form.map(node, "item", ITEM_KEYS)
        if not isinstance(node, MapNode):
            return None
        points = self._points(fields, "points")
        duties, title = self._duties(fields), self._human(fields, "title")
        if title is None and fields.get("title") is None:
            form.fault(fields, "评分项缺少名称。请补写“title: …”。", "An item has no title. Add “title: …”.")
        deductions = self._deductions(fields, points, linked=bool(duties))
        floor = self._number(fields, "floor", zero=True) or Fraction(0)
        if points is not None and floor > points:
            form.fault(
                fields.entries["floor"][1],
                f"“floor”（最低分）超过本项分值 {_plain(points)}。请写不超过分值的数。",
                f"“floor” is more than the item's {_plain(points)} points. Write no more than that.",
            )
        spared = fields.get("not_applicable")
        return ScoreItem(
            id=self._id(fields),
            title=title or Text("", ""),
            points=points or Fraction(0),
            look_at=self._human(fields, "look_at"),
            group=self._human(fields, "group"),
            duties=duties,
            deductions=deductions,
            floor=floor,
            spared=cast("Spared", (form.choice(spared, "not_applicable", SPARED) if spared else None) or "left_out"),
        )

    def _id(self, fields: MapNode) -> str:
        form, node = self._form, fields.get("id")
        if node is None:
            form.fault(fields, "评分项缺少编号。请补写“id: …”。", "An item has no id. Add “id: …”.")
            return ""
        found = form.id(node, "id") or ""
        if found in self._ids:
            form.fault(
                node,
                f"评分项编号“{found}”重复，{self._ids[found]} 已有。请另取编号。",
                f"The item id “{found}” is there already, at {self._ids[found]}. Choose another.",
            )
        elif found:
            self._ids[found] = node.where
        return found

    def _duties(self, fields: MapNode) -> tuple[str, ...]:
        form, node, hand = self._form, fields.get("duties"), fields.get("by_hand")
        named = form.texts(node, "duties") if node else []
        for name, at in named:
            self._places.setdefault(name, at.where)
        by_hand = form.truth(hand, "by_hand") if hand else False
        if not named and not by_hand and not (node or hand):
            form.fault(
                fields,
                "评分项没有写明如何评分。请写“duties: [事项编号]”，或写“by_hand: true”由复核人评。",
                "The item does not say how it is scored. Write “duties: [id]”, or “by_hand: true” to leave it to the "
                "reviewer.",
            )
        elif bool(named) == by_hand:
            form.fault(
                hand or node or fields,
                "“duties”和“by_hand: true”只能写一种。请删去一个。",
                "Write either “duties” or “by_hand: true”. Take one of them out.",
            )
        return tuple(dict.fromkeys(name for name, _ in named))

    def _deductions(self, fields: MapNode, points: Fraction | None, *, linked: bool) -> tuple[Deduction, ...]:
        node = fields.get("deductions")
        if node is None:
            if linked:
                self._form.fault(
                    fields,
                    "关联事项的评分项没有写扣分办法。请写“deductions: [{for: gap, points: 1}]”。",
                    "The item is linked to duties and takes nothing off. Write “deductions: [{for: gap, points: 1}]”.",
                )
            return ()
        found = []
        for each in node.values if isinstance(node, ListNode) else [node]:
            one = self._form.map(each, "deduction", DEDUCTION_KEYS)
            if one.entries:
                found.append(self._deduction(one, points, linked=linked))
        if linked and found and not any(one.lack for one in found):
            self._form.fault(
                node,
                "关联事项的评分项至少有一条扣分要写“for”。请写 missing、not_in_order、made_up 或 gap。",
                "One deduction at least of an item linked to duties must say “for”. Write missing, not_in_order, "
                "made_up or gap.",
            )
        return tuple(found)

    def _deduction(self, one: MapNode, points: Fraction | None, *, linked: bool) -> Deduction:
        form, lack, said = self._form, one.get("for"), self._human(one, "say")
        word = form.choice(lack, "for", LACKS) if lack else None
        if lack is not None and not linked:
            form.fault(
                one.entries["for"][0],
                "由复核人评的项目不能写“for”。请改用“say”写明扣分情形，或写“duties”。",
                "An item left to the reviewer cannot say “for”. Say when points go under “say”, or write “duties”.",
            )
        if lack is None and said is None:
            form.fault(
                one,
                "扣分没有写明情形。请写“for”（程序核对）或“say”（复核人核对）。",
                "The deduction does not say when. Write “for” (the program looks) or “say” (the reviewer does).",
            )
        node, off = one.get("points"), None
        whole = getattr(node, "text", "") == ALL
        if not whole:
            off = self._points(one, "points")
        at_most = self._number(one, "at_most")
        if off is not None and at_most is not None and at_most < off:
            form.fault(
                one.entries["at_most"][1],
                f"“at_most”小于每次的扣分 {_plain(off)}。请写不小于它的数。",
                f"“at_most” is less than the {_plain(off)} of one time. Write no less than that.",
            )
        elif at_most is not None and points is not None and at_most > points:
            form.fault(
                one.entries["at_most"][1],
                f"“at_most” {_plain(at_most)} 超过本项分值 {_plain(points)}，扣不到这么多。"
                f"请写不超过 {_plain(points)} 的数，或删去“at_most”。",
                f"“at_most” {_plain(at_most)} is more than the item's {_plain(points)} points. Write no more than "
                "that, or leave “at_most” out.",
            )
        elif off is not None and points is not None and off > points:
            form.fault(
                one.entries["points"][1],
                f"扣分 {_plain(off)} 超过本项分值 {_plain(points)}。请写较小的数，或写 all（全部扣完）。",
                f"{_plain(off)} off is more than the item's {_plain(points)} points. Write less, or all.",
            )
        return Deduction(cast("Lack | None", word), off, at_most, said)

    def _points(self, fields: MapNode, key: str) -> Fraction | None:
        if fields.get(key) is None:
            self._form.fault(fields, f"缺少“{key}”（分值）。请补写“{key}: 1”。", f"“{key}” is missing. Add “{key}: 1”.")
            return None
        return self._number(fields, key)

    def _number(self, fields: MapNode, key: str, *, zero: bool = False) -> Fraction | None:
        node = fields.get(key)
        found = self._form.number(node, key) if node else None
        if node is None or found is None:
            return None
        if found < 0 or (found == 0 and not zero) or found > _MOST or (found * 1000).denominator != 1:
            self._form.fault(
                node,
                f"“{key}”应为正数，至多三位小数。请写数字，如 1 或 0.5。",
                f"“{key}” must be a positive number of at most three decimals. Write one such as 1 or 0.5.",
            )
            return None
        return found

    def _check_total(self, table: ScoreTable) -> None:
        node = self._root.get("total")
        total = self._number(self._root, "total")
        whole = all(item.points for item in table.items)
        if node is not None and total is not None and whole and total != table.total:
            self._form.fault(
                node,
                f"“total”写 {_plain(total)}，各项分值相加为 {_plain(table.total)}。请核对分值，或删去“total”。",
                f"“total” says {_plain(total)}, the items add up to {_plain(table.total)}. Check them, or leave "
                "“total” out.",
            )


def _plain(number: Fraction) -> str:
    return f"{float(number):g}"
