"""Ledgers with something odd in them, each held against the table and the problems that it should come to.

``tests/ledgers/NAME.yaml`` says of the file or files beside it what is odd, how they are named in a workspace, and what
comes out. ``odd`` is a sentence. ``data`` is the part of that name in ``checkbranch.yaml`` (``more`` holds other keys);
the files that it names stand in ``tests/ledgers`` (``files`` lists them where a pattern names them). ``accounts`` are
the row accounts of the sources that have rows, as ``{source: "titles.xlsx!台账", read: 3, taken: 2, problems: 1}``,
zeros left out. ``records`` are the records in the order in which they are read, each with what is to be looked at:
``date``, ``start``, ``type``, ``source``, ``for_period``, ``unit``, ``group`` or any other column. ``problems`` are all
problems, each as ``code source``, but for ``unknown_column``; ``subjects`` are the ids of ``members`` and
``households``. ``refused`` instead of all these is a part of the message with which the workspace is refused.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from checkbranch.engine import CheckbranchError, read_workspace
from checkbranch.engine.ledger import Ledger, read_ledger
from checkbranch.engine.packs import load_rules
from checkbranch.engine.prepare import vocabulary_of
from checkbranch.rules import names, path_of

FOLDER = Path(__file__).parent / "ledgers"
CASES = sorted(FOLDER.glob("*.yaml"))
UNIT = {"id": "B1", "name": "示例村党支部", "full_members": 9, "committee_size": 3}
COUNTS = ("read", "taken", "problems", "blank", "skipped")


def workspace(tmp_path: Path, case: Mapping[str, Any]) -> Path:
    """Lay out the workspace of a case, with its files; return its folder."""
    for name in case.get("files", _files(case["data"])):
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(FOLDER / name, target)
    settings = {"checkbranch": 1, "name": "示例村党支部", "data": case["data"], **case.get("more", {})}
    if "units" not in case["data"]:
        settings.setdefault("unit", UNIT)
    text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)
    (tmp_path / "checkbranch.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def _files(data: Any) -> list[str]:
    """Return the files that the part ``data`` of a case names."""
    if isinstance(data, str):
        return [data]
    if isinstance(data, list):
        return [name for one in data for name in _files(one)]
    if "file" in data:
        return [data["file"]]
    return [name for table in data.values() for name in _files(table)]


def read(folder: Path) -> Ledger:
    """Return what is read of a workspace."""
    settings = read_workspace(folder)
    return read_ledger(settings, vocabulary_of(load_rules(settings.rules, folder, path_of, names())))


def shown(value: object) -> Any:
    """Return a value as a case writes it."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [shown(one) for one in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def record(ledger: Ledger, i: int, names: Mapping[str, Any]) -> dict[str, Any]:
    """Return of a record what a case looks at."""
    acts, subjects = ledger.activities, ledger.subjects
    period = acts.for_period[i]
    group = acts.group[i]
    known: dict[str, object] = {
        "date": acts.date[i],
        "start": acts.start[i] if acts.timed[i] else None,
        "type": acts.types[i],
        "unit": "、".join(subjects.id[sid] for sid in acts.units[i]),
        "group": None if group is None else subjects.name[group],
        "for_period": period and period.key,
        "source": ledger.where(i),
    }
    found = {name: known[name] if name in known else acts.fields.get(name, [None] * (i + 1))[i] for name in names}
    return {name: shown(value) for name, value in found.items()}


def plain(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a case wants of a record, dates as texts."""
    return {name: shown(tuple(value) if isinstance(value, list) else value) for name, value in wanted.items()}


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_an_odd_ledger_comes_to_what_it_should(path: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    folder = workspace(tmp_path, case)
    if "refused" in case:
        with pytest.raises(CheckbranchError) as error:
            read(folder)
        assert case["refused"] in "\n".join(fault.say("zh") for fault in error.value.faults)
        return
    ledger = read(folder)
    for source in ledger.sources:
        assert source.read == source.taken + source.problems + source.blank + source.skipped
    accounts = [
        {"source": one.source, **{name: n for name in COUNTS if (n := getattr(one, name))}}
        for one in ledger.sources
        if one.read
    ]
    wanted = case.get("records", [])
    own = ledger.activities.id
    assert [record(ledger, i, wanted[i] if i < len(wanted) else {"date": 0}) for i in range(len(own))] == [
        plain(one) for one in wanted
    ]
    problems = sorted(f"{one.code} {one.source}" for one in ledger.problems if one.code != "unknown_column")
    assert problems == sorted(case.get("problems", []))
    if "accounts" in case:
        assert accounts == case["accounts"]
    for family, ids in case.get("subjects", {}).items():
        kind = family.removesuffix("s")
        found = [id_ for id_, one in zip(ledger.subjects.id, ledger.subjects.family, strict=True) if one == kind]
        assert found == ids


def test_each_file_of_the_folder_is_told_of() -> None:
    told: set[str] = set()
    for path in CASES:
        case = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert case["odd"], path.name
        told |= set(case.get("files", _files(case["data"])))
    there = {
        path.relative_to(FOLDER).as_posix()
        for path in FOLDER.rglob("*")
        if path.is_file() and path.suffix not in (".yaml", ".py", ".md", ".pyc")
    }
    assert there == told
