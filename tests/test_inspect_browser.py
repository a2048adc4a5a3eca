"""The printed self-check in a real browser: A4, whole rows, no wider than a phone. Left out where there is none."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from checkbranch.cli.main import main

from .test_inspect_checks import write as write_checks
from .test_inspect_windows import GAP, ROLLING, call, county, write

EXAMPLE = Path(__file__).parent.parent / "examples" / "huanghou"
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PHONE, SCREEN = 390, 1280  # widths in CSS pixels
A4 = (595, 842)  # in points

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome on the path")

# The page is shown in a frame of the given width, and what reaches beyond its right edge is named.
PROBE = """<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
<iframe id="f" style="width:WIDTHpx;height:4000px;border:0" srcdoc="PAGE"></iframe><pre id="seen"></pre>
<script>document.getElementById("f").onload = function () {
  const page = this.contentDocument, wide = [], room = page.documentElement.clientWidth;
  for (const one of page.querySelectorAll("body *")) {
    const right = one.getBoundingClientRect().right;
    if (!one.closest(".wide") && right > room + 1) wide.push(one.tagName + "." + one.className);
  }
  document.getElementById("seen").textContent = JSON.stringify(
    {over: page.documentElement.scrollWidth - room, room: room, wide: wide,
     tables: page.querySelectorAll("table").length});
};</script>"""


@pytest.fixture(scope="module", params=["zh", "en"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("form") / f"{request.param}.html"
    call = ["inspect", str(EXAMPLE), "--as-of", "2026-11-23", "--on", "2026-12-04", "--format", "html", "-o", str(out)]
    done = CliRunner().invoke(main, [*call, "--lang", request.param])
    assert done.exit_code == 1, done.output
    return out


@pytest.fixture(scope="module", params=["windows", "county", "checks"])
def other(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """Return a page, and how many tables it has at least: of duties without periods, or of very many units."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "checks":
        return checks(folder), 12
    if request.param == "county":
        county(folder, 200)
    else:
        numbers = [f"H{n:02}" for n in range(1, 41)]
        write(
            folder, GAP + ROLLING.replace("id: d", "id: e"),
            *(f"{name} 2026-02-{1 + n % 28:02}" for n, name in enumerate(numbers)),
            households="".join(f"{name},,\n" for name in numbers),
        )  # fmt: skip
    out = folder / "form.html"
    out.write_text(call(folder, "2026-03-10", "2026-03-27", "--format", "html"), encoding="utf-8")
    return out, 3 if request.param == "county" else 8


def checks(folder: Path, *, hints: bool = False) -> Path:
    """Write the page of a branch with requests, posts, figures and records, or of hints only, all in long words."""
    long = "阳光安置点河西片区第十二号楼三单元" * 2
    rows: list[dict[str, object]] = [
        {"type": "例会", "start": f"2026-{1 + n // 28:02}-{1 + n % 28:02}", "recorder": "", "host": ""}
        for n in range(200)
    ]
    info = {"severity": "info"} if hints else {}
    remedy = {"zh": "请再核对一下各栏，空着的照会议记录本填写；记录本上也没有的，不要凭印象补写。" * 2}
    duties: list[dict[str, object]] = [
        {
            "subject": "branch",
            **info,
            "title": {"zh": f"{long}{n}"},
            "remedy": remedy,
            "record": {"of": "meeting", "must": must},
        }
        for n, must in enumerate([{"recorder": {"filled": True}}, {"host": {"filled": True}}] * 20 if hints else [])
    ] or [
        {
            "subject": "branch",
            "follow_up": {"of": "requests", "after": "opened", "have": "resolved", "within": "3 days"},
        },
        {"subject": "branch", "record": {"of": "meeting", "must": {"recorder": {"filled": True}}}},
        {"subject": "branch", "precede": {"before": "meeting", "do": "talk", "within": "60 days", "cover": "members"}},
        {"subject": "household", "state": {"must": {"helpers": {"filled": True}}}},
        {"subject": "branch", "cover": {"each": "building", "of": "households", "by": "posts", "match": "area"}},
        {"subject": "branch", "tally": {"whole": "people", "sum": "people", "of": "households"}},
    ]
    homes = [{"id": f"H{n}", "name": long, "building": f"{long}{n}", "people": n, "helpers": ""} for n in range(40)]
    asked = [{"id": f"R{n}", "opened": "2026-11-02", "resolved": "", "unit": "B"} for n in range(40)]
    posts = [{"kind": "building_lead", "area": long, "holder": "甲"}]
    members = [{"id": "M1", "name": "欧阳" * 8}]
    write_checks(folder, *duties, activities=rows, households=homes, requests=asked, posts=posts, members=members)
    out = folder / "form.html"
    out.write_text(call(folder, "2026-11-23", "2026-11-27", "--format", "html"), encoding="utf-8")
    return out


def test_hints_are_one_printed_page(tmp_path: Path) -> None:
    target = tmp_path / "form.pdf"
    browse(tmp_path, checks(tmp_path, hints=True), "--no-pdf-header-footer", f"--print-to-pdf={target}")
    assert len(_pages(target.read_bytes())) == 2  # the cover with nothing to do, and the hints


def browse(folder: Path, page: Path, *options: str) -> str:
    """Run the browser on ``page`` with a profile of its own; return what it prints."""
    assert BROWSER is not None
    command = [
        BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        f"--user-data-dir={folder / 'profile'}", *options, page.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, timeout=120, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )
    return done.stdout.decode("utf-8")


def test_it_prints_on_a4_in_a_sensible_number_of_pages(page: Path, tmp_path: Path) -> None:
    target = tmp_path / "form.pdf"
    browse(tmp_path, page, "--no-pdf-header-footer", f"--print-to-pdf={target}")
    pages = _pages(target.read_bytes())
    assert 6 <= len(pages) <= 20  # three of them the list of papers, which is laid into the box
    assert {(round(width), round(height)) for width, height in pages} == {A4}


@pytest.mark.parametrize("width", [PHONE, SCREEN])
def test_nothing_is_wider_than_the_window(page: Path, tmp_path: Path, width: int) -> None:
    _fits(page, tmp_path, width, 21)


@pytest.mark.parametrize("width", [PHONE, SCREEN])
def test_neither_are_households_without_periods_and_very_many_units(
    other: tuple[Path, int], tmp_path: Path, width: int
) -> None:
    page, tables = other
    _fits(page, tmp_path, width, tables)
    if width != SCREEN:
        return  # paper is as wide whatever the window
    target = tmp_path / "form.pdf"
    browse(tmp_path, page, "--no-pdf-header-footer", f"--print-to-pdf={target}")
    pages = _pages(target.read_bytes())
    assert 2 <= len(pages) <= 8
    assert {(round(wide), round(high)) for wide, high in pages} == {A4}


def _fits(page: Path, folder: Path, width: int, tables: int) -> None:
    # The page itself runs no script; its rule against scripts would bind the probe around it as well.
    text = re.sub(r"<meta http-equiv=[^>]*>", "", page.read_text("utf-8"))
    probe = folder / "probe.html"
    probe.write_text(PROBE.replace("WIDTH", str(width)).replace("PAGE", html.escape(text)), encoding="utf-8")
    shown = browse(folder, probe, "--window-size=1400,900", "--virtual-time-budget=5000", "--dump-dom")
    found = re.search(r'<pre id="seen">(.*?)</pre>', shown, re.DOTALL)
    assert found is not None and found[1]
    seen = json.loads(html.unescape(found[1]))
    assert seen["tables"] >= tables
    assert (seen["over"], seen["wide"]) == (0, [])
    assert width - 30 <= seen["room"] <= width  # the rest is a scroll bar


def _pages(pdf: bytes) -> list[tuple[float, float]]:
    """Return width and height of every page in points; page trees may lie in compressed streams."""
    parts = [pdf]
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(match[1]))
        except zlib.error:
            continue  # a stream that is not deflated holds no page
    text = b"\n".join(parts)
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", text)
    return [(float(width), float(height)) for width, height in boxes]
