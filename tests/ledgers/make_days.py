"""Makes the workbook of this folder whose date cells name several days.

python tests/ledgers/make_days.py
"""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

ROWS: list[list[str | int | None]] = [
    ["编号", "日期", "类型", "应到", "实到", "备注"],
    ["R1", "3月5日、3月19日", "支委会", 3, 3, "两次"],
    ["R2", "4月2日、16日、30日", "支委会", 3, 3, None],
    [None, "2026.5.8；2026.5.22", "支委会", 3, 2, None],
    [None, "6月5日15:00，6月19日15:00", "支委会", 3, 3, None],
    [None, "7月3日和7月17日", "支委会", 3, 3, None],
    [None, "8月5日、待定", "支委会", 3, 3, "有一天没有写明"],
    [None, "9月30日，星期三", "支委会", 3, 3, None],
    [None, "10月9日\n10月23日", "支委会", 3, 3, None],
    [None, "12月31日、2027年1月1日", "支委会", 3, 3, None],
]

if __name__ == "__main__":
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "2026年"
    for row in ROWS:
        sheet.append(row)
    book.save(Path(__file__).parent / "several_days_in_a_cell.xlsx")
