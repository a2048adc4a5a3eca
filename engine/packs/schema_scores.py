"""The JSON Schema of scoring tables, for editors that check while one writes."""

from __future__ import annotations

from collections.abc import Mapping

from ..text import Text
from .schema import DRAFT
from .schema_forms import NUMBER, Maker, Schema, Words, choice, day, identifier, one_or_list, ref, text, truth
from .scores import ALL, DEDUCTION_KEYS, ITEM_KEYS, LACKS, SOURCE_KEYS, SPARED, TABLE_KEYS

TITLE = Text("checkbranch 评分表", "A checkbranch scoring table")
TABLE: Words = {
    "score": Text("评分表的名称。", "The name of the table."),
    "version": Text("版本。", "Its version."),
    "title": Text("标题，可分写 zh 和 en。", "Its title, in zh and en."),
    "source": Text("出处：文件、制定单位、适用地区、核对日期。", "Where it comes from: document, issuer, place, day."),
    "note": Text(
        "说明：节选、年代、与现行规定不一致之处。",
        "Notes: what was left out, how old it is, where it differs from what is now in force.",
    ),
    "total": Text("总分；须等于各项分值之和。", "The total; it must be the sum of the items."),
    "items": Text("评分项。", "The items."),
}
SOURCE: Words = {
    "title": Text("文件名称。", "The title of the document."),
    "issuer": Text("制定单位。", "Who issued it."),
    "place": Text("适用的地区或单位。", "Where it holds."),
    "issued": Text("年份或日期。", "Its year or day."),
    "checked_on": Text("核对分值的日期。", "The day on which the points were checked."),
    "url": Text("网址，仅供参考，程序不访问。", "Its address, for people only; it is never visited."),
}
ITEM: Words = {
    "id": Text("编号，表内不重复。", "Its id, unique in the table."),
    "title": Text("名称。", "Its title."),
    "group": Text("所属的大项，如“班子建设”。", "The heading that it stands under."),
    "points": Text("分值。", "How many points it gives."),
    "look_at": Text("看什么：考核内容、考核办法。", "What is looked at."),
    "duties": Text("关联的事项编号，由程序计分。", "The duties it is reckoned from, by id."),
    "by_hand": Text("true 表示由复核人评分。", "true leaves it to the reviewer."),
    "deductions": Text("扣分办法。", "What is taken off."),
    "floor": Text("最低分，默认 0。", "The least it gives; default 0."),
    "not_applicable": Text(
        "事项不适用时：full 计满分，left_out 不计入总分（默认）。",
        "Where no duty applies: full points, or left_out of the total (default).",
    ),
}
DEDUCTION: Words = {
    "for": Text(
        "程序核对的情形，每次计：missing 无记录或不足，not_in_order 不规范，gap 以上两种，made_up 补开。",
        "What the program counts, each time: missing (none or too few), not_in_order, gap (both), made_up.",
    ),
    "points": Text(
        "每次扣几分；all 表示出现一次即扣完本项分值。", "Points off for each time; all takes all of them at once."
    ),
    "at_most": Text("本条最多扣几分。", "The most that this takes off."),
    "say": Text(
        "扣分情形的文字；不写 for 的由复核人核对。", "When points go, in words; without for it is the reviewer's."
    ),
}


def score_schema(language: str | None = None) -> Schema:
    """Return the schema of a scoring table; its descriptions in ``language``, None for both."""
    make = Maker(language)
    points: Schema = {"type": ["number", "string"], "pattern": NUMBER, "exclusiveMinimum": 0}
    forms: Mapping[str, Schema] = {
        "score": identifier(),
        "version": text(),
        "title": make.human(),
        "source": ref("source"),
        "note": make.human(),
        "total": points,
        "items": {"type": "array", "minItems": 1, "items": ref("item")},
    }
    source: Mapping[str, Schema] = {
        **dict.fromkeys(("title", "issuer", "place"), make.human()),
        "issued": text(),
        "checked_on": day(),
        "url": text(),
    }
    deduction: Mapping[str, Schema] = {
        "for": choice(LACKS),
        "points": {"anyOf": [points, choice([ALL])]},
        "at_most": points,
        "say": make.human(),
    }
    return {
        "$schema": DRAFT,
        "title": TITLE.say(language) if language else f"{TITLE.zh}\n{TITLE.en}",
        **make.map(TABLE_KEYS, forms, TABLE, ("score", "items")),
        "definitions": {
            "source": make.map(SOURCE_KEYS, source, SOURCE),
            "item": _item(make, points),
            "deduction": {
                **make.map(DEDUCTION_KEYS, deduction, DEDUCTION, ("points",)),
                "anyOf": [{"required": ["for"]}, {"required": ["say"]}],
            },
        },
    }


def _item(make: Maker, points: Schema) -> Schema:
    forms: Mapping[str, Schema] = {
        "id": identifier(),
        "title": make.human(),
        "group": make.human(),
        "points": points,
        "look_at": make.human(),
        "duties": one_or_list(text(), 1),
        "by_hand": truth(),
        "deductions": one_or_list(ref("deduction")),
        "floor": {"type": ["number", "string"], "pattern": NUMBER, "minimum": 0},
        "not_applicable": choice(SPARED),
    }
    return {
        **make.map(ITEM_KEYS, forms, ITEM, ("id", "title", "points")),
        "oneOf": [
            {
                "required": ["duties", "deductions"],
                "not": {"properties": {"by_hand": {"const": True}}, "required": ["by_hand"]},
            },
            {"properties": {"by_hand": {"const": True}}, "required": ["by_hand"], "not": {"required": ["duties"]}},
        ],
    }
