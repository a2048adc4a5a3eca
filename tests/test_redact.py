"""``--redact``: no format of any command holds a name, an identity card number or a phone number."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from checkbranch.cli import main
from checkbranch.engine.privacy import Matcher
from checkbranch.reports.formats import AUDIT
from checkbranch.reports.visits.formats import VISITS

from .once import Once
from .private_workspace import NAMES, NAMESAKE, NUMBERS, make

DAY = ("--as-of", "2026-05-20")
JUDGED = (*DAY, "--engine", "reference")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, once: Once) -> Path:
    return make(tmp_path_factory.mktemp("private") / "ws")


def formats_of(*command: str) -> list[str]:
    """Return the formats of a command, as its options offer them."""
    found: click.Command = main
    for name in command:
        assert isinstance(found, click.Group)
        found = found.get_command(click.Context(found), name) or found
    choices = [option.type for option in found.params if option.name in ("form", "forms")]
    return [str(word) for kind in choices if isinstance(kind, click.Choice) for word in kind.choices]


EXPLAINED = {
    "duty": ("household-visit",),
    "household": ("household-visit", "H2", "2026-Q1"),
    "name": ("household-visit", "柳如烟"),
    "waiver": ("household-visit", "H3", "2026-Q1"),
    "flag": ("unseen",),
    "meeting": ("committee-meeting", "XY", "2026-02"),
    "two of a name": ("talk-yearly", "段无名"),
}
CALLS: dict[str, tuple[tuple[str, ...], list[str]]] = {
    "audit": (("audit", "{ws}", *JUDGED, "--findings", "all", "--evidence"), formats_of("audit")),
    "visits": (("visits", "{ws}", *JUDGED, "--members"), formats_of("visits")),
    "inspect": (("inspect", "{ws}", *JUDGED, "--on", "2026-06-20"), formats_of("inspect")),
    "check": (("check", "{ws}"), formats_of("check")),
    "plan": (
        ("calendar", "plan", "{ws}", *JUDGED, "--visits"),
        ["+".join(sorted({*formats_of("calendar", "plan")} - {"text"})), "text"],
    ),
    "export": (("calendar", "export", "{ws}", *JUDGED, "--visits"), ["ics"]),
    **{
        f"explain {name}": (("explain", *words, "-w", "{ws}", *JUDGED), formats_of("explain"))
        for name, words in EXPLAINED.items()
    },
}
CASES = [
    pytest.param(call, form, language, id=f"{name}-{form}-{language}")
    for name, (call, forms) in CALLS.items()
    for form in forms
    for language in (("zh", "en") if form == "text" and name in ("audit", "visits", "check") else ("zh",))
]


def told(folder: Path, out: Path, call: tuple[str, ...], form: str, *options: str) -> str:
    """Return all that a call writes, on its screens, in its files and in their names, as one text."""
    words = [word.format(ws=folder) for word in call]
    for one in form.split("+") if call[0] != "explain" else ():
        words += ["-o", str(out / f"report.{one}")]
    words += ["--format", form] if "export" not in call and "+" not in form else []
    done = CliRunner().invoke(main, [*words, *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in (0, 1) or "explain" in call, done.stderr
    files = [path for path in out.rglob("*") if path.is_file()]
    parts = [done.stdout, done.stderr, *(path.name for path in files)]
    return "\n".join([*parts, *(text for path in files for text in texts(path.read_bytes()))])


def texts(content: bytes) -> Iterator[str]:
    """Yield what a file holds as text: of a packed one every part, with its name."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield name
                yield from texts(packed.read(name))
        return
    text = content.decode("utf-8", "replace").replace("\r\n ", "")  # an iCalendar line goes on behind a blank
    yield html.unescape(text)
    yield re.sub("<[^>]*>", "", html.unescape(text))


def leaks(text: str) -> list[str]:
    """Return the names and numbers that a text holds, however they are broken over lines."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    close = re.sub(r"\s+", "", text)
    return [word for word in (*NAMES, *NUMBERS) if word in text or re.sub(r"\s+", "", word) in close]


@pytest.mark.parametrize(("call", "form", "language"), CASES)
def test_no_format_of_any_command_names_anybody(
    folder: Path, tmp_path: Path, call: tuple[str, ...], form: str, language: str
) -> None:
    text = told(folder, tmp_path, call, form, "--lang", language, "--redact")
    assert leaks(text) == []
    assert len(text) > 20


def test_every_registry_is_looked_through() -> None:
    assert set(formats_of("audit")) == set(AUDIT)
    assert set(formats_of("visits")) == set(VISITS)
    assert {"text", "json"} <= set(formats_of("explain"))
    assert {"xlsx", "html", "ics", "text"} <= set(formats_of("calendar", "plan"))


def test_without_it_names_are_there_so_that_the_test_can_fail(folder: Path, tmp_path: Path) -> None:
    shown = set()
    for number, (name, form) in enumerate((("audit", "json"), ("check", "xlsx"), ("visits", "json"))):
        out = tmp_path / str(number)
        out.mkdir()
        shown |= set(leaks(told(folder, out, CALLS[name][0], form)))
    assert set(NAMES) <= shown | {"Ann Lee"}
    assert "13912345678" in shown


def test_sheets_of_helpers_name_nobody_even_in_their_file_names(folder: Path, tmp_path: Path) -> None:
    call = ("visits", str(folder), *JUDGED, "--redact", "--per-helper", str(tmp_path / "d"))
    done = CliRunner().invoke(main, [*call, "--format", "html", "--format", "xlsx"])
    assert done.exit_code in (0, 1), done.stderr
    files = sorted((tmp_path / "d").iterdir())
    assert len(files) >= 6
    whole = "\n".join(text for path in files for text in (path.name, *texts(path.read_bytes())))
    assert leaks(whole) == []


def report(folder: Path, *options: str) -> dict[str, list[dict[str, object]]]:
    call = ["audit", str(folder), *JUDGED, "--format", "json", *options]
    found: dict[str, list[dict[str, object]]] = json.loads(CliRunner().invoke(main, call).stdout)
    return found


def test_what_is_masked_changes_no_verdict_and_rows_can_still_be_found(folder: Path) -> None:
    plain, masked = report(folder), report(folder, "--redact")
    assert plain["summary"] == masked["summary"]
    assert plain["fingerprint"] == masked["fingerprint"]
    for one, other in zip(plain["findings"], masked["findings"], strict=True):
        assert [one[key] for key in ("id", "duty", "status", "due")] == [
            other[key] for key in ("id", "duty", "status", "due")
        ]
    places = {use["source"] for one in masked["findings"] for use in one["records"]}  # type: ignore[attr-defined]
    assert "meetings.csv!2" in places
    assert any(str(place).startswith("走访/") and str(place).endswith("走访记录.csv!2") for place in places)


def test_numbers_go_by_the_order_of_ids_and_are_the_same_in_every_report(folder: Path, tmp_path: Path) -> None:
    subjects = {
        (one["subject"]["kind"], one["subject"]["id"]): one["subject"]["name"]  # type: ignore[index]
        for one in report(folder, "--redact")["findings"]
    }
    assert subjects["member", "M1"] == "党员01"
    assert subjects["household", "H2"] == "住户02"
    assert subjects["household", "住户01"] == "住户01"  # the id was an identity card number
    assert subjects["branch", "XY"] == "向阳社区党支部"
    shown = told(folder, tmp_path, CALLS["visits"][0], "json", "--redact")
    assert '"id":"H2","name":"住户02"' in shown
    assert f'"name":"{NAMESAKE}"' not in shown
    assert '"building":"向阳3号楼"' in shown


NAMED = {"韩冬青": "甲1", "向阳": "甲2", "Ann Lee": "甲3", "Li": "甲4", "李": "甲5", "李大山": "甲6", "大山": "甲7"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("韩冬青讲话", "甲1讲话"),
        ("韩 冬 青、韩\u3000冬青", "甲1、甲1"),
        ("韩冬\n青", "甲1"),
        ("向阳社区党支部", "向阳社区党支部"),
        ("向阳社区开会，与向阳谈话", "向阳社区开会，与甲2谈话"),
        ("走访向阳家", "走访甲2家"),
        ("Ann Lee and Annex, Li, Lily, Ali", "甲3 and Annex, 甲4, Lily, Ali"),
        ("李大山和大山", "甲6和甲7"),
        ("李家庄", "李家庄"),  # one character is part of ordinary words
        ("主题党日", "主题党日"),
        ("证件110101199003071234，", "证件#，"),
        ("11010119900307123X", "#"),
        ("电话13912345678、139 1234 5678、139-1234-5678", "电话*、*、*"),
        ("113912345678", "113912345678"),
        ("1391234567", "1391234567"),
        ("a13912345678b", "a13912345678b"),
        ("", ""),
    ],
)
def test_names_are_found_where_they_stand_for_somebody(text: str, expected: str) -> None:
    matcher = Matcher(NAMED, ["向阳社区党支部", "主题党日"], "#", "*")
    assert matcher.sub(text) == expected


def test_a_plan_that_people_have_written_in_is_not_written_over_masked(folder: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    call = ["calendar", "plan", str(folder), *JUDGED, "-o", str(plan)]
    assert CliRunner().invoke(main, call).exit_code == 0
    before = plan.read_bytes()
    done = CliRunner().invoke(main, [*call, "--redact"])
    assert (done.exit_code, "--redact" in done.stderr) == (2, True)
    assert plan.read_bytes() == before
