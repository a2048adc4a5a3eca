"""The words of what is to be said of files and sheets as they stand: how they were read, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping

from .model import Severity

# code: severity, Chinese, English.
FILE_CODES: Mapping[str, tuple[Severity, str, str]] = {
    "html_table": (
        "info",
        "文件名是电子表格，内容是网页表格，已照常读取。",
        "The file is a web page with tables, whatever its name says; it is read all the same.",
    ),
    "spreadsheet_xml": (
        "info",
        "文件是 XML 表格（2003 格式），已照常读取。",
        "The file is an XML spreadsheet of 2003; it is read all the same.",
    ),
    "text_table": (
        "info",
        "文件名是电子表格，内容是 CSV 文本，已照常读取。",
        "The file has the name of a workbook but is delimited text; it is read as such.",
    ),
    "encoding_guessed": (
        "info",
        "文件没有标明编码，按 {encoding} 读取。如有乱码，请用表格软件另存为“CSV UTF-8”。",
        "The file does not say its encoding; it is read as {encoding}. If characters are wrong, save it as CSV UTF-8.",
    ),
    "mixed_encoding": (
        "warning",
        "文件主要为 {encoding} 编码，但第 {lines} 行是另一种编码，已分别读取。请核对这些行，并另存为“CSV UTF-8”。",
        "The file is {encoding}, but lines {lines} are in another encoding and were read as such. Check them, and save "
        "the file as CSV UTF-8.",
    ),
    "control_characters": (
        "warning",
        "第 {lines} 行有无法显示的字符，已略去。请核对这些行，并用表格软件另存一次。",
        "Lines {lines} hold characters that cannot be shown; they were left out. Check them and save the file again.",
    ),
    "stray_quote": (
        "warning",
        "第 {lines} 行的引号不成对，已按原样逐行读取。请核对这些行，并补上或删去引号。",
        "The quotation marks on lines {lines} are not paired and were read as they stand. Check the lines, and pair "
        "the marks or take them out.",
    ),
    "extra_cells": (
        "error",
        "本行比表头多出 {count} 格（“{shown}”），各列可能错位，未采用。单元格内有分隔符的，请用双引号括起。",
        "The row has {count} cells more than the header ('{shown}'), so that its columns may be out of place; it is "
        "not taken. Put cells that hold the separator in double quotes.",
    ),
    "merged_cells": (
        "info",
        "合并单元格的值，已用于其覆盖的各行（共 {count} 格）。如不对，请取消合并后逐行填写。",
        "The values of merged cells were taken for every row that they cover ({count} cells). If that is wrong, "
        "unmerge them and fill in each row.",
    ),
    "hidden_rows": (
        "info",
        "有 {count} 行处于隐藏或被筛选状态，已照常读取。",
        "{count} rows are hidden or filtered out; they are read all the same.",
    ),
    "stray_cells": (
        "warning",
        "离表格很远的 {count} 个单元格（{cells}）未读取。如是误填，请删去；如是台账，请移到表格下方。",
        "{count} cells far from the table ({cells}) were not read. Delete them if they are a slip, or move them to the "
        "table.",
    ),
    "macros_ignored": (
        "info",
        "文件带有宏，宏不会运行，只读取其中的文字和表格。",
        "The file has macros; they are not run, only its text and tables are read.",
    ),
    "external_links": (
        "info",
        "工作簿引用了其他文件，读取的是上次保存的值。请确认引用的数据已经更新。",
        "The workbook refers to other files; the values of the last time it was saved are read. Check that they are "
        "up to date.",
    ),
    "serial_date": (
        "info",
        "日期列中有日期序列号（如 45356），已换算成日期。请把该列的格式设为日期。",
        "The column of dates holds serial numbers (such as 45356), which were turned into dates. Set its format to "
        "dates.",
    ),
    "month_from_sheet": (
        "info",
        "日期只写了日的，按工作表名称中的 {month} 月读取，请核对。",
        "Days without a month were taken to be of month {month}, which is the name of the sheet. Check them.",
    ),
    "month_conflict": (
        "warning",
        "“{shown}”不在工作表“{sheet}”的月份内，仍按该日期计。请核对日期，或移到对应月份的工作表。",
        "'{shown}' lies outside the month of the sheet '{sheet}'; the date is kept. Check it, or move the row to the "
        "sheet of its month.",
    ),
}
