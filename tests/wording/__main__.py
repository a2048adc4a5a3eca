"""Writes the catalogue anew from the code, or the corrections of a catalogue into the code.

python -m checkbranch.tests.wording                          # docs/wording/zh.po anew
python -m checkbranch.tests.wording --into en -o en.po       # the English, for reading it over
python -m checkbranch.tests.wording --apply zh.po            # its corrections into the code
python -m checkbranch.tests.wording --apply en.po --into en
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .catalogue import Language, catalogue, read, written
from .corrections import apply, corrections
from .sources import ROOT, all_pairs

CATALOGUE = ROOT / "docs" / "wording" / "zh.po"


def main() -> int:
    """Run the command; return 1 when a correction could not be taken over."""
    parser = argparse.ArgumentParser(prog="python -m checkbranch.tests.wording", description=__doc__.split("\n")[0])
    parser.add_argument("--into", choices=["zh", "en"], default="zh", help="the language that is read over")
    parser.add_argument("--apply", type=Path, metavar="FILE.po", help="a catalogue whose corrections to take over")
    parser.add_argument("-o", "--output", type=Path, default=CATALOGUE, help="where to write the catalogue")
    asked = parser.parse_args()
    into: Language = asked.into
    if asked.apply is None:
        asked.output.write_bytes(written(catalogue(all_pairs(), into)))
        return 0
    found, refused = corrections(all_pairs(), read(asked.apply), into)
    refused += apply(found, ROOT)
    for line in refused:
        print(line, file=sys.stderr)
    print(f"{len(found)} places corrected, {len(refused)} refused")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
