"""The wall calendar as a page: what it holds, how it prints, and that it fits a phone. Left out without a browser."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from .calendar_workspace import LECTURES, LIFE, THEME, workspace
from .plan_books import add, plan
from .test_inspect_browser import BROWSER, PHONE, PROBE, SCREEN, _pages, browse

YEAR = ("--year", "2026")
MANY = "编号,名称,类型\n" + "".join(f"B{n},第{n}支部,branch\n" for n in range(1, 65))
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome on the path")
A4, A3 = (842, 595), (1191, 842)  # across, in points


def page(folder: Path, *options: str, as_of: str = "2026-03-20", code: int = 0) -> str:
    """Return the page of a plan."""
    plan(folder, *options, as_of=as_of, code=code, file="p.html")
    return (folder / "p.html").read_text("utf-8")


class Cells(HTMLParser):
    """Gathers the text of every day of the months, by the class of its cell."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.cells: list[tuple[str, str]] = []
        self._open = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a cell."""
        looks = dict(attrs).get("class") or ""
        if tag == "td" and looks.split()[:1] == ["d"]:
            self.cells.append((looks, ""))
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        self._open = self._open and tag != "td"

    def handle_data(self, data: str) -> None:
        """Add text to the cell."""
        if self._open:
            looks, text = self.cells[-1]
            self.cells[-1] = looks, text + data


def test_every_day_of_the_year_has_a_cell_and_holidays_are_told_in_words(tmp_path: Path) -> None:
    found = Cells(page(workspace(tmp_path, THEME), *YEAR)).cells
    days = [(looks.split(), text) for looks, text in found if "none" not in looks]
    assert len(days) == 365
    assert len(found) % 7 == 0
    assert (["d", "off", "e"], "1周四休 元旦") in days
    assert (["d", "worked", "e"], "4周日班") in days
    assert sum("主题党日" in text for _, text in days) == 10  # those of January and February are past


def test_it_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    text = page(workspace(tmp_path, THEME), *YEAR)
    assert "default-src 'none'" in text
    assert not re.search(r"<script|<link|<img|https?:|url\(|@import", text)


def test_what_people_wrote_is_escaped(tmp_path: Path) -> None:
    workspace(tmp_path, THEME, settings="")
    text = (tmp_path / "checkbranch.yaml").read_text("utf-8").replace("第一支部", "<b>支部</b>")
    (tmp_path / "checkbranch.yaml").write_text(text, "utf-8")
    plan(tmp_path, "--year", "2027")
    add(tmp_path / "plan.xlsx", 事项="<script>x</script>", 建议日期="2027-06-28", 地点="<i>")
    plan(tmp_path, "--year", "2027", "-o", str(tmp_path / "p.html"))
    text = (tmp_path / "p.html").read_text("utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "&lt;b&gt;支部&lt;/b&gt;" in text


def test_many_things_on_one_day_are_listed_below_the_month(tmp_path: Path) -> None:
    workspace(tmp_path, THEME)
    plan(tmp_path, *YEAR, as_of="2026-03-20")
    for n in range(6):
        add(tmp_path / "plan.xlsx", 事项=f"事项{n}", 建议日期="2026-06-24")
    plan(tmp_path, *YEAR, "-o", str(tmp_path / "p.html"), as_of="2026-03-20")
    text = (tmp_path / "p.html").read_text("utf-8")
    assert "另 3 项见下" in text
    assert "<p><b>24日</b> 周三：◇ 事项3；◇ 事项4；◇ 事项5</p>" in text


def test_each_unit_has_its_own_pages_and_very_many_are_laid_out_together(tmp_path: Path) -> None:
    rows = ["2026-01-06,集中学习,,B1"]
    workspace(tmp_path, LIFE, rows, u_csv="".join(MANY.splitlines(keepends=True)[:3]))
    text = page(tmp_path, *YEAR)
    assert re.findall(r'<p class="name"><bdi>(.*?)</bdi>', text) == ["第1支部", "第2支部"]
    assert len(re.findall(r'<section class="month', text)) == 24
    workspace(tmp_path, LIFE, rows, u_csv=MANY)
    text = page(tmp_path, *YEAR)
    assert len(re.findall(r'<section class="month', text)) == 12
    assert "共 64 个单位，合在一起排列" in text
    assert sum(map(int, re.findall(r"组织生活会 ×(\d+)", text))) > 30
    assert "第64支部" in text


def test_in_english_it_is_english(tmp_path: Path) -> None:
    text = page(workspace(tmp_path, THEME + LIFE), *YEAR, "--lang", "en")
    shown = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    assert '<html lang="en">' in shown
    assert "Meeting plan 2026" in shown
    assert re.findall(r"[\u4e00-\u9fff]+", shown.replace("第一支部", "")) == []


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace whose plan has something of every kind."""
    folder = tmp_path_factory.mktemp("full")
    workspace(folder, THEME + LECTURES + LIFE, ["2026-01-15,主题党日", "2026-02-10,主题党日"])
    plan(folder, *YEAR, as_of="2026-03-20")
    for n in range(7):
        add(folder / "plan.xlsx", 事项=f"很长的事项名称要在一个格子里换行{n}", 建议日期="2026-06-24", 地点="二楼会议室")
    add(folder / "plan.xlsx", 事项="没有日期")
    return folder


@needs_browser
@pytest.mark.parametrize(
    ("paper", "size", "least", "most"), [("a4", A4, 13, 14), ("a3", A3, 2, 3), ("a3-quarter", A3, 5, 6)]
)
def test_it_prints_on_its_paper(
    full: Path, tmp_path: Path, paper: str, size: tuple[int, int], least: int, most: int
) -> None:
    page(full, *YEAR, "--edits", str(full / "plan.xlsx"), "--paper", paper, code=1)
    target = tmp_path / "plan.pdf"
    browse(tmp_path, full / "p.html", "--no-pdf-header-footer", f"--print-to-pdf={target}")
    pages = _pages(target.read_bytes())
    assert least <= len(pages) <= most
    assert {(round(width), round(height)) for width, height in pages} == {size}


@needs_browser
@pytest.mark.parametrize("width", [PHONE, SCREEN])
@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_nothing_is_wider_than_the_window(full: Path, tmp_path: Path, width: int, paper: str) -> None:
    text = page(full, *YEAR, "--edits", str(full / "plan.xlsx"), "--paper", paper, code=1)
    text = re.sub(r"<meta http-equiv=[^>]*>", "", text)  # the rule against scripts would bind the probe as well
    probe = tmp_path / "probe.html"
    probe.write_text(PROBE.replace("WIDTH", str(width)).replace("PAGE", html.escape(text)), "utf-8")
    shown = browse(tmp_path, probe, "--window-size=1400,900", "--virtual-time-budget=5000", "--dump-dom")
    found = re.search(r'<pre id="seen">(.*?)</pre>', shown, re.DOTALL)
    assert found is not None
    seen = json.loads(html.unescape(found[1]))
    assert (seen["over"], seen["wide"]) == (0, [])
    assert seen["tables"] == 14
