"""A case: a day, a pack of rules and the tables of a small workspace, all as a person would write them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

Row = dict[str, str]
Yaml = Mapping[str, Any]

VOCABULARY = Path(__file__).parent.parent / "cases" / "vocabulary.yaml"


@cache
def _vocabulary() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(VOCABULARY.read_text("utf-8"))
    return found


TABLES = ("units", "members", "households", "posts", "requests", "waivers")


@dataclass(frozen=True)
class Sheet:
    """One CSV file: its columns, its rows as text, and the keys under ``data`` that go with it."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    keys: Yaml = field(default_factory=dict)

    def source(self, index: int) -> str:
        return f"{self.file}!{index + 2}"


@dataclass(frozen=True)
class Case:
    """``settings`` are keys of checkbranch.yaml; ``span`` None is the default; ``tables`` are all but activities."""

    as_of: date
    duties: Sequence[Yaml]
    tables: Mapping[str, Sheet]
    activities: tuple[Sheet, ...]
    settings: Yaml = field(default_factory=dict)
    span: tuple[date, date] | None = None

    def pack(self) -> dict[str, Any]:
        """Return the pack, with what a duty needs and the case did not care to say."""
        words = _vocabulary()
        basis = [{"source": "sample", "article": "1", "modality": "shall"}]
        duties = [{"title": {"zh": duty["id"], "en": duty["id"]}, "basis": basis, **duty} for duty in self.duties]
        return {"pack": "local", "version": "1", "title": {"zh": "样例", "en": "Sample"}, **words, "duties": duties}


def sheet(file: str, text: str, **keys: Any) -> Sheet:
    """Return the table drawn in ``text``: cells parted by ``|``, the first line the header."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    header, *body = lines
    for line in body:
        if len(line) != len(header):
            raise ValueError(f"{file}: {line} has not the cells of {header}")
    return Sheet(file, tuple(header), tuple(dict(zip(header, line, strict=True)) for line in body), keys)


def case_from(mapping: Yaml, as_of: date) -> Case:
    """Return the case that a YAML mapping describes, on ``as_of``."""
    tables = {name: sheet(f"{name}.csv", mapping[name]) for name in TABLES if mapping.get(name)}
    several = mapping.get("activities") or []
    several = [several] if isinstance(several, str) else several
    activities = []
    for number, entry in enumerate(several, 1):
        entry = {"table": entry} if isinstance(entry, str) else dict(entry)
        activities.append(sheet(f"activities-{number}.csv", entry.pop("table"), **entry))
    span = mapping.get("span")
    return Case(
        as_of,
        mapping["duties"],
        tables,
        tuple(activities),
        mapping.get("settings") or {},
        (span["from"], span["to"]) if span else None,
    )


def write_workspace(case: Case, folder: Path) -> None:
    """Write the case as a workspace: checkbranch.yaml, rules/local.yaml and a CSV for every table."""
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    _dump(case.pack(), folder / "rules" / "local.yaml")
    data: dict[str, Any] = {name: table.file for name, table in case.tables.items()}
    data["activities"] = [{"file": entry.file, **entry.keys} for entry in case.activities]
    settings = {"checkbranch": 1, "name": "样例", "rules": ["rules/local.yaml"], **case.settings, "data": data}
    _dump(settings, folder / "checkbranch.yaml")
    for entry in (*case.tables.values(), *case.activities):
        with (folder / entry.file).open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, entry.columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(entry.rows)


class _Plain(yaml.SafeDumper):
    """Anchors and aliases would hide what a case says."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _dump(data: object, file: Path) -> None:
    file.write_text(yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False), "utf-8")
