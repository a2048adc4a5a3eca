"""YAML files as they are read: places, bounds, text as written, and both loaders alike."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checkbranch.engine.documents import document
from checkbranch.engine.documents.document import MAX_BYTES, MAX_TEXT, parse_document
from checkbranch.engine.documents.nodes import ListNode, MapNode, Node, Scalar

Plain = object


def shape(node: Node | None) -> Plain:
    """Return a value with all its places, to compare."""
    if isinstance(node, Scalar):
        return (node.where, node.text, node.plain)
    if isinstance(node, ListNode):
        return (node.where, [shape(each) for each in node.values])
    return node and (node.where, [(shape(key), shape(value)) for key, value in node.items()])


def root(text: str) -> MapNode:
    found = parse_document(text.encode(), "f.yaml")
    assert not found.faults
    assert isinstance(found.root, MapNode)
    return found.root


@pytest.mark.parametrize("loader", [yaml.BaseLoader, getattr(yaml, "CBaseLoader", yaml.BaseLoader)])
def test_every_key_and_value_keeps_its_place(loader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "_LOADER", loader)
    text = "pack: 甲\n名称: {zh: 规则, en: 'Rules'}\nlist:\n  - a\n  - b: c\n"
    assert shape(root(text)) == (
        "f.yaml:1:1",
        [
            (("f.yaml:1:1", "pack", True), ("f.yaml:1:7", "甲", True)),
            (
                ("f.yaml:2:1", "名称", True),
                (
                    "f.yaml:2:5",
                    [
                        (("f.yaml:2:6", "zh", True), ("f.yaml:2:10", "规则", True)),
                        (("f.yaml:2:14", "en", True), ("f.yaml:2:18", "Rules", False)),
                    ],
                ),
            ),
            (
                ("f.yaml:3:1", "list", True),
                (
                    "f.yaml:4:3",
                    [
                        ("f.yaml:4:5", "a", True),
                        ("f.yaml:5:5", [(("f.yaml:5:5", "b", True), ("f.yaml:5:8", "c", True))]),
                    ],
                ),
            ),
        ],
    )


# what YAML would turn into something else stays as it is written
@pytest.mark.parametrize("written", ["0.80", "1/2", "2026-01-01", "15:00", "yes", "007", "1e3", "0x1f", "=", "<<"])
def test_values_stay_as_written(written: str) -> None:
    value = root(f"key: {written}\n").get("key")
    assert isinstance(value, Scalar)
    assert (value.text, value.plain) == (written, True)


@pytest.mark.parametrize(
    ("written", "null"), [("", True), ("~", True), ("null", True), ("''", False), ("'null'", False)]
)
def test_nothing_is_told_from_an_empty_text(written: str, null: bool) -> None:
    value = root(f"key: {written}\n").get("key")
    assert isinstance(value, Scalar)
    assert value.is_null is null


def test_an_alias_is_the_value_of_its_anchor() -> None:
    found = root("a: &x {k: v}\nb: *x\n")
    assert found.get("b") is found.get("a")


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter() -> None:
    found = parse_document("\ufeffa: 1\r\nb: 2\r\n".encode(), "f.yaml")
    assert shape(found.root) == shape(root("a: 1\nb: 2\n"))


def test_text_is_composed() -> None:
    assert list(root("cafe\u0301: x\n").entries) == ["café"]


# bytes, where, words
REFUSED = [
    (b"# x\n" * (MAX_BYTES // 4 + 1), f"f.yaml:{MAX_BYTES // 4 + 1}", "larger than 5 MB"),
    (b"a: 1\nb: '" + b"x" * MAX_BYTES + b"'\n", "f.yaml:2", "Shorten the line"),
    (b"a: 1\nb: '" + b"x" * (MAX_TEXT + 1) + b"'\n", "f.yaml:2:4", "Shorten it"),
    (b"a: |\n" + b"  x\n" * (MAX_TEXT // 2 + 1), "f.yaml:1:4", "Shorten it"),
    ("a: 1\nb: 2\n".encode("utf-16"), "f.yaml:1:1", "UTF-8"),
    ("甲: 1\r\n乙: ".encode() + b"\xff", "f.yaml:2:4", "UTF-8"),
    ("甲: 1\r\n乙: \x00".encode(), "f.yaml:2:4", "U+0000"),
    (b"", "f.yaml", "empty"),
    (b"a: 1\na: 2\na: 3\n", "f.yaml:2:1", "in line 1"),
    (b"~: 1\n", "f.yaml:1:1", "key must be text"),
    (b"[" * 100_000, "f.yaml:1:61", "nested deeper"),
]


@pytest.mark.parametrize(("data", "where", "words"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_cannot_be_read_is_said(data: bytes, where: str, words: str) -> None:
    fault = parse_document(data, "f.yaml").faults[0]
    assert fault.where == where
    assert words in fault.message.en


def test_a_text_may_be_as_long_as_the_limit() -> None:
    assert root(f"a: {'长' * MAX_TEXT}").get("a") is not None


def test_every_repeated_key_is_said() -> None:
    assert [fault.where for fault in parse_document(b"a: 1\na: 2\na: 3\n", "f").faults] == ["f:2:1", "f:3:1"]


@given(st.binary(max_size=200) | st.text(alphabet="ab:-[]{}&*!|>'\"# \n\t?,%@~\u4e2d", max_size=80).map(str.encode))
def test_any_bytes_give_a_value_or_a_fault(data: bytes) -> None:
    found = parse_document(data, "f.yaml")
    assert (found.root is None) <= bool(found.faults)
