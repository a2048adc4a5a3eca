"""Word documents: record forms of any layout, minutes without a table, lists, and what is neither."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx.shared import Mm

from checkbranch.engine import CheckbranchError, read_workspace
from checkbranch.engine.ledger import Ledger, Vocabulary, read_ledger
from checkbranch.engine.packs import load_rules
from checkbranch.engine.prepare import vocabulary_of
from checkbranch.rules import names, path_of

from .word_documents import Block, document, fill, picture, with_body

SETTINGS = "checkbranch: 1\nname: 试\nunit: {id: B1, name: 示例村党支部, full_members: 9}\ndata:\n%s"
ONE = "  activities: a.docx\n"
TITLE = "示例村党支部支委会会议记录"


@cache
def vocabulary() -> Vocabulary:
    return vocabulary_of(load_rules(["cn-party-branch"], Path(), path_of, names()))


def read(folder: Path, data: str = ONE, more: str = "") -> Ledger:
    (folder / "checkbranch.yaml").write_text(SETTINGS % data + more, encoding="utf-8")
    return read_ledger(read_workspace(folder), vocabulary())


def read_blocks(folder: Path, *blocks: Block, data: str = ONE, more: str = "") -> Ledger:
    document(*blocks).save(str(folder / "a.docx"))
    return read(folder, data, more)


def read_bytes(folder: Path, content: bytes, name: str = "a.docx") -> Ledger:
    (folder / name).write_bytes(content)
    return read(folder, f"  activities: {name}\n")


def shown(ledger: Ledger, *wanted: str) -> list[dict[str, Any]]:
    """Return the records, each with its place, its start and the named columns."""
    acts = ledger.activities
    found = []
    for i in range(len(acts.id)):
        start = acts.start[i]
        what = acts.start[i] if acts.timed[i] else acts.date[i]
        one: dict[str, Any] = {"source": ledger.where(i), "start": str(what) if start else None}
        one |= {"types": acts.types[i]} if "types" in wanted else {}
        one |= {name: acts.fields.get(name, [None] * (i + 1))[i] for name in wanted if name not in ("types", "start")}
        found.append(one)
    return found


def codes(ledger: Ledger) -> list[str]:
    return [f"{one.code} {one.source}" for one in ledger.problems if one.code != "unknown_column"]


def accounts(ledger: Ledger) -> dict[str, dict[str, int]]:
    kinds = ("read", "taken", "problems", "blank", "skipped")
    return {one.source: {kind: n for kind in kinds if (n := getattr(one, kind))} for one in ledger.sources}


# The same meeting, told by forms of every layout.
LAYOUTS: dict[str, list[Block]] = {
    "pairs in four columns": [
        TITLE,
        [
            ["时间", "2026年3月5日15:00", "地点", "会议室"],
            ["主持人", "张样本", "记录人", "李样本"],
            ["应到", "3人", "实到", "2人"],
            ["缺席人员", "王样本"],
            ["会议内容", "一、传达文件。"],
        ],
    ],
    "two columns": [
        TITLE,
        [
            ["会议时间：", "2026年3月5日15:00"],
            ["会议地点：", "会议室"],
            ["主 持 人：", "张样本"],
            ["记 录 人：", "李样本"],
            ["应到人数：", "3"],
            ["实到人数：", "2"],
            ["缺席人员：", "王样本（请假）"],
            ["会议内容：", "一、传达文件。"],
        ],
    ],
    "eight columns, titles in the table": [
        [
            [TITLE],
            ["时间", "2026.3.5 15:00", "地点", "会议室", "主持人", "张样本", "记录人", "李样本"],
            ["应到", "3人", "实到", "2人", "缺席", "王样本", "列席", "无"],
            ["会议内容", "一、传达文件。"],
        ],
    ],
    "label and value in one cell": [
        TITLE,
        [
            ["时  间：2026年3月5日15:00", "地  点：会议室"],
            ["主持人：张样本", "记录人：李样本"],
            ["应到：3人  实到：2人  缺席：王样本"],
            ["会议内容：一、传达文件。"],
        ],
    ],
    "labels above their values": [
        TITLE,
        [
            ["时间", "地点", "主持人", "记录人"],
            ["2026年3月5日15:00", "会议室", "张样本", "李样本"],
            ["应到人数", "实到人数", "缺席人员"],
            ["3", "2", "王样本"],
            ["会议内容"],
            ["一、传达文件。"],
        ],
    ],
    "a group of labels, merged downwards": [
        TITLE,
        [
            ["会议时间", "2026年3月5日下午3:00", "会议地点", "会议室"],
            ["参会人员", "主持人", "张样本", "<"],
            ["^", "记录人", "李样本", "<"],
            ["^", "应到", "3", "<"],
            ["^", "实到", "2", "<"],
            ["^", "缺席", "王样本", "<"],
            ["会\n议\n内\n容", "一、传达文件。", "<", "<"],
        ],
    ],
    "a frame around the form, one cell for all": [
        [
            [
                f"{TITLE}\n时间：2026年3月5日15:00\n地点：会议室\n主持人：张样本  记录人：李样本\n"
                "应到：3人，实到：2人，缺席：王样本\n会议内容：一、传达文件。"
            ]
        ],
    ],
    "lines above the table": [
        TITLE,
        "时间：2026年3月5日15:00          地点：会议室",
        [["主持人", "张样本"], ["记录人", "李样本"], ["参会情况", "应到3人，实到2人，缺席1人（王样本 请假）"]],
        [["会议内容"], ["一、传达文件。"]],
    ],
    "no table": [
        TITLE,
        "一、时间：2026年3月5日15：00—16：30",
        "二、地点：会议室",
        "三、主持人：张样本    记录人：李样本",
        "四、应到：3人  实到：2人  缺席：王样本",
        "五、会议内容：",
        "一、传达文件。",
    ],
    "no table, no label for what was said": [
        TITLE,
        "时间：2026年3月5日15：00地点：会议室",
        "主持：张样本\t记录人：李样本",
        "应到3人，实到2人，缺席1人（王样本）。",
        "一、传达文件。",
    ],
    "labels in brackets": [
        TITLE,
        *("【时间】2026年3月5日15:00", "【地点】会议室", "【主持人】张样本", "【记录人】李样本"),
        *("【应到】3人", "【实到】2人", "【缺席】王样本", "【内容】一、传达文件。"),
    ],
    "labels before tabs": [
        TITLE,
        *("时  间\t2026年3月5日15:00", "地  点\t会议室", "主持\t张样本", "记录\t李样本", "天气：晴"),
        *("应到\t3人", "实到\t2人", "缺席\t王样本", "内容", "一、传达文件。"),
    ],
    "as the 1 of 3 stands in other forms": [
        TITLE,
        [
            ["时    间", "二〇二六年三月五日 15 时 00 分", "地点", "会议室"],
            ["主持人（签字）", "张样本", "记录人（签字）", "李样本"],
            ["应到/实到", "3/2", "缺席人员及原因", "王样本（因病请假）"],
            ["主要内容", "一、传达文件。"],
        ],
    ],
}
MEETING = {
    "start": "2026-03-05 15:00:00",
    "types": ("committee_meeting",),
    "place": "会议室",
    "host": "张样本",
    "recorder": "李样本",
    "expected": 3,
    "present": 2,
    "absent_names": ("王样本",),
    "content": "一、传达文件。",
}


@pytest.mark.parametrize("blocks", LAYOUTS.values(), ids=LAYOUTS)
def test_the_same_meeting_in_every_layout(blocks: list[Block], tmp_path: Path) -> None:
    ledger = read_blocks(tmp_path, *blocks)
    (source,) = [one for one in ledger.sources if one.read]
    assert shown(ledger, *MEETING) == [{"source": source.source, **MEETING}]
    assert source.source in ("a.docx", "a.docx!表1")
    assert (source.origin, source.read, source.taken) == ("form", 1, 1)
    assert codes(ledger) == [f"type_guessed {source.source}"]


def test_several_forms_are_several_records_and_the_blank_one_is_none(tmp_path: Path) -> None:
    def form(day: str, content: str) -> Block:
        return [
            ["时间", day, "地点", ""],
            ["主持人", "", "记录人", ""],
            ["内容", content],
        ]

    ledger = read_blocks(
        tmp_path,
        "示例村党支部2026年支委会会议记录",
        form("3月5日", "一"),
        "党员大会会议记录",
        form("4月2日", "二"),
        "主题党日活动记录",
        form("    年   月   日", ""),
    )
    assert shown(ledger, "types", "content") == [
        {"source": "a.docx!表1", "start": "2026-03-05", "types": ("committee_meeting",), "content": "一"},
        {"source": "a.docx!表2", "start": "2026-04-02", "types": ("general_meeting",), "content": "二"},
    ]
    assert accounts(ledger)["a.docx!表3"] == {"read": 1, "blank": 1}
    assert codes(ledger) == [
        "type_guessed a.docx!表1",
        "year_from_title a.docx!表1",
        "type_guessed a.docx!表2",
        "year_from_title a.docx!表2",
        "blank_form a.docx!表3",
    ]


BLANKS: dict[str, list[Block]] = {
    "printed skeletons": [[["时间", "   年  月  日  时  分", "地点", ""], ["应到", "    人", "实到", "　人"]]],
    "prompts": [[["时间", "（填写时间）", "主持人", "（签字）"], ["会议内容", "（可附页）"]]],
    "the branch is printed": [[["党支部", "示例村党支部", "时间", ""], ["主持人", "", "记录人", ""]]],
    "boxes that nobody ticked": [[["会议类型", "□支委会 □党员大会 □党课"], ["时间", "____年__月__日"]]],
    "lines without a table": ["会议记录", "时间：            地点：", "主持人：          记录人：", "会议内容："],
    "placeholders below labels": [[["时间", "地点", "主持人"], ["", "", ""], ["会议内容"], [""]]],
}


@pytest.mark.parametrize("blocks", BLANKS.values(), ids=BLANKS)
def test_a_template_is_blank_and_no_record(blocks: list[Block], tmp_path: Path) -> None:
    ledger = read_blocks(tmp_path, *blocks)
    (account,) = accounts(ledger).values()
    assert account == {"read": 1, "blank": 1}
    assert [code.split()[0] for code in codes(ledger)] == ["blank_form"]
    assert ledger.activities.id == []


def test_a_form_without_a_time_is_said_not_dropped(tmp_path: Path) -> None:
    ledger = read_blocks(tmp_path, "支委会会议记录", [["地点", "会议室"], ["主持人", "张样本"], ["会议内容", "学习"]])
    assert codes(ledger) == ["type_guessed a.docx!表1", "missing_date a.docx!表1"]
    assert accounts(ledger) == {"a.docx!表1": {"read": 1, "problems": 1}}


@pytest.mark.parametrize(
    ("titles", "day"),
    [
        (["支委会会议记录", "（2026年3月5日）"], "2026-03-05"),
        (["2026年3月5日支委会会议记录"], "2026-03-05"),
        (["支委会会议记录", "填表：2026年3月5日"], None),
        (["支委会会议记录", "（2026年3月5日）", "（2026年4月5日）"], None),
    ],
)
def test_a_day_in_the_title_stands_in_for_the_time(titles: list[str], day: str | None, tmp_path: Path) -> None:
    ledger = read_blocks(tmp_path, *titles, [["地点", "会议室"], ["主持人", "张样本"], ["会议内容", "学习"]])
    assert [one["start"] for one in shown(ledger)] == ([day] if day else [])
    assert ("day_from_title a.docx!表1" in codes(ledger)) == (day is not None)


FORM: Block = [["时间", "2026年3月5日", "主持人", "张样本"], ["会议内容", "学习"]]


@pytest.mark.parametrize(
    ("place", "blocks", "types", "where"),
    [
        ("a.docx", ["示例村党支部主题党日活动记录表", FORM], ["theme_day"], "标题"),
        ("a.docx", ["党课记录", "主题党日活动记录表", FORM], ["theme_day"], "标题"),
        ("a.docx", ["主题党日暨党课记录表", FORM], ["theme_day", "party_lecture"], "标题"),
        ("a.docx", [[["支委会会议记录"], *FORM]], ["committee_meeting"], "标题"),
        ("a.docx", ["会议记录", [["会议名称", "三月支委会（扩大）"], *FORM]], ["committee_meeting"], "会议名称"),
        ("3月党员大会.docx", ["会议记录", FORM], ["general_meeting"], "文件名"),
        ("党课/3月.docx", ["会议记录", FORM], ["party_lecture"], "文件夹名"),
        ("党课/3月.docx", ["支委会、党员大会、党课记录本", FORM], ["party_lecture"], "文件夹名"),
        ("a.docx", ["主题党日活动记录表", [["会议类型", "支委会"], *FORM]], ["committee_meeting"], None),
        ("a.docx", ["会议记录", [["会议名称", "支委会"], *FORM]], ["committee_meeting"], None),
        ("a.docx", ["会议记录", [["类型", "□党员大会 ☑支委会 □党课"], *FORM]], ["committee_meeting"], None),
        ("a.docx", ["会议记录", [["类型", "党员大会□ 主题党日☑ 党课☑"], *FORM]], ["theme_day", "party_lecture"], None),
        ("a.docx", ["会议记录", FORM], None, None),
    ],
)  # fmt: skip
def test_where_the_type_comes_from(
    place: str, blocks: list[Block], types: list[str] | None, where: str | None, tmp_path: Path
) -> None:
    path = tmp_path / place
    path.parent.mkdir(exist_ok=True)
    document(*blocks).save(str(path))
    ledger = read(tmp_path, f"  activities: {place}\n")
    assert ledger.activities.types == ([tuple(types)] if types else [])
    assert [one.code for one in ledger.problems] == (["type_guessed"] if where else [] if types else ["missing_type"])
    if where:
        assert where in ledger.problems[0].message.zh


def test_the_type_that_the_source_fixes_is_not_guessed(tmp_path: Path) -> None:
    data = "  activities: {file: a.docx, type: 党课}\n"
    ledger = read_blocks(tmp_path, "主题党日活动记录表", FORM, data=data)
    assert ledger.activities.types == [("party_lecture",)]
    assert codes(ledger) == []


def test_names_over_several_cells_and_lines(tmp_path: Path) -> None:
    rows = [
        ["时间", "2026年3月5日", "地点", "村部"],
        ["谈话人", "张样本", "职务", "书记"],
        ["参加人员", "甲样本", "乙样本", "丙样本"],
        ["", "丁样本", "戊样本", ""],
        ["议程"],
        ["1.学习"],
        ["2.讨论"],
    ]
    (record,) = shown(read_blocks(tmp_path, TITLE, rows), "attendees_names", "host", "职务", "议程")
    assert record["attendees_names"] == ("甲样本", "乙样本", "丙样本", "丁样本", "戊样本")
    assert (record["host"], record["职务"], record["议程"]) == ("张样本", "书记", "1.学习\n2.讨论")


# what stands in the cells beside 参会情况 and its like, and what comes of it
ATTENDANCE: list[tuple[str, str, dict[str, object]]] = [
    (
        "参会情况",
        "应到9人，实到8人，缺席1人（李样本 请假）",
        {"expected": 9, "present": 8, "absent_names": ("李样本",)},
    ),
    ("出席情况", "应到：9人\n实到：8人\n缺席：李样本", {"expected": 9, "present": 8, "absent_names": ("李样本",)}),
    ("到会情况", "应到党员9名，实到8名，请假1名", {"expected": 9, "present": 8, "absent": 1}),
    ("应到实到", "9/8", {"expected": 9, "present": 8}),
    ("出勤", "8/9", {"expected": 9, "present": 8}),
    ("参加人员", "张样本、李样本\n王 某", {"attendees": 3, "attendees_names": ("张样本", "李样本", "王某")}),
    ("参会人员", "应到：9人 实到：8人\n张样本、李样本", {"expected": 9, "present": 8, "attendees": 2}),
    ("缺席人员及原因", "1人（李样本，请假）", {"absent_names": ("李样本",)}),
    ("缺席人员", "李样本（请假）、王某（出差）", {"absent": 2, "absent_names": ("李样本", "王某")}),
    ("缺席人员", "无", {"absent": 0}),
]


@pytest.mark.parametrize(("label", "cell", "wanted"), ATTENDANCE, ids=[f"{a} {b!r}" for a, b, _ in ATTENDANCE])
def test_attendance_of_a_form(label: str, cell: str, wanted: Mapping[str, object], tmp_path: Path) -> None:
    ledger = read_blocks(tmp_path, TITLE, [["时间", "2026年3月5日", "主持人", "张样本"], [label, cell]])
    (record,) = shown(ledger, *wanted)
    assert {name: record[name] for name in wanted} == wanted
    assert codes(ledger) == ["type_guessed a.docx!表1"]


def test_what_no_column_answers_to_is_kept_under_its_label(tmp_path: Path) -> None:
    ledger = read_blocks(
        tmp_path,
        TITLE,
        [
            ["时间", "2026年3月5日", "主持人", "张样本"],
            ["会议主题", "学习", "议题", "研究修路"],
            ["列席", "赵某", "天气", "晴"],
            ["时间", "2026年3月10日", "学习篇目", "《示例》"],
            ["发言情况"],
            ["张样本", "同意修路。"],
            ["李样本", "同意。"],
            ["决议：一致同意修路。"],
        ],
    )
    (record,) = shown(ledger, "title", "议题 2", "列席", "天气", "时间 2", "学习篇目", "发言情况", "决议", "evidence")
    assert record == {
        "source": "a.docx!表1",
        "start": "2026-03-05",
        "title": "学习",
        "议题 2": "研究修路",
        "列席": "赵某",
        "天气": "晴",
        "时间 2": "2026年3月10日",
        "学习篇目": "《示例》",
        "发言情况": "张样本 同意修路。\n李样本 同意。",
        "决议": "一致同意修路。",
        "evidence": None,
    }


def test_a_clock_time_beside_the_day_is_that_of_the_day(tmp_path: Path) -> None:
    rows = [["日期", "2026年3月5日", "时间", "15:00-16:30"], ["主持人", "张样本", "地点", "会议室"]]
    (record,) = shown(read_blocks(tmp_path, TITLE, rows), "end")
    assert (record["start"], str(record["end"])) == ("2026-03-05 15:00:00", "2026-03-05 16:30:00")


def test_meetings_one_below_the_other_in_one_table(tmp_path: Path) -> None:
    rows = [
        ["时间", "2026年3月5日", "主持人", "张样本"],
        ["会议内容", "一"],
        ["时间", "2026年4月2日", "主持人", "李样本"],
        ["会议内容", "二"],
    ]
    found = shown(read_blocks(tmp_path, TITLE, rows), "host", "content")
    assert found == [
        {"source": "a.docx!表1!1", "start": "2026-03-05", "host": "张样本", "content": "一"},
        {"source": "a.docx!表1!3", "start": "2026-04-02", "host": "李样本", "content": "二"},
    ]


def test_several_minutes_without_tables(tmp_path: Path) -> None:
    ledger = read_blocks(
        tmp_path,
        "支委会会议记录",
        "时间：2026年3月5日 地点：会议室",
        "主持人：张样本 记录人：李样本",
        "会议内容：",
        "一、学习。",
        "主持人：同志们，今天的会议有三项内容，请大家围绕这三项内容依次发言，我先讲几句。",
        "二、活动安排如下。",
        "时间：2026年3月20日",
        "散会。",
        "党员大会会议记录",
        "时间：2026年4月2日 地点：会议室",
        "主持人：张样本 记录人：李样本",
        "会议内容：二、选举。",
    )
    found = shown(ledger, "types", "content")
    assert [(one["source"], one["start"], one["types"]) for one in found] == [
        ("a.docx!正文1", "2026-03-05", ("committee_meeting",)),
        ("a.docx!正文2", "2026-04-02", ("general_meeting",)),
    ]
    assert found[0]["content"].endswith("二、活动安排如下。\n时间：2026年3月20日\n散会。")
    assert found[1]["content"] == "二、选举。"


@pytest.mark.parametrize("title", ["关于召开党员大会的通知", "主题党日活动方案", "党员大会议程"])
def test_an_announcement_is_no_record(title: str, tmp_path: Path) -> None:
    lines = ["时间：2026年3月5日", "地点：会议室", "主持人：张样本", "参加人员：全体党员"]
    with pytest.raises(CheckbranchError, match="no record"):
        read_blocks(tmp_path, title, *lines)
    with pytest.raises(CheckbranchError, match="is not the header of the table activities"):
        read_blocks(tmp_path, title, [line.split("：") for line in lines])


def test_minutes_beside_tables_that_are_none(tmp_path: Path) -> None:
    ledger = read_blocks(
        tmp_path,
        TITLE,
        "时间：2026年3月5日 地点：会议室",
        "主持人：张样本 记录人：李样本",
        "会议内容：学习。",
        "签到表",
        [["序号", "姓名", "签名"], ["1", "张样本", ""], ["2", "李样本", ""]],
        [["", ""], ["", ""]],
        [["时间", "内容"], ["15:00-15:30", "传达"], ["15:30", "讨论"]],
    )
    assert [(one["source"], one["start"]) for one in shown(ledger)] == [("a.docx!正文", "2026-03-05")]
    assert codes(ledger) == ["type_guessed a.docx!正文", "sheet_skipped a.docx!表1", "sheet_skipped a.docx!表3"]


def test_a_list_is_read_like_a_sheet(tmp_path: Path) -> None:
    ledger = read_blocks(
        tmp_path,
        "示例村党支部2026年组织生活台账",
        "填报单位：示例村党支部",
        [
            ["序号", "时间", "类型", "主题", "应到", "实到", "照片"],
            ["1", "3月5日", "党课", "学习", "9人", "8人", "√"],
            ["2", "3月12日", "支委会", "研究", "3", "3", ""],
            ["^", "3月19日", "^", "研究", "3", "3", ""],
            ["", "", "", "", "", "", ""],
            ["序号", "时间", "类型", "主题", "应到", "实到", "照片"],
            ["3", "以后", "党课", "学习", "9", "9", ""],
            ["合计", "", "", "", "21", "20", ""],
            ["备注", "<", "<", "<", "<", "<", "<"],
        ],
    )
    assert [tuple(one.values()) for one in shown(ledger, "types", "present", "evidence")] == [
        ("a.docx!表1!2", "2026-03-05", ("party_lecture",), 8, ("photos",)),
        ("a.docx!表1!3", "2026-03-12", ("committee_meeting",), 3, ()),
        ("a.docx!表1!4", "2026-03-19", ("committee_meeting",), 3, ()),
    ]
    (account,) = ledger.sources
    assert account.read == account.taken + account.problems + account.blank + account.skipped == 8
    assert (account.taken, account.blank, account.origin) == (3, 1, "ledger")
    assert "bad_date a.docx!表1!7" in codes(ledger)
    assert "year_from_title a.docx!表1" in codes(ledger)


def test_lists_with_titles_two_row_headers_and_months(tmp_path: Path) -> None:
    ledger = read_blocks(
        tmp_path,
        "2026年台账",
        [["日期", "类型", "出勤", "<"], ["^", "^", "应到", "实到"], ["3月5日", "党课", "9", "8"]],
        "2026年支委会情况",
        [["项目", "1月", "2月", "3月"], ["支委会", "8日", "√", ""]],
    )
    acts = ledger.activities
    assert [(str(day), ledger.where(i)) for i, day in enumerate(acts.date)] == [
        ("2026-03-05", "a.docx!表1!3"),
        ("2026-01-08", "a.docx!表2!2"),
        ("None", "a.docx!表2!2"),
    ]
    assert acts.fields["present"] == [8, None, None]


def test_other_tables_than_activities(tmp_path: Path) -> None:
    document("党员名册", [["编号", "姓名", "党支部"], ["M1", "张 样", "B1"]], FORM).save(str(tmp_path / "m.docx"))
    data = "  members: m.docx\n  activities: a.docx\n"
    ledger = read_blocks(tmp_path, TITLE, FORM, data=data)
    assert "M1" in ledger.subjects.id
    assert "sheet_skipped m.docx!表2" in codes(ledger)


def test_a_sheet_is_named_by_its_place(tmp_path: Path) -> None:
    data = "  activities: {file: a.docx, sheet: 表2}\n"
    ledger = read_blocks(tmp_path, TITLE, FORM, TITLE, [["时间", "2026年4月2日"], ["主持人", "李"]], data=data)
    assert [(one["source"], one["start"]) for one in shown(ledger)] == [("a.docx!表2", "2026-04-02")]


def test_a_nested_table_belongs_to_its_cell_and_a_frame_to_nothing(tmp_path: Path) -> None:
    docx = document(TITLE, [["时间", "2026年3月5日"], ["参会人员", ""], ["会议内容", "学习"]])
    fill(docx.tables[0].cell(1, 1).add_table(2, 2), [["张样本", "李样本"], ["王某某", "赵某"]])
    frame = docx.add_table(1, 1).cell(0, 0)
    fill(frame.add_table(2, 2), [["时间", "2026年4月2日"], ["主持人", "张样本"]])
    docx.save(str(tmp_path / "a.docx"))
    found = shown(read(tmp_path), "attendees_names")
    assert found[0]["attendees_names"] == ("张样本", "李样本", "王某某", "赵某")
    assert (found[1]["source"], found[1]["start"]) == ("a.docx!表2", "2026-04-02")


@pytest.mark.parametrize(("label", "kinds"), [("照片", ("photos",)), ("会议照片：", ("photos",)), ("其他", ())])
@pytest.mark.parametrize("how", ["beside", "below", "after the table", "after minutes"])
def test_pictures_are_photos_where_a_label_says_so(
    label: str, kinds: tuple[str, ...], how: str, tmp_path: Path
) -> None:
    rows = [["时间", "2026年3月5日"], ["主持人", "张样本"]]
    dot = str(picture(tmp_path))
    if how == "after minutes":
        docx = document(TITLE, "时间：2026年3月5日 地点：会议室", "主持人：张样本", "会议内容：学习", label, "")
        docx.paragraphs[-1].add_run().add_picture(dot, Mm(1))
    elif how == "after the table":
        docx = document(TITLE, rows, label, "")
        docx.paragraphs[-1].add_run().add_picture(dot, Mm(1))
    else:
        docx = document(TITLE, [*rows, [label, ""]] if how == "beside" else [*rows, [label], ["", "<"]])
        docx.tables[0].rows[-1].cells[-1].paragraphs[0].add_run().add_picture(dot, Mm(1))
    docx.save(str(tmp_path / "a.docx"))
    (record,) = shown(read(tmp_path), "evidence")
    assert (record["evidence"] or ()) == kinds


def cell(xml: str) -> str:
    return f"<w:tc><w:p>{xml}</w:p></w:tc>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE \\@ "yyyy"</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>%s<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
BOX = '<w14:checkbox><w14:checked w14:val="%d"/></w14:checkbox>'
OLD_BOX = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>%s</w:checkBox></w:ffData></w:fldChar></w:r>'
OLD_LIST = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>%s<w:listEntry w:val="村部"/>'
    '<w:listEntry w:val="会议室"/></w:ddList></w:ffData></w:fldChar></w:r>'
)
HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>填表前请阅读</w:t></w:r>"
TEXT_BOX = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p>{0}</w:p></w:txbxContent></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p>{0}</w:p></w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
# how a cell is written, and its text
WRITTEN = {
    "runs": (run("会") + run("议室"), "会议室"),
    "deleted and inserted": (
        f"<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>{run('新')}</w:ins>{run('室')}",
        "新室",
    ),
    "moved": (f"<w:moveFrom>{run('甲')}</w:moveFrom><w:moveTo>{run('乙')}</w:moveTo>", "乙"),
    "a line break and a tab": (f"{run('一')}<w:r><w:br/></w:r>{run('二')}<w:r><w:tab/></w:r>{run('三')}", "一\n二\t三"),
    "a content control": (control(run("会议室")), "会议室"),
    "a prompt": (control(run("单击此处输入文字。"), "<w:showingPlcHdr/>"), None),
    "a field": (FIELD % run("会议室"), "会议室"),
    "a simple field": (f'<w:fldSimple w:instr="X">{run("会议室")}</w:fldSimple>', "会议室"),
    "a link": (f"<w:hyperlink>{run('会议室')}</w:hyperlink>", "会议室"),
    "hidden text": (HIDDEN + run("会议室"), "会议室"),
    "a text box, told twice": (TEXT_BOX.format(run("会议室")), "会议室"),
    "check boxes": (
        control(run("☐"), BOX % 0) + run("村部 ") + control(run("☒"), BOX % 1) + run("会议室"),
        "会议室",
    ),
    "check boxes of the old kind": (
        OLD_BOX % '<w:default w:val="0"/>' + run("村部 ") + OLD_BOX % "<w:checked/>" + run("会议室"),
        "会议室",
    ),
    "a list of the old kind": (OLD_LIST % '<w:result w:val="1"/>', "会议室"),
    "symbols": ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("会议室 □村部"), "会议室"),
    "a comment and a footnote": (
        f'<w:commentRangeStart w:id="1"/>{run("会议室")}<w:r><w:footnoteReference w:id="1"/></w:r>',
        "会议室",
    ),
}


@pytest.mark.parametrize(("xml", "text"), WRITTEN.values(), ids=WRITTEN)
def test_the_text_of_a_cell(xml: str, text: str | None, tmp_path: Path) -> None:
    rows = f"<w:tr>{cell(run('时间'))}{cell(run('2026年3月5日'))}</w:tr><w:tr>{cell(run('地点'))}{cell(xml)}</w:tr>"
    body = f"<w:p>{run(TITLE)}</w:p><w:tbl>{rows}</w:tbl>"
    (record,) = shown(read_bytes(tmp_path, with_body(body)), "place")
    assert record["place"] == text


def test_rows_and_cells_in_content_controls_and_rows_that_were_deleted(tmp_path: Path) -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell(run('主持人'))}{cell(run('旧'))}</w:tr>"
    rows = control(f"<w:tr>{cell(run('时间'))}{control(cell(run('2026年3月5日')))}</w:tr>")
    prompt = control(cell(run("单击此处输入文字")), "<w:showingPlcHdr/>")
    asked = f"<w:tr>{cell(run('地点'))}{prompt}</w:tr>"
    kept = f"{asked}<w:tr>{cell(run('主持人'))}{cell(run('张样本'))}</w:tr>"
    body = control(f"<w:p>{run(TITLE)}</w:p>{control(f'<w:tbl>{rows}{gone}{kept}</w:tbl>')}")
    (record,) = shown(read_bytes(tmp_path, with_body(body)), "host", "place")
    assert (record["start"], record["host"], record["place"]) == ("2026-03-05", "张样本", None)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_forms_read_the_same_when_libreoffice_has_saved_them(tmp_path: Path) -> None:
    layouts = ("pairs in four columns", "a group of labels, merged downwards", "no table", "labels above their values")
    for number, layout in enumerate(layouts):
        document(*LAYOUTS[layout]).save(str(tmp_path / f"{number}.docx"))
    for kind, old in (("odt", "docx"), ("docx", "odt")):
        files = [f"{number}.{old}" for number in range(len(layouts))]
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to", kind]
        subprocess.run([*command, *files], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    for number, layout in enumerate(layouts):
        (record,) = shown(read(tmp_path, f"  activities: {number}.docx\n"), *MEETING)
        assert {name: record[name] for name in MEETING} == MEETING, layout
