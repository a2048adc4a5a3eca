"""An earlier audit, read back from its JSON: for baselines, differences, trends and verification."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

from ...calendars.system_words import original
from ...engine.causes import system_cause
from ...engine.errors import CheckbranchError, fail
from ...engine.findings import STATUSES, UnitCounts
from ..json_text import FORMAT

Value = Mapping[str, object]

_TEXTS = ("id", "duty", "unit", "status", "severity")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A report of an earlier audit: its file, as the user named it, and all that stands in it but the findings.

    ``head`` are the other keys of the report as JSON has them. The findings are read from the file each time, one at
    a time, so that a report of any size can be gone through.
    """

    path: Path
    as_of: date
    workspace: str
    fingerprint: str
    head: Value

    def findings(self) -> Iterator[Value]:
        """Yield the findings as JSON has them; raises CheckbranchError for one that is none."""
        with _opened(self.path) as file:
            for number, found in _findings(file, self.path):
                yield _checked(found, f"{self.path}:{number}" if number else str(self.path))

    def unit_counts(self) -> UnitCounts:
        """Return, by unit id, how many of the findings listed have which status."""
        counts: dict[str, dict[str, int]] = {}
        for found in self.findings():
            of = counts.setdefault(str(found["unit"]), {})
            of[str(found["status"])] = of.get(str(found["status"]), 0) + 1
        return counts

    def rows(self, key: str, *needed: str) -> list[Value]:
        """Return a list of the report other than the findings.

        Raises CheckbranchError for an item that lacks a text which is ``needed``.
        """
        listed = self.head.get(key)
        if not isinstance(listed, list) or any(
            not isinstance(row, Mapping) or any(not isinstance(row.get(name), str) for name in needed) for row in listed
        ):
            raise _damaged(str(self.path))
        return listed

    def is_whole(self) -> bool:
        """Return whether all findings are listed, not the gaps alone."""
        summary = self.head["summary"]
        total = summary.get("total") if isinstance(summary, Mapping) else None
        return total == sum(1 for _ in self.findings())


def read_earlier(path: Path) -> Earlier:
    """Read the JSON report at ``path``; raises CheckbranchError where it is no report that can be read."""
    with _opened(path) as file:
        head = _head(file, path)
    if head.get("format") != FORMAT:
        told = head.get("format")
        named = "没有写 format" if told is None else f"format 为“{original(str(told))}”"
        raise fail(
            str(path),
            f"不是 {FORMAT} 格式的核对报告（{named}）。请用 checkbranch audit --format json 生成。",
            f"This is not a report of the format {FORMAT} (its format: {told!r}). Make one with audit --format json.",
        )
    try:
        as_of = date.fromisoformat(str(head["as_of"]))
        names = (str(head["workspace"]), str(head["fingerprint"]))
        if not isinstance(head["summary"], Mapping) or not isinstance(head["units"], list):
            raise TypeError
    except (KeyError, TypeError, ValueError):
        raise _damaged(str(path)) from None
    return Earlier(path, as_of, *names, head)


def _opened(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8-sig")
    except FileNotFoundError:
        raise fail(
            str(path), "没有这个文件或文件夹。请核对路径。", "There is no such file or folder. Check the path."
        ) from None
    except OSError as error:
        cause = system_cause(error)
        raise fail(
            str(path),
            f"无法打开（{cause.zh}）。请核对路径和权限。",
            f"It cannot be opened ({cause.en}). Check the path and the permissions.",
        ) from None


def _head(file: TextIO, path: Path) -> dict[str, object]:
    """Return everything but the findings, of which the lines are passed over where the file has a line for each."""
    try:
        lines: list[str] = []
        inside = False
        for line in file:
            if inside:
                inside = not line.startswith("]")
                if inside:
                    continue
            elif line.startswith('"findings":[') and not line.startswith('"findings":[]'):
                inside = True
                line = '"findings":['
            lines.append(line)
        try:
            head = json.loads("".join(lines))
        except json.JSONDecodeError:
            head = _whole(file)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise _no_json(path, error) from None
    if not isinstance(head, dict):
        raise _damaged(str(path))
    return {key: value for key, value in head.items() if key != "findings"}


def _findings(file: TextIO, path: Path) -> Iterator[tuple[int, object]]:
    """Yield every finding and the line it stands on, or 0 where the file was laid out by another program."""
    inside = False
    for number, line in enumerate(file, 1):
        if not inside:
            inside = line.startswith('"findings":[') and not line.startswith('"findings":[]')
        elif line.startswith("]"):
            return
        else:
            try:
                yield number, json.loads(line.rstrip().removesuffix(","))
            except (json.JSONDecodeError, RecursionError) as error:
                raise _no_json(path, error, number) from None
    if not inside:
        yield from ((0, found) for found in _listed(file, path))


def _listed(file: TextIO, path: Path) -> Iterable[object]:
    whole = _whole(file)
    found = whole.get("findings") if isinstance(whole, dict) else None
    if not isinstance(found, list):
        raise _damaged(str(path))
    return found


def _whole(file: TextIO) -> object:
    file.seek(0)
    return json.load(file)


def _checked(found: object, where: str) -> Value:
    if (
        not isinstance(found, Mapping)
        or any(not isinstance(found.get(key), str) for key in _TEXTS)
        or found["status"] not in STATUSES
        or not isinstance(found.get("subject"), Mapping)
    ):
        raise _damaged(where)
    return found


def _damaged(where: str) -> CheckbranchError:
    return fail(
        where,
        "报告不完整，或被改动过。请重新生成：checkbranch audit --format json -o 报告.json。",
        "The report is incomplete, or was edited. Make it again: checkbranch audit --format json -o report.json.",
    )


def _no_json(path: Path, error: Exception, line: int | None = None) -> CheckbranchError:
    at = line if line is not None else getattr(error, "lineno", None)
    return fail(
        f"{path}:{at}" if at else str(path),
        "不是 JSON。请改用由 checkbranch audit --format json -o 报告.json 生成的文件。",
        "This is not JSON. Give a file made by checkbranch audit --format json -o report.json.",
    )
