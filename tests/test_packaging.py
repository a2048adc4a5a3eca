"""The layout, held to its own promises."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SETUP = PYPROJECT["tool"]["setuptools"]

# Who may import whom. A folder of code that is not named here is none.
MAY_IMPORT = {
    "calendars": set[str](),
    "rules": set[str](),
    "engine": {"calendars"},
    "reports": {"engine", "calendars"},
    "cli": {"reports", "engine", "calendars", "rules"},
}

# What takes long to import is imported by the function that needs it, so that each command pays for its own only.
HEAVY = {
    *("chinese_calendar", "duckdb", "durable", "durable_rules_engine", "icalendar", "openpyxl", "pyarrow"),
    *("python_calamine", "rapidfuzz", "rich", "docx", "lxml", "adbc_driver_manager", "adbc_driver_postgresql"),
    *("adbc_driver_sqlite",),
}

CLOCKS = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime", "ctime"}
SQL_CLOCK = re.compile(r"\b(current_(date|time|timestamp)\b|(now|today|get_current_timestamp)\(\))", re.IGNORECASE)

LONGEST_MODULE = 300

MODULES = sorted(path for folder in MAY_IMPORT for path in (ROOT / folder).rglob("*.py"))


@cache
def read(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def faulty(found: Callable[[Path], object]) -> dict[str, object]:
    """Return what ``found`` finds in each module of the product where it finds anything."""
    named = {path.relative_to(ROOT).as_posix(): found(path) for path in MODULES}
    assert len(named) > 400
    return {name: what for name, what in named.items() if what}


def test_the_folders_of_code_are_the_ones_that_are_known() -> None:
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert found == set(MAY_IMPORT)


def test_every_folder_of_code_is_packaged() -> None:
    folders = {path.parent.relative_to(ROOT) for path in MODULES}
    assert {Path(folder) for folder in SETUP["package-dir"].values()} == {Path(), *folders}
    assert {name: Path(folder) for name, folder in SETUP["package-dir"].items()} == {
        ".".join(("checkbranch", *folder.parts)): folder for folder in (Path(), *folders)
    }
    assert sorted(SETUP["packages"]) == sorted(SETUP["package-dir"])
    assert all((ROOT / folder / "__init__.py").is_file() for folder in folders)


def test_the_root_holds_no_stray_module() -> None:
    """Every .py file at the root would be shipped as part of checkbranch."""
    assert [path.name for path in ROOT.glob("*.py")] == ["__init__.py"]


def test_every_dependency_is_pinned() -> None:
    def name(requirement: str) -> str:
        return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower().replace("_", "-")

    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    project = PYPROJECT["project"]
    needed = [
        *project["dependencies"],
        *project["optional-dependencies"]["test"],
        *PYPROJECT["build-system"]["requires"],
    ]
    assert {name(need) for need in needed} <= {name(line) for line in pinned if "==" in line}


def taken(path: Path) -> Iterator[str]:
    """Yield the folder of code, at the root, of each relative import in the module ``path``."""
    package = ("checkbranch", *path.parent.relative_to(ROOT).parts)
    for node in ast.walk(read(path)):
        if isinstance(node, ast.ImportFrom) and node.level:
            assert node.level <= len(package), f"line {node.lineno} leaves the package"
            base = package[: len(package) - node.level + 1]
            for name in node.names:
                target = (*base, *(node.module.split(".") if node.module else ()), name.name)
                yield target[1]


@pytest.mark.parametrize(
    ("module", "line", "folder"),
    [
        ("engine/x.py", "from . import model", "engine"),
        ("engine/x.py", "from .. import calendars", "calendars"),
        ("engine/x.py", "from ..calendars import Period", "calendars"),
        ("engine/packs/x.py", "from .model import Pack", "engine"),
        ("engine/packs/x.py", "from ..text import Text", "engine"),
        ("engine/packs/x.py", "from ...calendars.days import shift", "calendars"),
        ("engine/packs/x.py", "from ... import cli", "cli"),
        ("engine/packs/__init__.py", "from .model import Pack", "engine"),
    ],
)
def test_a_relative_import_is_followed_to_its_folder(
    module: str, line: str, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    path = tmp_path / module
    path.parent.mkdir(parents=True)
    path.write_text(line, encoding="utf-8")
    assert list(taken(path)) == [folder]


def test_imports_run_one_way() -> None:
    def wrong(path: Path) -> set[str]:
        own = path.relative_to(ROOT).parts[0]
        # The version is the root's own, and anyone may say it.
        return set(taken(path)) - {own, "__version__"} - MAY_IMPORT[own]

    assert faulty(wrong) == {}


def test_imports_inside_are_relative() -> None:
    def absolute(path: Path) -> set[str]:
        names: list[str] = []
        for node in ast.walk(read(path)):
            if isinstance(node, ast.Import):
                names += [name.name for name in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.append(node.module or "")
        return {name.split(".")[0] for name in names} & {"checkbranch", *MAY_IMPORT}

    assert faulty(absolute) == {}


def at_import(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield the import statements under ``node`` that run when its module is imported."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        elif isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            for other in child.orelse:
                yield from at_import(other)
        elif not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from at_import(child)


def test_heavy_modules_are_imported_where_they_are_needed() -> None:
    def heavy(path: Path) -> set[str]:
        names: set[str] = set()
        for node in at_import(read(path)):
            if isinstance(node, ast.Import):
                names |= {name.name.split(".")[0] for name in node.names}
            elif not node.level and node.module:
                names.add(node.module.split(".")[0])
        return names & HEAVY

    assert faulty(heavy) == {}


def test_the_command_line_starts_without_any_heavy_module() -> None:
    code = "import sys, checkbranch.cli; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & HEAVY


def clock_reads(tree: ast.Module) -> Iterator[str]:
    """Yield what reads the clock: of datetime, of time, and in a text of SQL."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            holder = ast.unparse(node.value).split(".")[-1]
            if holder in ("date", "datetime", "time", "dt"):
                yield f"line {node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (f"line {node.lineno}: time.{name.name}" for name in node.names if name.name in CLOCKS)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL_CLOCK.search(node.value):
            yield f"line {node.lineno}: {node.value!r}"


@pytest.mark.parametrize(
    ("line", "reads"),
    [
        ("date.today()", True),
        ("datetime.now(zone)", True),
        ("datetime.datetime.utcnow()", True),
        ("dt.date.today()", True),
        ("clock = time.time", True),
        ("from time import time", True),
        ("sql = 'SELECT current_date'", True),
        ("sql = 'SELECT now()'", True),
        ("view.today", False),
        ("record.date.month", False),
        ("value.time()", False),
        ("time.perf_counter()", False),
        ("text = 'known today'", False),
    ],
)
def test_a_clock_read_is_seen(line: str, reads: bool) -> None:
    assert bool(list(clock_reads(ast.parse(line)))) is reads


def test_only_the_command_line_reads_the_clock() -> None:
    found = faulty(lambda path: list(clock_reads(read(path))))
    assert any(name.startswith("cli/") for name in found)  # the one place where today enters
    assert {name: reads for name, reads in found.items() if not name.startswith("cli/")} == {}


def test_no_module_is_long() -> None:
    def lines(path: Path) -> int:
        return len(path.read_text(encoding="utf-8").splitlines())

    assert faulty(lambda path: lines(path) > LONGEST_MODULE and lines(path)) == {}
