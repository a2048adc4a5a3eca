"""The page of provisions and what covers them, held to the shipped packs; ``--update`` writes it anew."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from checkbranch import rules
from checkbranch.engine.packs import load_rules
from checkbranch.engine.packs.model import Duty, Source

DOCS = Path(__file__).parent.parent / "docs"
ROWS: list[dict[str, Any]] = yaml.safe_load((DOCS / "coverage.yaml").read_text("utf-8"))
each_row = pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])

# every row of the collection, with those that were put in between
PROVISIONS = [f"P{n:02}" for n in range(1, 53)]
BETWEEN = {"P17": ["P17b"], "P19": ["P19b"], "P38": ["P38b"], "P39": ["P39b", "P39c", "P39d"], "P40": ["P40a"]}

HEAD = """\
# What the packs cover

Made from `docs/coverage.yaml`: the provisions that were collected and read for this program, row by row, with the
duties and inferences that cover each, or the reason why it is left out. A mark says how far a provision was verified:
**V#** its wording and its article were read; **V** its wording was read, the article (in brackets) is from memory and
is shipped as “article to be checked”; **VL** a local rule, never shipped as national; **M** from memory only, never
shipped switched on.

| short | instrument |
|---|---|
| ZB | 中国共产党支部工作条例（试行） |
| JY | 中国共产党党员教育管理工作条例 |
| XJ | 中国共产党基层组织选举工作条例 |
| RQ | 关于党的基层组织任期的意见 |
| FZ14 | 中国共产党发展党员工作细则（2014年） |
| DZ | 中国共产党章程 |
| NC | 中国共产党农村基层组织工作条例 |
| DF | 关于中国共产党党费收缴、使用和管理的规定 |
| CZ | 中国共产党不合格党员组织处置办法 |
| CW | 中华人民共和国村民委员会组织法 |

`cn-party-branch` is what every ledger is held against. The other packs are switched on by their name under `rules:` in
`checkbranch.yaml`, since they look at columns that many ledgers do not have; a duty that is off is switched on in a
pack of one's own.
"""


@cache
def shipped() -> tuple[dict[str, tuple[str, Duty | None, bool]], dict[str, Source]]:
    """Return, by id, the pack of every duty and inference, the duty, and whether it is off; and all sources."""
    found: dict[str, tuple[str, Duty | None, bool]] = {}
    sources: dict[str, Source] = {}
    for name in rules.names():
        book = load_rules([name], Path(), rules.path_of, rules.names())
        sources |= book.sources
        found |= {each.id: (each.pack, each, each.off) for each in book.duties if each.pack == name}
        found |= {each.id: (each.pack, None, each.off) for each in book.inferences if each.pack == name}
    return found, sources


def page() -> str:
    lines = [
        HEAD,
        "| | provision | mark | 要点 | what it says | covered by | left out, and why |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in ROWS:
        cells = [row["id"], row["of"], row["mark"], row["zh"], row["en"], _covered(row), row.get("left", "")]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    covered = sum(bool(row.get("duties")) for row in ROWS)
    lines += ["", f"{len(ROWS)} rows: {covered} covered, {len(ROWS) - covered} left out."]
    return "\n".join(lines) + "\n"


def _covered(row: dict[str, Any]) -> str:
    known, by_pack = shipped()[0], dict[str, list[str]]()
    for name in row.get("duties", []):
        pack, _, off = known[name]
        by_pack.setdefault(pack, []).append(f"`{name}`" + (" (off)" if off else ""))
    return "; ".join(f"{', '.join(names)} in {pack}" for pack, names in by_pack.items())


def test_the_page_is_fresh(update: bool) -> None:
    path = DOCS / "coverage.md"
    if update:
        path.write_text(page(), "utf-8")
    assert page() == path.read_text("utf-8"), "run pytest tests/test_coverage.py --update"


def test_every_provision_has_its_row_in_order() -> None:
    wanted = [name for each in PROVISIONS for name in (each, *BETWEEN.get(each, []))]
    assert [row["id"] for row in ROWS] == wanted


@each_row
def test_a_row_is_covered_or_says_why_not(row: dict[str, Any]) -> None:
    assert set(row) <= {"id", "of", "mark", "zh", "en", "duties", "left"}
    assert row["mark"] in ("V#", "V", "VL", "M")
    assert row.get("duties") or row.get("left")
    assert [name for name in row.get("duties", []) if name not in shipped()[0]] == []


@each_row
def test_what_is_not_verified_is_not_shipped_as_national(row: dict[str, Any]) -> None:
    known, sources = shipped()
    duties = [duty for name in row.get("duties", []) if (duty := known[name][1])]
    if row["mark"] == "M":
        assert all(duty.off for duty in duties)
    if row["mark"] == "VL":
        assert all(sources[basis.source].local for duty in duties for basis in duty.basis)


def test_every_national_duty_stands_in_a_row() -> None:
    known, sources = shipped()
    named = {name for row in ROWS for name in row.get("duties", [])}
    national = {
        name
        for name, (_, duty, _) in known.items()
        if duty and any(not sources[basis.source].local for basis in duty.basis)
    }
    assert national <= named
