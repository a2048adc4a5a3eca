"""Makes the workbooks of this folder that are ordinary tables but for what their name tells: run it to make them anew.

python tests/ledgers/make.py
"""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

FOLDER = Path(__file__).parent


def titles_above() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    sheet.append(["示例村党支部2026年组织生活台账"])
    sheet.append(["填报单位：示例村党支部", None, None, "填报日期：11月"])
    sheet.append(["日期", "类型", "应到", "实到"])
    sheet.append(["3月5日", "党课", "9人", 8])
    sheet.append(["合计", None, 9, 8])
    book.save(FOLDER / "titles_above.xlsx")


if __name__ == "__main__":
    titles_above()
