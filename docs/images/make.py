"""Makes all pictures here: the report and the self-check of the example, and the report of an invented township.

python docs/images/make.py              # needs Chromium or Chrome and pdftoppm on the path, and a Chinese font
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import township

HERE = Path(__file__).parent
EXAMPLE = HERE.parent.parent / "examples" / "huanghou"
AS_OF, INSPECTED = "2026-11-23", "2026-12-04"
EARLIER = ("2026-04-10", "2026-06-10", "2026-09-10")
WIDTH, HEIGHT = 1280, 1400
DOTS = "110"  # an inch, of the printed page


def main() -> None:
    """Write report-branch.png, report-township.png and self-check.png beside this script."""
    with tempfile.TemporaryDirectory() as folder:
        branch, towns = Path(folder) / "branch.html", Path(folder) / "township.html"
        audit(EXAMPLE, AS_OF, branch)
        run("inspect", EXAMPLE, AS_OF, Path(folder) / "check.html", "--on", INSPECTED)
        printed(Path(folder) / "check.html", HERE / "self-check.png")
        history = Path(folder) / "history"
        history.mkdir()
        for day in EARLIER:
            township.make(Path(folder) / day, date.fromisoformat(day))
            audit(Path(folder) / day, day, history / f"{day}.json")
        township.make(Path(folder) / "now")
        audit(Path(folder) / "now", AS_OF, towns, "--history", str(history))
        for page, picture in ((branch, "report-branch.png"), (towns, "report-township.png")):
            shoot(page, HERE / picture)


def audit(workspace: Path, day: str, target: Path, *options: str) -> None:
    """Write the report of a workspace as of a day."""
    run("audit", workspace, day, target, *options)


def run(command: str, workspace: Path, day: str, target: Path, *options: str) -> None:
    """Write what a command says of a workspace as of a day."""
    call = [sys.executable, "-m", "checkbranch.cli", command, str(workspace), "--as-of", day, "-o", str(target)]
    done = subprocess.run([*call, *options], check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.returncode)


def shoot(page: Path, picture: Path) -> None:
    """Take a picture of the top of a page, as on a laptop."""
    browse(page, "--hide-scrollbars", f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={picture}")


def printed(page: Path, picture: Path) -> None:
    """Take a picture of the first sheet of a page, as it is printed on A4."""
    paper = page.with_suffix(".pdf")
    browse(page, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    tool = program("pdftoppm")
    first = [tool, "-png", "-r", DOTS, "-singlefile", "-f", "1", str(paper), str(picture.with_suffix(""))]
    subprocess.run(first, check=True)


def browse(page: Path, *options: str) -> None:
    """Open a page in a browser without a window, with a profile of its own."""
    browser = program("chromium", "chromium-browser", "google-chrome")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                f"--user-data-dir={profile}", *options, page.as_uri(),
            ],
            check=True, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip


def program(*names: str) -> str:
    """Return where the first of some programs is."""
    found = next(filter(None, map(shutil.which, names)), None)
    return found or sys.exit(f"not on the path: {names[0]}")


if __name__ == "__main__":
    main()
