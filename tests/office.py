"""LibreOffice as tests call it: many files in one call, with a profile of its own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
# All sheets of a workbook, each into a file of its own, in UTF-8: BOOK-SHEET.csv
CSV_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def convert(files: Sequence[Path], to: str, folder: Path) -> None:
    """Convert files into ``folder``; ``to`` is the extension, with the name and options of a filter if need be.

    The profile beside ``folder`` is used again by the next call, which is faster than a new one.
    """
    assert SOFFICE is not None
    folder.mkdir(parents=True, exist_ok=True)
    profile = (folder.parent / ".profile").resolve().as_uri()
    call = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", to]
    done = subprocess.run([*call, "--outdir", folder, *files], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
