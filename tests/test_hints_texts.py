"""Texts held against one another and against the days of documents, without an audit around them."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkbranch.engine.kinds.hints.alike import SHORTEST, Said, alike, likeness
from checkbranch.engine.kinds.hints.published import before_published
from checkbranch.engine.kinds.hints.texts import LONGEST, Told, passages, sentences
from checkbranch.engine.packs.documents import Document
from checkbranch.engine.text import Text

NINE_TENTHS = Fraction(9, 10)
MINUTES = (
    "甲一：今年要把灌溉渠修好，春耕前完工。乙一：低保评议要公开，名单贴到组里。"
    "丙一：外出务工的党员要有人联系，每季度通一次电话。"
)
OTHER = (
    "通报上半年党费收缴情况，讨论发展对象一名。丁一：该同志在防汛中带头值守。戊一：建议再考察一段时间，补齐培训学时。"
)

# what was changed, the text after it, and how much alike the two are at least and at most
CHANGED = [
    ("nothing", MINUTES, 1, 1),
    ("day and number before it", "2026年3月5日，第3次。" + MINUTES, 0.95, 1),
    ("numerals, Arabic and Chinese", MINUTES.replace("每季度通一次", "每季度通3次"), 1, 1),
    ("punctuation and spaces", MINUTES.replace("，", " ,  ").replace("：", ":"), 1, 1),
    ("the order of the speakers", "。".join(reversed(MINUTES.rstrip("。").split("。"))) + "。", 1, 1),
    ("who said it", MINUTES.translate(str.maketrans("甲乙丙", "丙甲乙")), 0.9, 0.99),
    ("order and a word in each", "丙一：外地务工的党员要有人联系，每季度通一次电话。" + MINUTES[:37], 0.9, 0.99),
    ("everything", OTHER, 0, 0.5),
    ("half of it", MINUTES[: len(MINUTES) // 2], 0.5, 0.8),
]


def told(rid: int, day: str, body: str = "", title: str = "", *, dated: bool = True) -> Told:
    return Told(rid, f"R{rid}", date.fromisoformat(day), dated, None, title, body)


def said(text: str) -> Said:
    return Said.of(sentences(text))


@pytest.mark.parametrize(("what", "text", "least", "most"), CHANGED, ids=[row[0] for row in CHANGED])
def test_likeness(what: str, text: str, least: float, most: float) -> None:
    found = likeness(said(MINUTES), said(text))
    assert least <= found <= most
    assert likeness(said(text), said(MINUTES)) == found


def test_the_border_of_likeness_is_exact() -> None:
    """Nine letters of ten are shared: 9/10 is alike at 9/10, and not at a hair more."""
    one, other = "甲乙丙丁戊己庚辛壬癸" * 4, ("甲乙丙丁戊己庚辛壬" + "癸") * 4
    other = other[:36] + "子丑寅卯"
    records = [told(0, "2025-01-01", one), told(1, "2026-01-01", other)]
    assert likeness(said(one), said(other)) == NINE_TENTHS
    assert alike(records, NINE_TENTHS) == {1: 0}
    assert alike(records, Fraction(901, 1000)) == {}


@given(st.lists(st.text("甲乙丙丁戊己庚辛", min_size=1, max_size=12), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_partsnever_matters(parts: list[str], chance: random.Random) -> None:
    shuffled = parts[:]
    chance.shuffle(shuffled)
    assert likeness(Said.of(tuple(parts)), Said.of(tuple(shuffled))) == (1 if parts else 0)


@given(*[st.lists(st.text("甲乙丙丁", min_size=1, max_size=9), max_size=6).map(tuple)] * 2)
def test_likeness_is_a_share_and_a_bound_only_cuts(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    one, other = Said.of(first), Said.of(second)
    whole = likeness(one, other)
    assert 0 <= whole <= 1
    assert likeness(one, other, Fraction(1, 2)) == (whole if whole >= Fraction(1, 2) else 0)


def test_a_short_text_is_left_out_and_the_next_longer_is_not() -> None:
    letters = "".join(chr(0x5E00 + n) for n in range(SHORTEST))
    for text, found in ((letters, {1: 0}), (letters[:-1], {})):
        assert alike([told(0, "2025-01-01", text), told(1, "2026-01-01", text)], NINE_TENTHS) == found


def test_a_short_content_is_read_with_its_title() -> None:
    records = [told(n, f"202{n}-01-01", "全体党员参加。", MINUTES) for n in (5, 6)]
    assert alike(records, NINE_TENTHS) == {6: 5}


def test_records_of_one_day_are_not_compared_and_hide_nothing() -> None:
    """Twenty groups write the same on one day; all copy the year before."""
    groups = [told(n, "2026-03-05", MINUTES) for n in range(1, 21)]
    assert alike(groups, NINE_TENTHS) == {}
    assert alike([told(0, "2025-03-05", MINUTES), *groups], NINE_TENTHS) == dict.fromkeys(range(1, 21), 0)


def test_the_most_alike_is_named_then_the_latest_whatever_the_order_of_rows() -> None:
    near = MINUTES.replace("外出务工", "外地打工")
    records = [
        told(0, "2023-01-01", MINUTES),
        told(1, "2024-01-01", near),
        told(2, "2025-01-01", MINUTES),
        told(3, "2026-01-01", MINUTES),
        told(4, "2026-02-01", OTHER),
    ]
    for seed in range(6):
        random.Random(seed).shuffle(records)
        assert alike(records, NINE_TENTHS) == {1: 0, 2: 0, 3: 2}


def test_a_copy_is_found_among_many_texts() -> None:
    chance = random.Random(1)
    words = [chr(n) for n in range(0x4E00, 0x5200)]
    texts = ["。".join("".join(chance.choices(words, k=15)) for _ in range(10)) for _ in range(300)]
    records = [told(n, f"{2000 + n // 300}-01-{1 + n % 28:02d}", text) for n, text in enumerate(texts)]
    copied = "。".join(reversed(texts[17].split("。")))
    records.append(told(999, "2026-01-01", "2026年1月1日。" + copied))
    assert alike(records, NINE_TENTHS) == {999: 17}


def test_a_text_of_five_million_letters_is_cut() -> None:
    long = MINUTES * (5_000_000 // len(MINUTES))
    assert sum(map(len, passages(long))) <= LONGEST
    assert alike([told(0, "2025-01-01", long), told(1, "2026-01-01", long)], NINE_TENTHS) == {1: 0}


REPORT = Document("党的二十大报告", Text("党的二十大报告", ""), date(2022, 10, 16), ("党的二十大报告", "二十大报告"))
# day, title, content, whether the report is named too early
STUDIED = [
    ("2022-10-15", "", "学习党的二十大报告。", True),
    ("2022-10-16", "", "学习党的二十大报告。", False),
    ("2022-10-15", "《二十大 报告》解读", "", True),
    ("2022-10-15", "", "传达学习了“二十大”报告全文", True),
    ("2022-10-15", "", "党的二十大报告", False),
    ("2022-10-15", "喜迎二十大", "学习党的二十大有关精神。", False),
    ("2022-10-15", "", "即将召开的大会上将作二十大报告，先学习十九大报告。", False),
    ("2022-10-15", "", "下一步认真学习二十大报告。", False),
    ("2022-10-15", "", "学习讨论二十大报告征求意见稿。", False),
    ("2022-10-15", "", "待二十大报告公布后组织学习。", False),
    ("2022-10-15", "", "学习十九大报告。打算读二十大报告。", False),
    ("2022-10-15", "", "", False),
]


@pytest.mark.parametrize(("day", "title", "content", "early"), STUDIED)
def test_only_a_claim_to_have_studied_it_counts(day: str, title: str, content: str, early: bool) -> None:
    found = before_published([told(7, day, content, title)], [REPORT])
    assert found == ({7: REPORT} if early else {})


def test_a_record_without_a_day_is_left_out_and_the_first_document_is_named() -> None:
    later = Document("三中全会决定", Text("三中全会决定", ""), date(2024, 7, 18), ("三中全会决定",))
    studied = "学习二十大报告和三中全会决定。"
    assert before_published([told(1, "2022-01-01", studied, dated=False)], [REPORT]) == {}
    assert before_published([told(1, "2022-01-01", studied)], [later, REPORT]) == {1: REPORT}
    assert before_published([told(1, "2023-01-01", studied)], [later, REPORT]) == {1: later}
    assert before_published([told(1, "2023-01-01", studied)], []) == {}
