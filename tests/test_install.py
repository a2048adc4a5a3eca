"""The wheel alone: built through the sdist, installed into a fresh environment and run in an empty folder."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.install

ROOT = Path(__file__).parent.parent
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
FOLDERS = ("calendars", "cli", "engine", "reports", "rules")
AS_OF = "2026-11-23"
ENGINE = "durable" if find_spec("durable") else "reference"


def run(*command: str | Path, cwd: Path, codes: tuple[int, ...] = (0,)) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode in codes, f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


@dataclass(frozen=True)
class Build:
    """What was built, and from what."""

    tree: Path
    wheel: Path
    sdist: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build the sdist and from it the wheel, of a copy: a build leaves its traces in the tree."""
    folder = tmp_path_factory.mktemp("build")
    left_out = shutil.ignore_patterns(".git", ".venv*", ".*_cache", ".hypothesis", "build", "*.egg-info", "__pycache__")
    tree = shutil.copytree(ROOT, folder / "check-branch", ignore=left_out)
    # The environment of the tests has the build tools, so no other has to be fetched.
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder / "dist", tree, cwd=folder)
    (wheel,) = (folder / "dist").glob("*.whl")
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    return Build(tree, wheel, sdist)


@dataclass(frozen=True)
class Environment:
    """A fresh environment with the wheel in it."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    def package(self) -> Path:
        """Return the folder in which the package is installed."""
        code = "import checkbranch; print(checkbranch.__path__[0])"
        return Path(run(self.python, "-c", code, cwd=self.folder).stdout.strip())

    def audit(self, workspace: Path, output: str = "report.json") -> tuple[dict[str, Any], list[str]]:
        """Audit ``workspace`` from inside it; return the JSON report and the lines on stderr."""
        command = (self.folder / "bin" / "checkbranch", "audit", ".", "--as-of", AS_OF)
        done = run(*command, "--format", "json", "-o", output, cwd=workspace, codes=(0, 1))
        return json.loads((workspace / output).read_text(encoding="utf-8")), done.stderr.splitlines()


def environment(folder: Path, wheel: Path, hidden: tuple[str, ...] = ()) -> Environment:
    """Make an environment with the wheel and all packages of this one but checkbranch and what is ``hidden``."""
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    made = Environment(folder)
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        made.python,
        "install",
        "-qq",
        "--no-index",
        "--no-deps",
        wheel,
        cwd=folder,
    )
    others = folder / "others"
    others.mkdir()
    left_out = ("checkbranch", "__editable__", "_checkbranch", "__pycache__", *hidden)
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not path.name.startswith(left_out) and path.suffix != ".pth":
            (others / path.name).symlink_to(path)
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "others.pth").write_text(f"{others}\n", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def installed(built: Build, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return environment(tmp_path_factory.mktemp("installed") / "env", built.wheel)


@pytest.fixture(scope="module")
def plain(built: Build, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment as it is where durable-rules could not be compiled."""
    return environment(tmp_path_factory.mktemp("plain") / "env", built.wheel, hidden=("durable",))


@pytest.fixture
def example(installed: Environment, tmp_path: Path) -> Path:
    """A copy of the example out of the installed package, in a folder of its own."""
    return shutil.copytree(installed.package() / "examples" / "huanghou", tmp_path / "workspace")


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_holds_the_package_and_nothing_else(built: Build) -> None:
    own = {"__init__.py", "py.typed"}
    for folder in (*FOLDERS, "examples/huanghou"):
        own |= {f"{folder}/{name}" for name in files(built.tree / folder)}
    with zipfile.ZipFile(built.wheel) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert names == {f"checkbranch/{name}" for name in own}


def test_the_sdist_holds_what_tests_need(built: Build) -> None:
    with tarfile.open(built.sdist) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    wanted = {"LICENSE", "Makefile", "README.md", "constraints.txt", "pyproject.toml"}
    for folder in (*FOLDERS, "benchmarks", "docs", "examples", "tests"):
        wanted |= {f"{folder}/{name}" for name in files(built.tree / folder)}
    assert wanted <= names


def test_it_is_the_wheel_that_runs(installed: Environment) -> None:
    assert installed.package().is_relative_to(installed.folder)


def test_the_installed_command_says_its_version(installed: Environment, tmp_path: Path) -> None:
    assert VERSION in run(installed.folder / "bin" / "checkbranch", "--version", cwd=tmp_path).stdout
    assert VERSION in run(installed.python, "-m", "checkbranch.cli", "--version", cwd=tmp_path).stdout


def test_the_example_is_audited_in_an_empty_folder(installed: Environment, example: Path) -> None:
    report, _ = installed.audit(example)
    assert (report["format"], report["as_of"], report["engine"]) == ("checkbranch.audit/1", AS_OF, ENGINE)
    assert report["summary"]["total"] == len(report["findings"]) > 0


def test_the_other_commands_run_out_of_the_wheel_alone(installed: Environment, example: Path) -> None:
    command = installed.folder / "bin" / "checkbranch"
    day = ("--as-of", AS_OF)
    run(command, "inspect", ".", *day, "--format", "html", "-o", "sheet.html", cwd=example, codes=(1,))
    assert (example / "sheet.html").read_text("utf-8").count("<table") > 5
    run(command, "calendar", "export", ".", *day, "-o", "plan.ics", cwd=example)
    assert (example / "plan.ics").read_bytes().count(b"BEGIN:VEVENT") > 5
    assert "theme-day-often" in run(command, "explain", "branch-red", *day, cwd=example).stdout
    assert run(command, "rules", "lint", ".", *day, cwd=example).returncode == 0
    run(command, "check", ".", cwd=example, codes=(1,))


def test_init_makes_workspaces_out_of_the_wheel_alone(installed: Environment, tmp_path: Path) -> None:
    command = installed.folder / "bin" / "checkbranch"
    run(command, "init", "example", "--example", "huanghou", cwd=tmp_path)
    assert files(tmp_path / "example") == files(installed.package() / "examples" / "huanghou")
    assert installed.audit(tmp_path / "example")[0]["summary"]["total"] > 0
    run(command, "init", "第一支部", "--households", cwd=tmp_path)
    run(command, "check", "第一支部", cwd=tmp_path)


def test_without_a_compiler_the_reference_engine_runs_with_one_notice(
    plain: Environment, installed: Environment, example: Path
) -> None:
    there, said_there = installed.audit(example, "with.json")
    report, said = plain.audit(example, "without.json")
    assert report.pop("engine") == "reference"
    assert there.pop("engine") == ENGINE
    assert report == there
    notices = [line for line in said if "durable" in line]
    assert len(notices) == 1
    assert len(said) == len(said_there) + (ENGINE == "durable")
