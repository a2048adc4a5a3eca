"""Makes the pictures of the HTML report: one branch from the example, and an invented township.

python docs/images/make.py              # needs Chromium or Chrome on the path, and a Chinese font
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
AS_OF = "2026-11-23"
EARLIER = ("2026-04-10", "2026-06-10", "2026-09-10")
WIDTH, HEIGHT = 1280, 1400


def main() -> None:
    """Write report-branch.png and report-township.png beside this script."""
    with tempfile.TemporaryDirectory() as folder:
        branch, towns = Path(folder) / "branch.html", Path(folder) / "township.html"
        audit(EXAMPLE, AS_OF, branch)
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
    command = [sys.executable, "-m", "checkbranch.cli", "audit", str(workspace), "--as-of", day, "-o", str(target)]
    done = subprocess.run([*command, *options], check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.returncode)


def shoot(page: Path, picture: Path) -> None:
    """Take a picture of the top of a page, as on a laptop."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        sys.exit("no Chromium or Chrome on the path")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
                f"--user-data-dir={profile}", f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={picture}",
                page.as_uri(),
            ],
            check=True, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip


if __name__ == "__main__":
    main()
