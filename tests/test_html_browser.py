"""The HTML report in a real browser: accessible, no wider than a phone, A4 in print. Left out where there is none."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from checkbranch.reports.compared.history import read_history

from .html_sample import branch, branch_year, households, township, written
from .test_html_trend import NAME, keep, months
from .test_inspect_browser import A4, BROWSER, PHONE, SCREEN, _pages, browse

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome on the path")

# Each page is shown in frames; of each it is told what axe finds, what is too wide, and what the script does.
_PROBE = """<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">%s<pre id="seen"></pre>
<script>
const wait = (frame) => new Promise((done) => {
  if (frame.contentDocument.readyState === "complete") done();
  else frame.onload = done;
});
(async () => {
  const told = [];
  for (const frame of document.querySelectorAll("iframe")) {
    await wait(frame);
    const page = frame.contentDocument, room = page.documentElement.clientWidth, one = {name: frame.title, wide: []};
    for (const part of page.querySelectorAll("body *")) {
      const box = part.getBoundingClientRect();
      if (box.width && box.right > room + 1) one.wide.push(part.tagName + "." + part.getAttribute("class"));
    }
    const found = await frame.contentWindow.axe.run(page, {resultTypes: ["violations"]});
    one.violations = found.violations.map((v) => [v.impact, v.id, v.nodes.map((n) => n.html.slice(0, 200))]);
    one.passes = found.passes.length;
    const form = page.querySelector("form.filter");
    if (form) {
      const rows = () => [...page.querySelectorAll("#unit-table tbody tr")].filter((row) => !row.hidden);
      form.elements.s.value = "gap";
      form.dispatchEvent(new Event("input"));
      one.filtered = rows().length + " " + form.querySelector("output").textContent;
      page.querySelectorAll("#unit-table th[data-sort] [role=button]")[1].click();
      one.sorted = rows().map((row) => row.cells[1].textContent.trim())[0];
      one.said = page.querySelectorAll("#unit-table th[data-sort]")[1].getAttribute("aria-sort");
    }
    told.push(one);
  }
  document.getElementById("seen").textContent = JSON.stringify(told);
})();
</script>"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Sequence[dict[str, Any]]:
    """Return what a browser saw of each page: on a phone and on a screen, light and dark, in both languages."""
    folder = tmp_path_factory.mktemp("html")
    for day in ("2026-03-31", "2026-06-30"):
        keep(folder / f"{day}.json", months("xxx"), day)
    history = read_history(folder, NAME, date(2026, 11, 23))
    axe = resources.files("axe_core_python").joinpath("axe.min.js").read_text("utf-8").replace("</script", r"<\/script")
    frames = []
    for name, audit, language in (
        ("branch", branch(given=[*branch_year(), *households(12)]), "zh"),
        ("township", township(13), "en"),
    ):
        page = re.sub(r"<meta http-equiv=[^>]*>", "", written(audit, language, history if name == "branch" else None))
        page = page.replace("<details", "<details open").replace("open open", "open")
        page = page.replace("</body>", f"<script>{axe}</script></body>")
        # Each page light and dark and at both widths, if not in every mixture: looking through one takes seconds.
        for width, dark in ((PHONE, False), (PHONE, True), (SCREEN, name == "branch")):
            shown = page.replace("screen and (prefers-color-scheme: dark)", "screen") if dark else page
            title, size = f"{name} {width} {'dark' if dark else 'light'}", f"width:{width}px;height:3000px;border:0"
            frames.append(f'<iframe title="{title}" style="{size}" srcdoc="{html.escape(shown)}"></iframe>')
    probe = folder / "probe.html"
    probe.write_text(_PROBE % "".join(frames), encoding="utf-8")
    out = browse(folder, probe, "--window-size=1400,3000", "--virtual-time-budget=20000", "--dump-dom")
    found = re.search(r'<pre id="seen">(.*?)</pre>', out, re.DOTALL)
    assert found is not None and found[1], "the browser told nothing"
    told: list[dict[str, Any]] = json.loads(html.unescape(found[1]))
    assert len(told) == len(frames)
    return told


def test_axe_finds_nothing_wrong(seen: Sequence[dict[str, Any]]) -> None:
    assert [(one["name"], one["violations"]) for one in seen if one["violations"]] == []
    assert all(one["passes"] > 15 for one in seen)


def test_nothing_is_wider_than_the_window(seen: Sequence[dict[str, Any]]) -> None:
    assert [(one["name"], one["wide"][:5]) for one in seen if one["wide"]] == []


def test_units_can_be_filtered_and_sorted(seen: Sequence[dict[str, Any]]) -> None:
    (one,) = [one for one in seen if one["name"] == f"township {SCREEN} light"]
    gaps = [n for n in range(13) if n % 9 < 6]
    assert one["filtered"] == f"{len(gaps)} {len(gaps)} / 13"
    assert one["said"] == "ascending" and one["sorted"].startswith("第0党支部")


@pytest.mark.parametrize(("name", "most"), [("branch", 6), ("township", 9)])
def test_it_prints_on_a4(tmp_path: Path, name: str, most: int) -> None:
    page, target = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(written(branch(given=branch_year()) if name == "branch" else township(30)), encoding="utf-8")
    browse(tmp_path, page, "--no-pdf-header-footer", f"--print-to-pdf={target}")
    sizes = [tuple(map(round, size)) for size in _pages(target.read_bytes())]
    assert 2 <= len(sizes) <= most
    assert set(sizes) == ({A4} if name == "branch" else {A4, A4[::-1]})
