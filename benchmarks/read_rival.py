"""The rival: the cells of one file as Python values, by the library alone, nothing understood or checked."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path


def main(file: Path, encoding: str) -> None:
    """Print the number of rows below the header."""
    if file.suffix == ".csv":
        print(len(list(csv.reader(io.StringIO(file.read_bytes().decode(encoding), newline="")))) - 1)
    else:
        from python_calamine import CalamineWorkbook

        print(len(CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()) - 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
