"""A workspace read from its ``checkbranch.yaml``, or made up for a single ledger file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ...calendars import Duration
from ..documents.document import read_document
from ..documents.form import Form, nearest
from ..documents.nodes import ListNode, MapNode, Scalar
from ..errors import CheckbranchError, fail
from .settings import TableSource, Workspace
from .sources import read_data

FILE = "checkbranch.yaml"
SUFFIXES = (".yaml", ".yml")
LANGUAGES = ("zh", "en")
SEVERITIES = ("error", "warning", "info")
KEYS = (
    "checkbranch",
    "name",
    "timezone",
    "language",
    "rules",
    "unit",
    "data",
    "log_starts",
    "complete_through",
    "entry_grace",
    "holidays",
    "severity",
    "off",
    "score",
    "waivers",
)
WAIVER_KEYS = ("longest",)
_NO_DIGITS = str.maketrans("", "", "0123456789")


def read_workspace(path: Path) -> Workspace:
    """Return the workspace at ``path``: a folder, its ``checkbranch.yaml``, or a single ledger file.

    Raises CheckbranchError with every fault of the settings. The tables that they name are not opened.
    """
    if path.is_dir():
        if not (path / FILE).is_file():
            raise _no_settings(path)
        return _read(path / FILE)
    if not path.exists():
        raise _no_such_path(path)
    if path.suffix.lower() in SUFFIXES:
        return _read(path)
    return _single(path)


def _no_settings(path: Path) -> CheckbranchError:
    other = path / "checkbranch.yml"
    if other.is_file():
        return fail(str(other), f"文件名应为 {FILE}。请改名。", f"The file must be named {FILE}. Rename it.")
    return fail(
        str(path),
        f"文件夹中没有 {FILE}。请直接指定台账文件，用 checkbranch init 新建工作区，"
        f"或自己写 {FILE}（首行“checkbranch: 1”）。",
        f"The folder has no {FILE}. Name a ledger file instead, make a workspace with checkbranch init, or write one "
        "that begins with “checkbranch: 1”.",
    )


def _no_such_path(path: Path) -> CheckbranchError:
    siblings = [each.name for each in path.parent.iterdir()] if path.parent.is_dir() else []
    near = nearest(path.name, sorted(siblings))
    zh, en = (f"是否应为“{near}”？", f" Did you mean “{near}”?") if near else ("", "")
    zh, en = f"{zh}请核对路径。", f"{en} Check the path."
    return fail(str(path), f"没有这个文件或文件夹。{zh}", f"There is no such file or folder.{en}")


def _single(path: Path) -> Workspace:
    name = path.stem
    return Workspace(
        root=path.parent,
        name=name,
        unit={"id": name, "name": name, "kind": "branch"},
        data={"activities": (TableSource("activities", path.name),)},
        single=True,
    )


def _read(path: Path) -> Workspace:
    form = Form()
    document = read_document(path, path.name)
    form.faults.extend(document.faults)
    if document.root is None:
        form.check()
    fields = form.map(document.root or MapNode(path.name, 1, 1), path.name, KEYS)
    if not isinstance(document.root, MapNode):
        form.check()
    workspace = _Reader(form, fields, path).workspace()
    form.check()
    return workspace


class _Reader:
    """Reads the keys of one ``checkbranch.yaml``; ``places`` remembers where names stand, for later messages."""

    def __init__(self, form: Form, fields: MapNode, path: Path) -> None:
        self._form, self._fields, self._path = form, fields, path
        self._places: dict[str, str] = {}

    def workspace(self) -> Workspace:
        """Return the settings; faults are noted in the form."""
        self._version()
        name = self._text("name") or self._path.resolve().parent.name
        log_starts, complete = self._day("log_starts"), self._day("complete_through")
        if log_starts and complete and complete < log_starts:
            self._form.fault(
                self._fields.entries["complete_through"][1],
                f"“complete_through”（{complete}）早于“log_starts”（{log_starts}）。请核对两个日期。",
                f"“complete_through” ({complete}) is before “log_starts” ({log_starts}). Check the two days.",
            )
        data = self._fields.get("data")
        tables = read_data(self._form, data) if data else {}
        return Workspace(
            root=self._path.parent,
            name=name,
            file=self._path,
            timezone=self._timezone(),
            language=self._choice("language", LANGUAGES) or "zh",
            rules=self._names("rules") or ("cn-party-branch",),
            unit=self._unit(name, "units" in tables),
            data=tables,
            log_starts=log_starts,
            complete_through=complete,
            entry_grace=self._grace(),
            holidays=self._holidays(),
            severity=self._severity(),
            off=self._names("off"),
            score=self._score(),
            longest_waiver=self._longest_waiver(),
            places=self._places,
        )

    def _version(self) -> None:
        node = self._fields.get("checkbranch")
        if node is None:
            self._form.fault(
                self._fields,
                "缺少“checkbranch: 1”。请补写在第一行。",
                "“checkbranch: 1” is missing. Add it as the first line.",
            )
            return
        text = self._form.text(node, "checkbranch")
        if text is not None and text != "1":
            self._form.fault(
                node,
                f"不支持工作区格式“{text}”。请写“checkbranch: 1”。",
                f"The workspace format “{text}” is not known. Write “checkbranch: 1”.",
            )

    def _text(self, key: str) -> str | None:
        node = self._fields.get(key)
        return self._form.text(node, key) if node else None

    def _day(self, key: str) -> date | None:
        node = self._fields.get(key)
        return self._form.day(node, key) if node else None

    def _choice(self, key: str, allowed: tuple[str, ...]) -> str | None:
        node = self._fields.get(key)
        return self._form.choice(node, key, allowed) if node else None

    def _names(self, key: str) -> tuple[str, ...]:
        node = self._fields.get(key)
        found = self._form.texts(node, key) if node else []
        for name, at in found:
            self._places.setdefault(f"{key}:{name}", at.where)
        if key == "rules" and isinstance(node, ListNode) and not node.values:
            self._form.fault(
                node,
                "“rules”是空的。请写规则包，如 cn-party-branch。",
                "“rules” is empty. Name a pack, such as cn-party-branch.",
            )
        return tuple(dict.fromkeys(name for name, _ in found))

    def _score(self) -> str | None:
        node = self._fields.get("score")
        if node is not None:
            self._places["score"] = node.where
        return self._text("score")

    def _timezone(self) -> str:
        node = self._fields.get("timezone")
        name = self._form.text(node, "timezone") if node else None
        if node is None or name is None or name == "Asia/Shanghai":
            return "Asia/Shanghai"
        import zoneinfo

        try:
            zoneinfo.ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            near = nearest(name, sorted(zoneinfo.available_timezones()))
            self._form.fault(
                node,
                f"无法识别的时区“{name}”。请改写，如 {near or 'Asia/Shanghai'}。",
                f"Unknown time zone “{name}”. Write one such as {near or 'Asia/Shanghai'}.",
            )
        return name

    def _grace(self) -> Duration:
        node = self._fields.get("entry_grace")
        found = self._form.duration(node, "entry_grace", ("workday", "day")) if node else None
        if node and found and found.number > 366:
            self._form.fault(
                node, "“entry_grace”超过一年。请写较短的时长。", "“entry_grace” is longer than a year. Write less."
            )
        return found or Duration(0, "day")

    def _longest_waiver(self) -> Duration | None:
        node = self._fields.get("waivers")
        own = self._form.map(node, "waivers", WAIVER_KEYS).get("longest") if node else None
        found = self._form.duration(own, "waivers.longest", ("month", "year", "week", "day")) if own else None
        if own and found and not found.number:
            self._form.fault(
                own,
                "“waivers.longest”为 0。请写时长，如 12 months。",
                "“waivers.longest” is 0. Write one such as 12 months.",
            )
            return None
        return found

    def _holidays(self) -> tuple[Path, ...]:
        node = self._fields.get("holidays")
        found: dict[Path, None] = {}
        for name, at in self._form.texts(node, "holidays") if node else ():
            path = self._path.parent / name
            if not path.is_file():
                self._form.fault(
                    at, f"没有放假安排文件“{name}”。请核对路径。", f"There is no holiday file “{name}”. Check the path."
                )
            elif path in found:
                self._form.fault(at, f"“{name}”写了两次。请删去一处。", f"“{name}” is written twice. Take one away.")
            found[path] = None
        return tuple(found)

    def _severity(self) -> dict[str, str]:
        node = self._fields.get("severity")
        found = {}
        for key, value in self._form.map(node, "severity").items() if node else ():
            self._places[f"severity:{key.text}"] = key.where
            level = self._form.choice(value, key.text, SEVERITIES)
            if level:
                found[key.text] = level
        return found

    def _unit(self, name: str, has_units: bool) -> dict[str, str] | None:
        """Return the cells of the only unit, which is called as the workspace unless it says otherwise."""
        node = self._fields.get("unit")
        if node is None and has_units:
            return None
        cells: dict[str, str] = {}
        for key, value in self._form.map(node, "unit").items() if node else ():
            self._check_column(key)
            text = self._form.text(value, f"unit.{key.text}")
            if text is not None:
                cells[key.text] = text
        own = cells.get("id") or cells.get("name") or name
        # A branch is what this tool is for; anything else says so under kind.
        return {"id": own, "name": own, "kind": "branch", **cells}

    def _check_column(self, key: Scalar) -> None:
        """Refuse a column of the unit that looks like one of ours misspelt; any other may be one of its own."""
        from ..ledger.headers import TABLES as COLUMNS
        from ..ledger.headers import claims
        from ..ledger.shape.near_headers import alike

        known = COLUMNS["units"]
        word = key.text.lower()
        if word.isascii() and not claims("units", key.text):
            # people_2021 is not people_2020 misspelt
            near = max((name for name in known if _letters(word) != _letters(name)), key=lambda name: alike(word, name))
            if alike(word, near):
                self._form.fault(
                    key,
                    f"未知的键“{key.text}”。是否应为“{near}”？若是自己的栏，请换一个不易混淆的名称。",
                    f"Unknown key “{key.text}”. Did you mean “{near}”? If it is a column of your own, give it "
                    "a name that cannot be mistaken.",
                )


def _letters(word: str) -> str:
    return word.translate(_NO_DIGITS)
