"""Earlier audits of the same workspace, each kept as small as a trend needs it: counts by unit, gaps, lights."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ...engine.causes import system_cause
from ...engine.errors import CheckbranchError, Fault, fail
from ...engine.findings import GAPS, Status
from ...engine.text import Text
from .earlier import Earlier, read_earlier


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier audit. ``counts`` are by unit, groups folded in, hints aside; ``gaps`` tell of each its unit.

    ``packs`` are the rule packs as ``id version sha256``; ``flags`` the ids of the lights.
    """

    name: str
    as_of: date
    first: str
    last: str
    counts: Mapping[str, Mapping[Status, int]]
    gaps: Mapping[str, str]
    flags: frozenset[str]
    packs: tuple[str, ...]

    def gaps_of(self, unit: str) -> int | None:
        """Return how many gaps a unit had; None where it was not in that audit."""
        counts = self.counts.get(unit)
        return None if counts is None else sum(counts.get(status, 0) for status in GAPS)


@dataclass(frozen=True, slots=True)
class History:
    """The earlier audits that are compared with, the oldest first, and what is to be said of those that are not."""

    pasts: tuple[Past, ...]
    notes: tuple[Text, ...] = ()


def read_history(path: Path, workspace: str, as_of: date) -> History:
    """Return the earlier audits in ``path``, a JSON report or a folder of such, that came before ``as_of``.

    Of a folder what is no whole report of the workspace of that name is left out, and said. Raises CheckbranchError,
    naming the file, where the only one is none, or all of them are.
    """
    files = _files(path)
    left = _Left(path)
    by_day: dict[date, list[Earlier]] = {}
    notes: list[Text] = []
    for file in files:
        with left.out(file):
            earlier = read_earlier(file)
            _check_workspace(earlier, workspace)
            if earlier.as_of >= as_of:
                notes.append(_not_before(earlier, as_of))
            else:
                by_day.setdefault(earlier.as_of, []).append(earlier)
    pasts: list[Past] = []
    for day in sorted(by_day, reverse=True):
        taken: Earlier | None = None
        for earlier in reversed(by_day[day]):
            if taken is not None:
                notes.append(_same_day(earlier, taken))
                continue
            with left.out(earlier.path):
                pasts.append(_past(earlier, keep=not pasts))
                taken = earlier
    left.check(len(files))
    return History(tuple(reversed(pasts)), (*left.notes, *notes))


class _Left:
    """The files of a folder that are left out, and what is wrong with each."""

    def __init__(self, path: Path) -> None:
        self._path, self._faults = path, list[tuple[Path, Fault]]()

    @contextmanager
    def out(self, file: Path) -> Iterator[None]:
        """Leave ``file`` out where it cannot be used; raises CheckbranchError where it is the only one asked for."""
        try:
            yield
        except CheckbranchError as error:
            if file == self._path:
                raise
            self._faults += [(file, fault) for fault in error.faults]

    def check(self, files: int) -> None:
        """Raise CheckbranchError where none of so many files is left."""
        if len({file for file, _ in self._faults}) == files:
            none = fail(
                str(self._path),
                "文件夹里没有一份可用的报告（逐份原因见上）。"
                "请用 checkbranch audit --format json -o 文件夹/核对-日期.json 存一份，或另写 --history。",
                "The folder has no report that can be used (the reasons stand above). Keep one: audit --format json -o "
                "FOLDER/audit-DAY.json, or name another --history.",
            )
            raise CheckbranchError([*(fault for _, fault in self._faults), *none.faults])

    @property
    def notes(self) -> list[Text]:
        """Return what is said of each, a line each, without the folder."""
        return [
            Text(
                f"{_place(file, fault)}：{fault.message.zh}本次未用它作比较。",
                f"{_place(file, fault)}: {fault.message.en} It is left out of the comparison.",
            )
            for file, fault in self._faults
        ]


def _place(file: Path, fault: Fault) -> str:
    return file.name + fault.where.removeprefix(str(file))


def _files(path: Path) -> Sequence[Path]:
    if not path.is_dir():
        return [path]
    try:
        found = sorted(file for file in path.iterdir() if file.suffix.lower() == ".json" and file.is_file())
    except OSError as error:
        cause = system_cause(error)
        raise fail(
            str(path),
            f"文件夹打不开（{cause.zh}）。请核对权限，或另写 --history。",
            f"The folder cannot be opened ({cause.en}). Check its permissions, or name another --history.",
        ) from None
    found = [file for file in found if not file.name.startswith(".")]
    if not found:
        raise fail(
            str(path),
            "文件夹里没有 .json 报告。请先用 checkbranch audit --format json -o 文件夹/核对-日期.json 保存一份。",
            "There is no .json report in the folder. Keep one first: audit --format json -o FOLDER/audit-DAY.json.",
        )
    return found


def _check_workspace(earlier: Earlier, workspace: str) -> None:
    if earlier.workspace != workspace:
        raise fail(
            str(earlier.path),
            f"这是“{_clipped(earlier.workspace)}”的报告，不是“{_clipped(workspace)}”的，不能作比较。"
            "请移走它，或另写 --history。",
            f"This is a report of “{_clipped(earlier.workspace)}” and not of “{_clipped(workspace)}”, so they are not "
            "compared. Move it away, or name another --history.",
        )


def _clipped(name: str) -> str:
    return name if len(name) <= 60 else name[:59] + "…"


def _not_before(earlier: Earlier, as_of: date) -> Text:
    when = (
        Text("与本次相同", "is that of this one") if earlier.as_of == as_of else Text("晚于本次", "is after this one")
    )
    return Text(
        f"{earlier.path.name}：截至日 {earlier.as_of} {when.zh}（{as_of}），未作比较。",
        f"{earlier.path.name}: its as-of day {earlier.as_of} {when.en} ({as_of}), so it is left out.",
    )


def _same_day(before: Earlier, after: Earlier) -> Text:
    return Text(
        f"{before.path.name} 与 {after.path.name} 截至同一天（{after.as_of}），只用后者。",
        f"{before.path.name} and {after.path.name} are as of the same day ({after.as_of}); the latter is used.",
    )


def _past(earlier: Earlier, *, keep: bool) -> Past:
    """Return an audit made small; ``keep`` keeps its gaps one by one. Raises CheckbranchError where it is not whole."""
    homes = dict(_homes(earlier))
    counts: dict[str, Counter[Status]] = defaultdict(Counter)
    gaps: dict[str, str] = {}
    number = 0
    for found in earlier.findings():
        number += 1
        if found.get("kind") == "hint":
            continue
        unit = str(found["unit"])
        home = homes.get(unit, unit)
        status: Status = found["status"]  # type: ignore[assignment]
        counts[home][status] += 1
        if keep and status in GAPS:
            gaps[str(found["id"])] = home
    _check_whole(earlier, number)
    span = earlier.head.get("span")
    first, last = (str(span.get(key, "")) for key in ("from", "to")) if isinstance(span, Mapping) else ("", "")
    return Past(
        earlier.path.name, earlier.as_of, first, last, counts, gaps, frozenset(_ids(earlier)), tuple(_packs(earlier))
    )


def _check_whole(earlier: Earlier, number: int) -> None:
    summary = earlier.head["summary"]
    if isinstance(summary, Mapping) and summary.get("total") == number:
        return
    raise fail(
        str(earlier.path),
        "报告没有列出全部事项（是用 --findings gaps 生成的，或不完整），不能作比较。"
        "请用不带 --findings gaps 的 JSON 报告。",
        "Not all findings are listed (it was made with --findings gaps, or is incomplete), so it is not compared. "
        "Give a JSON report made without --findings gaps.",
    )


def _homes(earlier: Earlier) -> Iterator[tuple[str, str]]:
    for unit in _dicts(earlier, "units"):
        if unit.get("kind") == "group" and isinstance(unit.get("parent"), str):
            yield str(unit.get("id")), str(unit["parent"])


def _ids(earlier: Earlier) -> Iterator[str]:
    for flag in _dicts(earlier, "flags"):
        yield str(flag.get("id"))


def _packs(earlier: Earlier) -> Iterator[str]:
    for pack in _dicts(earlier, "packs"):
        yield " ".join(str(pack.get(key)) for key in ("id", "version", "sha256"))


def _dicts(earlier: Earlier, key: str) -> Iterator[Mapping[str, object]]:
    found = earlier.head.get(key)
    for one in found if isinstance(found, list) else ():
        if isinstance(one, Mapping):
            yield one
