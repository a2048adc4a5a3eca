"""Standard error: quiet, as JSON, and the line of counts at the end."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from checkbranch.cli import main
from checkbranch.rules import score_names

LINE = re.compile(r"checkbranch audit: as_of=2026-04-20 units=1 total=\d+ met=1 .*gaps=(\d+) .*seconds=\d+\.\d+ exit=1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tmp_path.joinpath("checkbranch.yaml").write_text(
        "checkbranch: 1\nname: 测试\nrules: [cn-party-branch]\nunit: {id: B1, name: 一支部}\n"
        "data: {activities: [a.csv]}\n",
        encoding="utf-8",
    )
    tmp_path.joinpath("a.csv").write_text("日期,类型\n2026-03-02,支部党员大会\n", encoding="utf-8")
    return tmp_path


def add(folder: Path, source: str, name: str, content: bytes) -> None:
    settings = folder.joinpath("checkbranch.yaml")
    settings.write_text(settings.read_text("utf-8").replace("[a.csv]", f"[a.csv, {source}]"), encoding="utf-8")
    folder.joinpath(name).write_bytes(content)


def run(*args: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    return result.exit_code, result.stdout, result.stderr


def test_the_last_line_counts_in_either_language_alike(folder: Path) -> None:
    for language in ("zh", "en"):
        code, out, err = run("audit", folder, "--as-of", "2026-04-20", "--lang", language, "--format", "json")
        told = LINE.fullmatch(err.splitlines()[-1])
        assert code == 1 and told is not None, err
        summary = json.loads(out)["summary"]
        assert int(told[1]) == summary["short"] + summary["invalid"] + summary["missing"]


def test_the_command_is_named_however_the_program_was_called(folder: Path) -> None:
    done = CliRunner().invoke(
        main, ["audit", str(folder), "--as-of", "2026-04-20"], prog_name="python -m checkbranch.cli"
    )
    assert LINE.fullmatch(done.stderr.splitlines()[-1])


@pytest.mark.parametrize("command", ["audit", "inspect"])
def test_quiet_leaves_nothing_but_errors(folder: Path, command: str) -> None:
    code, out, err = run(command, folder, "--as-of", "2026-04-20", "--quiet")
    assert (code, err) == (1, "") and out
    add(folder, "b.csv", "b.csv", b"\x00\x01")
    code, out, err = run(command, folder, "--as-of", "2026-04-20", "-q")
    assert code == 2 and err.startswith("b.csv") and len(err.splitlines()) == 1
    code, out, err = run(command, folder, "--as-of", "2026-04-20", "-q", "--duty", "theme-dai")
    assert code == 2 and "theme-day" in err


def test_json_has_an_object_a_line(folder: Path) -> None:
    add(folder, "b.csv", "b.csv", b"\x00\x01")
    code, _, err = run("audit", folder, "--as-of", "2026-04-20", "--log-format", "json")
    lines = [json.loads(line) for line in err.splitlines()]
    assert code == 2 and [line["level"] for line in lines] == ["error", "summary"]
    assert lines[0]["message"].startswith("b.csv: ")
    assert lines[1]["command"] == "audit" and lines[1]["exit"] == 2 and lines[1]["total"] > 0
    code, _, err = run("check", folder, "--log-format", "json")
    assert json.loads(err.splitlines()[-1])["read"] == 1
    code, _, err = run("audit", folder / "none", "--log-format", "json")
    assert code == 2 and json.loads(err)["level"] == "error"


def test_the_as_of_day_stands_in_the_name_of_a_file(folder: Path) -> None:
    code, _, _ = run("audit", folder, "--as-of", "2026-04-20", "-o", folder / "核对-{as_of}.json")
    assert code == 1
    add(folder, "{glob: 'b*.csv'}", "b1.csv", folder.joinpath("a.csv").read_bytes())
    assert json.loads(folder.joinpath("核对-2026-04-20.json").read_text("utf-8"))["as_of"] == "2026-04-20"
    code, _, err = run("audit", folder, "--as-of", "2026-04-20", "-o", folder / "b{as_of}.csv", "--format", "json")
    assert code == 2 and "不能覆盖或混入" in err and not folder.joinpath("b2026-04-20.csv").exists()


def test_completion_of_bash_completes(folder: Path) -> None:
    for shell in ("bash", "zsh", "fish"):
        code, out, _ = run("completion", shell)
        assert code == 0 and "_CHECKBRANCH_COMPLETE" in out
    words = {"_CHECKBRANCH_COMPLETE": "bash_complete", "COMP_WORDS": "checkbranch insp", "COMP_CWORD": "1"}
    call = "from checkbranch.cli import main; main(prog_name='checkbranch')"
    done = subprocess.run(
        [sys.executable, "-c", call], env={**os.environ, **words}, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["plain,inspect"]


def test_completion_offers_scoring_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("a.yaml", "score: mine\n"), ("sub/b.yml", "score: b\n"), ("p.yaml", "pack: p\nscore: 1\n")):
        tmp_path.joinpath(name).parent.mkdir(exist_ok=True)
        tmp_path.joinpath(name).write_text(text)

    def offered(command: list[str], begun: str) -> list[tuple[str, str]]:
        found = ShellComplete(main, {}, "checkbranch", "_CHECKBRANCH_COMPLETE").get_completions(command, begun)
        return [(one.type, one.value) for one in found]

    whole = offered(["inspect", str(tmp_path), "--score"], "")
    assert [value for _, value in whole] == [*score_names(), f"{tmp_path}/a.yaml", f"{tmp_path}/sub/b.yml"]
    monkeypatch.chdir(tmp_path)
    assert offered(["inspect", "--score"], "six") == [("plain", "six-haves")]
    assert offered(["rules", "scores"], "a") == [("plain", "a.yaml")]
    assert offered(["inspect", "--score"], "/else") == [("file", "/else")]


def test_a_run_that_is_broken_off_never_ends_with_the_code_of_a_gap(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("checkbranch.cli.audit.read_inputs", stop)
    code, out, err = run("audit", folder, "--as-of", "2026-04-20")
    assert (code, out) == (130, "")
    assert "已中断" in err and "Broken off" in err and "Traceback" not in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("where", ["> /dev/full", ">&-", "| exit"])
def test_standard_output_that_takes_nothing_is_told_and_is_no_gap(folder: Path, where: str) -> None:
    shell = f'set -o pipefail; "{sys.executable}" -m checkbranch.cli rules list {where}'
    done = subprocess.run(["bash", "-c", shell], cwd=folder, capture_output=True, text=True, encoding="utf-8")
    assert "Traceback" not in done.stderr
    if "|" in where:
        assert done.returncode == 141
    else:
        assert done.returncode == 2 and "标准输出" in done.stderr and done.stderr.count("\n") == 1
