"""A YAML file read so that every key and value keeps its place, with all faults of its form at once."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import yaml

from ..causes import system_cause
from ..errors import Fault
from ..syntax_causes import yaml_cause
from ..text import Text
from .nodes import ListNode, MapNode, Node, Place, Scalar

MAX_BYTES = 5_000_000
MAX_NODES = 200_000
MAX_DEPTH = 60
MAX_TEXT = 20_000  # characters of one value, or bytes of one line of a file that is too large

# The loaders that resolve nothing: every scalar stays the text that was written. The C one is twenty times faster.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds: its value (None where it cannot be read at all), its faults and its bytes."""

    root: Node | None
    faults: tuple[Fault, ...]
    data: bytes = b""


def read_document(path: Path, shown: str) -> Document:
    """Read the YAML file ``path``, named ``shown`` in messages; whatever is wrong with it is in ``faults``."""
    try:
        # One byte more than allowed tells a file that is too large without reading all of it.
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return _refused(shown, "没有这个文件。请核对路径。", "There is no such file. Check the path.")
    except IsADirectoryError:
        return _refused(shown, "这是文件夹，不是文件。请写文件的路径。", "This is a folder. Write the path of a file.")
    except OSError as error:
        cause = system_cause(error)
        return _refused(
            shown,
            f"文件无法读取（{cause.zh}）。请检查权限，或关闭占用它的程序。",
            f"The file cannot be read ({cause.en}). Check its permissions, or close the program that holds it.",
        )
    return parse_document(data, shown)


def parse_document(data: bytes, shown: str) -> Document:
    """Return the one YAML document in ``data``, named ``shown`` in messages."""
    if len(data) > MAX_BYTES:
        return _too_large(shown, data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        return _refused(
            _place_after(shown, before),
            "此处不是 UTF-8 编码。请将文件另存为 UTF-8。",
            "This is not UTF-8. Save the file as UTF-8.",
        )
    if strange := _UNPRINTABLE.search(text):
        code = f"U+{ord(strange[0]):04X}"
        return _refused(
            _place_after(shown, text[: strange.start()]),
            f"含有不可见的控制字符 {code}。请删除该字符。",
            f"There is a control character, {code}. Delete it.",
        )
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _Builder(shown).build(text, data)


def _refused(where: str, zh: str, en: str) -> Document:
    return Document(None, (Fault(where, Text(zh, en)),))


def _too_large(shown: str, data: bytes) -> Document:
    """Name the line that is endlessly long, else the one at which the file is too large."""
    limit = MAX_BYTES // 1_000_000
    lines = data.split(b"\n")
    long = next((number for number, line in enumerate(lines, 1) if len(line) > MAX_TEXT), None)
    if long is None:
        last = data[:MAX_BYTES].count(b"\n") + 1
        return _refused(
            f"{shown}:{last}",
            f"文件超过 {limit} MB。请拆成几个文件。",
            f"The file is larger than {limit} MB. Split it into several.",
        )
    return _refused(
        f"{shown}:{long}",
        f"文件超过 {limit} MB，其中这一行超过 {MAX_TEXT} 字节。请缩短这一行。",
        f"The file is larger than {limit} MB, and this line alone is longer than {MAX_TEXT} bytes. Shorten the line.",
    )


def _place_after(shown: str, before: str) -> str:
    before = before.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return f"{shown}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def _start(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


class _StopReading(Exception):
    """The file has a fault after which nothing more of it can be understood."""


class _Frame:
    """A list or map that is still open; ``begun`` is the number of nodes before it."""

    __slots__ = ("anchor", "begun", "key", "node")

    def __init__(self, node: ListNode | MapNode, anchor: str | None, begun: int) -> None:
        self.node, self.anchor, self.begun = node, anchor, begun
        self.key: Node | None = None


class _Builder:
    """Builds the value of one document from YAML's events, without recursion and within bounds."""

    def __init__(self, shown: str) -> None:
        self._shown = shown
        self._faults: list[Fault] = []
        self._frames: list[_Frame] = []
        self._anchors: dict[str, tuple[Node, int] | None] = {}
        self._root: Node | None = None
        self._documents = self._nodes = 0

    def build(self, text: str, data: bytes) -> Document:
        """Return the document in ``text``."""
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                self._take(event)
        except _StopReading:
            self._root = None
        except (yaml.YAMLError, ValueError, OverflowError) as error:  # the last two of the reader without C
            self._root = None
            self._syntax(error)
        if self._root is None and not self._faults:
            self._faults.append(Fault(self._shown, Text("文件是空的。请写入内容。", "The file is empty. Fill it in.")))
        return Document(self._root, tuple(self._faults), data)

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._tag(event)
            if len(event.value) > MAX_TEXT:
                self._stop(
                    event,
                    f"这项文字超过 {MAX_TEXT} 个字符。请缩短。",
                    f"This text is longer than {MAX_TEXT} characters. Shorten it.",
                )
            line, column = _start(event)
            node = Scalar(self._shown, line, column, event.value, event.implicit[0])
            self._count(event, 1)
            if event.anchor:
                self._anchors[event.anchor] = (node, 1)
            self._attach(node)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(
                    event,
                    "文件中有多个 YAML 文档。请删去“---”，或拆成几个文件。",
                    "The file holds several YAML documents. Delete the “---”, or split the file.",
                )

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        self._tag(event)
        if len(self._frames) >= MAX_DEPTH:
            self._stop(
                event,
                f"嵌套超过 {MAX_DEPTH} 层。请减少层次。",
                f"It is nested deeper than {MAX_DEPTH} levels. Flatten it.",
            )
        make = MapNode if isinstance(event, yaml.MappingStartEvent) else ListNode
        self._frames.append(_Frame(make(self._shown, *_start(event)), event.anchor, self._nodes))
        self._count(event, 1)
        if event.anchor:
            self._anchors[event.anchor] = None

    def _close(self) -> None:
        frame = self._frames.pop()
        if frame.anchor:
            self._anchors[frame.anchor] = (frame.node, self._nodes - frame.begun)
        self._attach(frame.node)

    def _alias(self, event: yaml.AliasEvent) -> None:
        name = event.anchor or ""
        if name not in self._anchors:
            self._stop(
                event,
                f"没有名为“{name}”的锚点。请先写“&{name}”。",
                f"There is no anchor “{name}”. Write &{name} first.",
            )
        found = self._anchors[name]
        if found is None:
            self._stop(event, f"“*{name}”引用了自身。请把内容写全。", f"“*{name}” refers to itself. Write it out.")
            return
        self._count(event, found[1])
        self._attach(found[0])

    def _attach(self, node: Node) -> None:
        if not self._frames:
            self._root = node
            return
        frame = self._frames[-1]
        if isinstance(frame.node, ListNode):
            frame.node.values.append(node)
        elif frame.key is None:
            frame.key = node
        else:
            self._entry(frame.node, frame.key, node)
            frame.key = None

    def _entry(self, into: MapNode, key: Node, value: Node) -> None:
        if not isinstance(key, Scalar) or key.is_null:
            self._fault(key, "键应为文字。请改写成“键: 值”。", "A key must be text. Write “key: value”.")
        elif key.text in into.entries:
            first = into.entries[key.text][0].line
            self._fault(
                key,
                f"键“{key.text}”重复，第 {first} 行已有。请删去一个。",
                f"The key “{key.text}” is there already, in line {first}. Delete one of the two.",
            )
        else:
            into.entries[key.text] = (key, value)

    def _tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            self._fault(
                Place(self._shown, *_start(event)),
                "不使用 YAML 标签（!…）。请删去标签，文字可加引号。",
                "YAML tags (!…) are not used. Delete the tag; put text in quotes.",
            )

    def _count(self, event: yaml.Event, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            self._stop(
                event,
                f"展开引用后超过 {MAX_NODES} 项。请减少“*”引用或拆分文件。",
                f"More than {MAX_NODES} values once aliases are expanded. Use fewer aliases, or split the file.",
            )

    def _fault(self, at: Place, zh: str, en: str) -> None:
        self._faults.append(Fault(at.where, Text(zh, en)))

    def _stop(self, event: yaml.Event, zh: str, en: str) -> None:
        self._fault(Place(self._shown, *_start(event)), zh, en)
        raise _StopReading

    def _syntax(self, error: Exception) -> None:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        cause = yaml_cause(error)
        where = f"{self._shown}:{mark.line + 1}:{mark.column + 1}" if mark else self._shown
        if "cannot start any token" in cause.en:
            zh, en = (
                "缩进不能用制表符，“@、`、%”开头的文字要加引号",
                "Indent with spaces, not tabs, and quote text that begins with @, ` or %",
            )
        else:
            zh, en = (
                "请检查此处及上一行的缩进、冒号后的空格和引号",
                "Check indentation, the space after colons and the quotes, here and one line up",
            )
        begun = getattr(error, "context_mark", None)
        if begun and mark and begun.line != mark.line:
            zh, en = f"{zh}；这一部分从第 {begun.line + 1} 行开始", f"{en}; this part begins in line {begun.line + 1}"
        self._faults.append(
            Fault(where, Text(f"不符合 YAML 语法（{cause.zh}）。{zh}。", f"This is not YAML ({cause.en}). {en}."))
        )
