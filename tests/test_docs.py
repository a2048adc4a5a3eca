"""The documentation, held to what the program does: its packs load, its tutorial runs with the output shown."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from checkbranch.cli import main
from checkbranch.engine.ledger.headers import REQUIRED, TABLES
from checkbranch.engine.packs import load_rules
from checkbranch.rules import names, path_of

COUNTS = re.compile(r"checkbranch [a-z ]+: .* seconds=")
ROOT = Path(__file__).parent.parent
DOCS = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "README.zh.md"])
BLOCK = re.compile(r"^```(file \S+|console|yaml pack)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_pack_in_the_docs_loads(page: Path, tmp_path: Path) -> None:
    for kind, text in BLOCK.findall(page.read_text("utf-8")):
        if kind == "yaml pack":
            (tmp_path / "pack.yaml").write_text(text, "utf-8")
            assert load_rules(["pack.yaml"], tmp_path, path_of, names()).duties


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_tutorial_runs_as_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    page = ROOT / "docs" / "tutorial.md"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    text = page.read_text("utf-8")
    shown = BLOCK.sub(lambda block: _run(block, tmp_path), text)
    if update:
        page.write_text(shown, "utf-8")
    assert shown == page.read_text("utf-8")


def test_the_list_of_headers_is_fresh(update: bool) -> None:
    page = ROOT / "docs" / "headers.md"
    shown = "\n".join(_headers()) + "\n"
    if update:
        page.write_text(shown, "utf-8")
    assert shown == page.read_text("utf-8"), "run pytest tests/test_docs.py --update"


def _headers() -> list[str]:
    """Return the page of tables, columns and the headers that are understood."""
    lines = ["# Tables, columns and headers", "", "Made from `engine/ledger/headers.py`."]
    for table, columns in TABLES.items():
        needed = [" or ".join(f"`{name}`" for name in names) for names in REQUIRED[table]]
        lines += ["", f"## {table}", "", f"Needed: {', '.join(needed) or 'nothing'}.", ""]
        lines += ["| column | headers | only where nothing better is there |", "|---|---|---|"]
        lines += [f"| `{n}` | {'、'.join(c.headers)} | {'、'.join(c.weak)} |" for n, c in columns.items()]
    return lines


def _run(block: re.Match[str], folder: Path) -> str:
    """Write the file of a block, or run its command and return the block with what it printed."""
    kind, text = block.groups()
    if kind.startswith("file "):
        target = folder / kind.removeprefix("file ")
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, "utf-8")
    elif kind == "console":
        call = text.splitlines()[0].removeprefix("$ checkbranch ")
        done = CliRunner().invoke(main, shlex.split(call))
        assert done.exit_code in (0, 1), done.output
        # On a terminal that shows the report the line of counts is left out.
        printed = "\n".join(line.rstrip() for line in done.output.splitlines() if not COUNTS.match(line))
        return (
            f"```console\n$ checkbranch {call}\n{printed}\n```" if printed else f"```console\n$ checkbranch {call}\n```"
        )
    return block.group(0)
