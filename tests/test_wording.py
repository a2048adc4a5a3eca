"""The catalogue of all wording is fresh, its Chinese is punctuated as Chinese is, and corrections reach the code."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from hypothesis import given
from hypothesis import strategies as st

from .wording.__main__ import CATALOGUE
from .wording.catalogue import Key, Language, catalogue, keyed, read, written
from .wording.corrections import apply, corrections
from .wording.literals import Unwritable, filled_in, literal
from .wording.pack_pairs import pack_pairs
from .wording.pair import Pair, is_pair
from .wording.python_pairs import python_pairs, template
from .wording.sources import all_pairs
from .wording.template_pairs import template_pairs


@cache
def shipped() -> list[Pair]:
    """Return the wording of the program, read once and not while tests are collected."""
    return all_pairs()


MODULE = '''\
def told(number, language):
    """已有 is no text that is shown."""
    if number > 9:
        raise fail("a.xlsx", f"有 {number} 行没有日期。", f"{number} rows have no date.")
    head = f"<b>{'Data' if language == 'en' else '数据'}</b>"
    hint_zh = "请补填。"
    hint_en = "Fill it in."
    say(what_zh="单位", what_en="units")
    if language == "en":
        return "None."
    return "没有。"


NAMES = [("decision", "决议"), Text("缺口", "Gap"), Text(zh="豁免", en="Waived")]
LONG = Text(
    "第一句很长，"
    "第二句也长。",
    "One sentence "
    "and another.",
)
'''
TEMPLATE = (
    "<th>{% if en %}{{ n }} more{% else %}另有 {{ n }} 项{% endif %}</th>{{ (['a day'] if en else ['日期'])[0] }}"
)
PACK = """\
duties:
  - title: {zh: 每月一次, en: Once a month}
    note: &note
      zh: >-
        一句话
      en: "One: sentence"
    again: *note
"""


def test_the_catalogue_is_what_the_code_says(update: bool) -> None:
    made = catalogue(shipped(), "zh")
    if update:
        CATALOGUE.write_bytes(written(made))
    held = {key: _string_and_files(message) for key, message in read(CATALOGUE).items()}
    now = {(message.context, str(message.id)): _string_and_files(message) for message in made if message.id}
    assert held == now, "the wording changed: run pytest tests/test_wording.py --update and look at the difference"


def _string_and_files(message: Message) -> tuple[str, set[str]]:
    return str(message.string), {file for file, _ in message.locations}


def test_everything_that_people_read_is_in_it() -> None:
    """Of each way in which a text is written down in two languages there is much."""
    number = {
        form: sum(pair.zh_at.form == form for pair in shipped()) for form in ("plain", "f", "jinja", "flow", "block")
    }
    assert all(found > 80 for found in number.values()), number
    assert not any(message.fuzzy or not message.string for message in read(CATALOGUE).values())


def test_a_babel_catalogue_in_either_language_holds_every_text() -> None:
    ways: tuple[Language, Language] = ("zh", "en")
    for into in ways:
        made = catalogue(shipped(), into)
        for (context, source), pair in keyed(shipped(), into):
            message = made.get(source, context)
            assert message is not None and message.string == (pair.zh if into == "zh" else pair.en)


# What is quoted, filled in, or a piece of a file is no Chinese sentence.
_ASIDE = re.compile(r"“[^”]*”|{{.*?}}|{[^{}]*}|`[^`]*`")
_FAULTS = {
    "a half-width mark beside a Chinese character": r"[\u4e00-\u9fff][,?!]|[,?!][\u4e00-\u9fff]",
    "half-width brackets around Chinese": r"\([\u4e00-\u9fff]|[\u4e00-\u9fff]\)",
    "a straight quotation mark beside Chinese": r"[\u4e00-\u9fff]\"|\"[\u4e00-\u9fff]",
    "a mark or a word twice": r"，，|。。|；；|、、|：：|的的|了了|请请",
    "a full stop of English": r"[\u4e00-\u9fff]\.(?:\s|$)",
    "an accusation": r"违规|弄虚作假|造假",
}


@pytest.mark.parametrize("fault", _FAULTS)
def test_chinese_is_written_as_chinese_is(fault: str) -> None:
    found = [f"{pair.file}: {pair.zh}" for pair in shipped() if re.search(_FAULTS[fault], _ASIDE.sub("0", pair.zh))]
    assert not found


def test_english_has_no_chinese_marks() -> None:
    found = [
        f"{pair.file}: {pair.en}" for pair in shipped() if re.search("[，。；：（）！？]", _ASIDE.sub("0", pair.en))
    ]
    assert not found


def _said(pairs: list[Pair]) -> list[tuple[str, str]]:
    return [(pair.zh, pair.en) for pair in pairs]


def test_pairs_are_found_where_they_stand() -> None:
    assert _said(list(python_pairs("a.py", MODULE))) == [
        ("有 {number} 行没有日期。", "{number} rows have no date."),
        ("数据", "Data"),
        ("请补填。", "Fill it in."),
        ("单位", "units"),
        ("没有。", "None."),
        ("缺口", "Gap"),
        ("豁免", "Waived"),
        ("第一句很长，第二句也长。", "One sentence and another."),
    ]
    assert _said(list(template_pairs("a.j2", TEMPLATE))) == [("另有 {{ n }} 项", "{{ n }} more"), ("日期", "a day")]
    assert _said(list(pack_pairs("a.yaml", PACK))) == [("每月一次", "Once a month"), ("一句话", "One: sentence")]


@pytest.mark.parametrize(
    ("zh", "en", "paired"),
    [
        ("日期", "Date", True),
        ("请写“date: 日期”。", "Write “date: 日期”.", True),
        ("开始时间", "started_at", False),
        ("日期", "2026", False),
        ("Date", "日期", False),
        ("date day: 日期 时间", "text text: {OTHER}", False),
    ],
)
def test_a_heading_and_its_key_are_no_pair(zh: str, en: str, paired: bool) -> None:
    assert is_pair(zh, en) is paired


def _write(root: Path) -> list[Pair]:
    files = {"a.py": MODULE, "a.j2": TEMPLATE, "a.yaml": PACK}
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    return _read(root)


def _read(root: Path) -> list[Pair]:
    texts = {path.name: path.read_text(encoding="utf-8") for path in root.iterdir()}
    return [
        *python_pairs("a.py", texts["a.py"]),
        *template_pairs("a.j2", texts["a.j2"]),
        *pack_pairs("a.yaml", texts["a.yaml"]),
    ]


def _held(pairs: list[Pair], into: Language, told: dict[str, str], tmp_path: Path) -> dict[Key, Message]:
    """Return a catalogue in which somebody corrected some strings, as it comes back from a file."""
    made = catalogue(pairs, into)
    for message in made:
        if message.string in told:
            message.string = told[str(message.string)]
    path = tmp_path.parent / f"{tmp_path.name}.po"
    path.write_bytes(written(made))
    return read(path)


def test_a_corrected_catalogue_corrects_the_code(tmp_path: Path) -> None:
    told = {
        "有 {number} 行没有日期。": "共 {number} 行“日期”为空，\t请补填 \\。",
        "没有。": "无。",
        "第一句很长，第二句也长。": "写得更长的一句话，" * 12,
        "另有 {{ n }} 项": "其余 {{ n }} 项",
        "日期": "日子",
        "数据": "“数据”表",
        "每月一次": "每月, 一次",
        "一句话": "一句，另起\n一行",
    }
    before = _write(tmp_path)
    found, refused = corrections(before, _held(before, "zh", told, tmp_path), "zh")
    assert (len(found), refused, apply(found, tmp_path)) == (8, [], [])
    assert _said(_read(tmp_path)) == [(told.get(pair.zh, pair.zh), pair.en) for pair in before]
    lines = (tmp_path / "a.py").read_text(encoding="utf-8").splitlines()
    assert max(map(len, lines)) < 100
    assert '"""已有 is no text that is shown."""' in lines[1]


def test_the_english_is_corrected_alike(tmp_path: Path) -> None:
    before = _write(tmp_path)
    told = {"{number} rows have no date.": 'No date in {number} rows: it\'s "empty".', "Once a month": "Every month"}
    found, refused = corrections(before, _held(before, "en", told, tmp_path), "en")
    assert (refused, apply(found, tmp_path)) == ([], [])
    assert _said(_read(tmp_path)) == [(pair.zh, told.get(pair.en, pair.en)) for pair in before]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("有 {number} 行没有日期。", "有几行没有日期。", "fills in nothing instead of {number}"),
        ("有 {number} 行没有日期。", "有 {count} 行没有日期。", "fills in {count} instead of {number}"),
        ("没有。", "没有 {x}。", "fills in {x} instead of nothing"),
        ("没有。", "没有。 ", "ends with a space"),
        ("另有 {{ n }} 项", "另有几项", "fills in nothing instead of {{ n }}"),
        ("缺口", " ", "empty"),
    ],
)
def test_a_correction_that_would_break_the_code_is_refused(old: str, new: str, why: str, tmp_path: Path) -> None:
    pairs = _write(tmp_path)
    found, refused = corrections(pairs, _held(pairs, "zh", {old: new}, tmp_path), "zh")
    assert found == [] and len(refused) == 1 and why in refused[0]


def test_a_question_and_a_text_of_another_day_correct_nothing(tmp_path: Path) -> None:
    pairs = _write(tmp_path)
    held = _held(pairs, "zh", {"没有。": "无。"}, tmp_path)
    held[None, "None."].flags.add("fuzzy")
    held[None, "Gone."] = Message("Gone.", "没有了。")
    assert corrections(pairs, held, "zh") == ([], ["'Gone.' is not in the code any more"])


def test_a_text_said_in_two_ways_has_its_file_as_context(tmp_path: Path) -> None:
    pairs = list(python_pairs("a.py", 'A = Text("缺口", "Gap")\nB = Text("空档", "Gap")\nC = Text("漏项", "Gap")\n'))
    pairs += python_pairs("b.py", 'D = Text("缺口", "Gap")\nE = Text("间隙", "Gap")\n')
    assert [(key, pair.zh) for key, pair in keyed(pairs, "zh")] == [
        ((None, "Gap"), "缺口"),
        (("a.py", "Gap"), "空档"),
        (("a.py 2", "Gap"), "漏项"),
        ((None, "Gap"), "缺口"),
        (("b.py", "Gap"), "间隙"),
    ]


_TEXTS = st.text(st.sampled_from("中文字，。“”'\"\\{}\n\t\u3000 \u200fab:#-"), min_size=1, max_size=90)


def test_within_an_f_string_nothing_is_escaped() -> None:
    assert literal("“数据”表", "plain", 0, "'") == "'“数据”表'"
    with pytest.raises(Unwritable, match="within an f-string"):
        literal("it's", "plain", 0, "'")


@given(_TEXTS, st.integers(0, 60))
def test_any_text_is_written_so_that_python_reads_it_back(text: str, column: int) -> None:
    written_plain = literal(text, "plain", column)
    assert ast.literal_eval(f"(\n{' ' * column}{written_plain}\n)") == text
    doubled = text.replace("{", "{{").replace("}", "}}") + "{name!r:>{width}}"
    node = ast.parse(f"(\n{' ' * column}{literal(doubled, 'f', column)}\n)", mode="eval").body
    assert template(node) == doubled
    assert filled_in(doubled, "f") == ["{name!r:>{width}}"]
