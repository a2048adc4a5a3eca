"""Makes the workbooks of this folder whose tables, types or headers have to be told: run it to make them anew.

python tests/ledgers/make_map.py
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

FOLDER = Path(__file__).parent
Rows = Sequence[Sequence[object]]

SHEETS: Mapping[str, Mapping[str, Rows]] = {
    "type_in_the_name_of_each_sheet": {
        "主题党日": [["日期", "主题", "应到", "实到"], ["2026-03-05", "植树", 9, 8], ["2026-04-07", "清明祭扫", 9, 9]],
        "党课": [["时间", "题目", "主讲人"], ["2026-03-20", "学习党章", "张示例"]],
        "组织生活会议": [["日期", "主题"], ["2026-05-08", "学习文件"]],
    },
    "type_in_the_title_of_a_month_matrix": {
        "2026年": [
            ["入户走访登记"],
            ["户主", "楼栋", "1月", "2月", "3月"],
            ["赵举例", "1栋", "8日", "", "√"],
            ["钱样本", "2栋", "", "6日", ""],
        ],
    },
    "plan_beside_the_record": {
        "主题党日": [["日期", "主题"], ["2026-03-05", "植树"]],
        "主题党日计划": [["日期", "主题"], ["2026-04-05", "清明祭扫"], ["2026-05-05", "志愿服务"]],
    },
    "header_below_an_example_of_itself": {
        "台账": [
            ["填写示例"],
            ["日期", "类型", "地点"],
            ["2020-01-01", "党课", "示例地点"],
            ["以下为正式登记"],
            ["时间", "会议类型", "出勤", None],
            [None, None, "应到", "实到"],
            ["2026-03-05", "支委会", 3, 3],
            ["2026-03-20", "党课", 9, 8],
        ],
    },
    "types_by_words_of_their_own": {
        "台账": [
            ["日期", "类型"],
            ["2026-01-08", "班子会"],
            ["2026-02-05", "红色周五"],
            ["2026-02-12", "班子会、党课"],
            ["2026-03-06", "碰头会"],
        ],
    },
}


def main() -> None:
    """Write every workbook."""
    for name, sheets in SHEETS.items():
        book = Workbook()
        book.remove(book.active)  # type: ignore[arg-type]
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        book.save(FOLDER / f"{name}.xlsx")
    text = "时间,题目,主讲人\n2026-03-20,学习党章,张示例\n2026年9月18日,学习条例,李样本\n"
    (FOLDER / "type_in_the_name_of_the_file_党课记录.csv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
