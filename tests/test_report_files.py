"""Several reports of one audit: which format goes where, and what is refused."""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from checkbranch.cli import main
from checkbranch.cli.report_files import targets_of
from checkbranch.engine import CheckbranchError
from checkbranch.reports.formats import AUDIT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "ws"
    place.mkdir()
    place.joinpath("checkbranch.yaml").write_text(
        "checkbranch: 1\nname: 测试\nrules: [cn-party-branch]\nunit: {id: B1, name: 一支部}\n"
        "data: {activities: [a.csv]}\n",
        encoding="utf-8",
    )
    place.joinpath("a.csv").write_text("日期,类型\n2026-03-02,支部党员大会\n", encoding="utf-8")
    return place


def run(*args: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    return result.exit_code, result.stdout, result.stderr


def test_two_formats_go_to_their_files_in_order(folder: Path, tmp_path: Path) -> None:
    code, out, err = run(
        "audit", folder, "--as-of", "2026-04-20", "--format", "json", "-o", tmp_path / "a", "--format", "text",
        "-o", tmp_path / "b",
    )  # fmt: skip
    assert (code, out) == (1, ""), err
    assert json.loads(tmp_path.joinpath("a").read_text(encoding="utf-8"))["as_of"] == "2026-04-20"
    assert "2026-04-20" in tmp_path.joinpath("b").read_text(encoding="utf-8").splitlines()[0]


def test_the_ending_says_the_format_and_one_format_may_be_shown(folder: Path, tmp_path: Path) -> None:
    code, out, _ = run("audit", folder, "--as-of", "2026-04-20", "-o", tmp_path / "a.json", "-o", tmp_path / "a.TXT")
    assert (code, out) == (1, "")
    assert tmp_path.joinpath("a.json").read_text(encoding="utf-8").startswith("{")
    assert not tmp_path.joinpath("a.TXT").read_text(encoding="utf-8").startswith("{")
    code, out, _ = run(
        "audit", folder, "--as-of", "2026-04-20", "--format", "text", "-o", tmp_path / "b.txt", "--format", "json"
    )
    assert code == 1 and json.loads(out)["as_of"] == "2026-04-20"
    code, out, _ = run(
        "audit", folder, "--as-of", "2026-04-20", "--format", "text", "-o", "-", "--format", "json", "-o",
        tmp_path / "c.json",
    )  # fmt: skip
    assert code == 1 and "2026-04-20" in out and tmp_path.joinpath("c.json").exists()


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--format", "text", "--format", "json"], "屏幕上只能显示一种"),
        (["--format", "text", "-o", "a.txt", "-o", "b.txt"], "有 2 个 -o，只有 1 个 --format"),
        (["-o", "a.txt", "-o", "./a.txt"], "两份报告写入同一个文件"),
        (["-o", "nowhere/a.txt"], "文件夹“nowhere”不存在"),
        (["-o", "a.csv"], "不能覆盖"),
        (["-o", "checkbranch.yaml"], "不能覆盖"),
    ],
)
def test_what_cannot_be_written_is_said_before_anything_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], says: str
) -> None:
    monkeypatch.chdir(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    code, out, err = run("audit", ".", "--as-of", "2026-04-20", *args)
    assert (code, out) == (2, "") and says in err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_one_that_fails_leaves_all_old_files(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*rest: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("a.json", "a.txt"):
        tmp_path.joinpath(name).write_text("old")
    monkeypatch.setattr("checkbranch.reports.programs.json_report.write_json", broken)
    code, _, err = run("audit", folder, "--as-of", "2026-04-20", "-o", tmp_path / "a.txt", "-o", tmp_path / "a.json")
    assert code == 2 and "无法写入（磁盘空间已满）" in err
    assert [tmp_path.joinpath(name).read_text() for name in ("a.json", "a.txt")] == ["old", "old"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "a.txt", "ws"]


def test_a_format_for_files_only_is_not_shown() -> None:
    from checkbranch.reports.asked import Format, by_name

    book: Mapping[str, Format[None]] = by_name(Format("xlsx", (".xlsx",), data=lambda audit, out, ask: None))
    with pytest.raises(CheckbranchError, match="Name it with -o"):
        targets_of(book, ["xlsx"], [])
    assert [target.format.name for target in targets_of(AUDIT, [], [])] == ["text"]


@pytest.mark.parametrize("name", ["a.docx", "核对.PDF", "a.et"])
def test_a_text_is_never_written_under_the_ending_of_another_program(name: str) -> None:
    with pytest.raises(CheckbranchError, match=r"--format"):
        targets_of(AUDIT, [], [Path(name)])
    assert targets_of(AUDIT, ["text"], [Path(name)])[0].format.name == "text"
    assert targets_of(AUDIT, [], [Path("night.log")])[0].format.name == "text"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize(("form", "begins"), [("xlsx", b"PK"), ("csv", "\ufeff单位".encode())])
def test_a_pipe_or_device_is_written_to_and_never_replaced(
    folder: Path, tmp_path: Path, form: str, begins: bytes
) -> None:
    pipe, read = tmp_path / "pipe", list[bytes]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    code, _, err = run("audit", folder, "--as-of", "2026-04-20", "--format", form, "-o", pipe)
    assert code == 1, err
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    reader.join(10)
    assert read and read[0].startswith(begins)
