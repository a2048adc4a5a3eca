"""Makes the Word documents of this folder, each odd in what its name tells: run it to make them anew.

python tests/ledgers/make_word.py
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as Docx

FOLDER = Path(__file__).parent
FIXED = (2026, 1, 1, 0, 0, 0)
# A package with nothing but its text: the template of python-docx brings along much that no record needs.
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
PACKAGE = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{RELATIONS}"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    ),
}


def table(docx: Docx, rows: Sequence[Sequence[str]]) -> None:
    """Add a table; the last cell of a short row is widened."""
    width = max(map(len, rows))
    made = docx.add_table(len(rows), width)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            made.cell(at, column).text = text
        if len(row) < width:
            made.cell(at, len(row) - 1).merge(made.cell(at, width - 1))


def save(docx: Docx, name: str, old: str = "", new: str = "") -> None:
    """Save a document as small as it can be, ``old`` in its XML replaced; always the same bytes."""
    stream = io.BytesIO()
    docx.save(stream)
    with zipfile.ZipFile(stream) as whole:
        text = whole.read("word/document.xml").decode()
    assert old in text
    with zipfile.ZipFile(FOLDER / name, "w") as small:
        for part, content in {**PACKAGE, "word/document.xml": text.replace(old, new) if old else text}.items():
            small.writestr(zipfile.ZipInfo(part, FIXED), content, zipfile.ZIP_DEFLATED)


def form_of_eight_columns() -> None:
    docx = Document()
    docx.add_paragraph("示例村党支部支委会会议记录")
    rows = [
        ["时  间", "2026年3月5日15:00", "地  点", "村会议室", "主 持 人", "张样本", "记 录 人", "李样本"],
        ["应  到", "3人", "实  到", "2人", "缺  席", "王样本（请假）", "列  席", "无"],
        ["会议内容：\n一、传达文件。\n二、研究三月主题党日。"],
        ["决议：同意三月主题党日方案。"],
    ]
    table(docx, rows)
    save(docx, "word_form_of_eight_columns.docx")


def labels_above() -> None:
    docx = Document()
    rows = [
        ["主题党日活动记录表"],
        ["活动时间", "活动地点", "主持人", "记录人"],
        ["2026.3.12", "村广场", "张样本", "李样本"],
        ["应到党员", "实到党员", "缺席人员及原因", "列席人员"],
        ["9", "8", "王样本（外出）", ""],
        ["活动内容"],
        ["一、重温入党誓词。"],
        ["二、义务植树。"],
    ]
    table(docx, rows)
    save(docx, "word_labels_above_values.docx")


def minutes_without_a_table() -> None:
    docx = Document()
    for line in (
        "示例村党支部党员大会会议记录",
        "一、时间：二〇二六年四月二日下午3时",
        "二、地点：村会议室          三、主持人：张样本          四、记录人：李样本",
        "五、应到党员9人，实到党员8人，请假1人（王样本）",
        "六、会议内容：",
        "主持人：同志们，现在开会。今天的会议有两项议程，请大家先听取支部工作报告，然后讨论。",
        "李样本：我同意报告。",
        "决议：通过支部工作报告。",
    ):
        docx.add_paragraph(line)
    save(docx, "word_minutes_without_a_table.docx")


def forms_of_a_year() -> None:
    docx = Document()
    docx.add_paragraph("示例村党支部2026年支委会会议记录本")
    for day, content in (("1月8日", "学习文件"), ("2月5日", "研究困难党员"), ("    月    日", "")):
        docx.add_paragraph("支委会会议记录")
        rows = [
            ["时间", day, "主持人", "张样本" if content else ""],
            ["应到", "3人", "实到", "3人"],
            ["会议内容", content],
        ]
        table(docx, rows if content else [rows[0], ["应到", "    人", "实到", "    人"], rows[2]])
    save(docx, "word_forms_of_a_year.docx")


def form_and_other_tables() -> None:
    docx = Document()
    docx.add_paragraph("示例村党支部党课记录")
    docx.add_paragraph("时间：2026年5月7日        地点：党员活动室        主讲人：张样本")
    table(docx, [["主题", "学习示例文件"], ["参加人员", "张样本、李样本、王 某"], ["主要内容", "略述三点。"]])
    docx.add_paragraph("签到表")
    table(docx, [["序号", "姓名", "签名", "备注"], ["1", "张样本", "", ""], ["2", "李样本", "", ""]])
    docx.add_paragraph("会议议程")
    table(
        docx, [["时间", "内容", "负责人"], ["15:00-15:10", "主持人讲话", "张样本"], ["15:10-16:00", "党课", "张样本"]]
    )
    save(docx, "word_form_and_other_tables.docx")


def list_of_meetings() -> None:
    docx = Document()
    docx.add_paragraph("示例村党支部2026年组织生活台账")
    rows = [
        ["序号", "时间", "类型", "主题", "应到", "实到", "照片"],
        ["1", "3月5日", "党课", "学习", "9人", "8人", "√"],
        ["2", "3月12日", "支委会", "研究", "3人", "3人", ""],
        ["3", "2026年2月30日", "党课", "学习", "9人", "9人", "√"],
        ["合计", "", "", "", "21", "20", ""],
    ]
    table(docx, rows)
    save(docx, "word_list_of_meetings.docx")


def ticked_boxes_and_prompts() -> None:
    docx = Document()
    docx.add_paragraph("组织生活记录表")
    rows = [
        ["会议类型", "□党员大会  ☑支委会  □党小组会  □党课"],
        ["时间", "2026年 6 月 4 日 15 时 30 分"],
        ["地点", "_会议室_"],
        ["主持人（签字）", "张样本"],
        ["会议主题", "（请填写会议主题）"],
        ["参会情况", "应到：3人\n实到：2人\n缺席：1人（王样本 请假）"],
    ]
    table(docx, rows)
    save(docx, "word_ticked_boxes_and_prompts.docx")


def tracked_changes() -> None:
    docx = Document()
    docx.add_paragraph("示例村党支部支委会会议记录")
    table(docx, [["时间", "旧日期"], ["主持人", "张样本"], ["会议内容", "学习。"]])
    run = "<w:r><w:t>旧日期</w:t></w:r>"
    changed = (
        '<w:del w:id="1" w:author="x"><w:r><w:delText>2026年7月1日</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="x"><w:r><w:t>2026年7月2日</w:t></w:r></w:ins>'
    )
    save(docx, "word_tracked_changes.docx", run, changed)


def a_notice() -> None:
    docx = Document()
    for line in (
        "关于召开党员大会的通知",
        "时间：2026年8月6日15:00",
        "地点：村会议室",
        "参加人员：全体党员",
        "请准时参加。",
    ):
        docx.add_paragraph(line)
    save(docx, "word_notice_is_no_record.docx")


def a_day_in_the_title() -> None:
    docx = Document()
    docx.add_paragraph("示例村党支部党小组会议记录")
    docx.add_paragraph("（2026年9月3日）")
    table(docx, [["地点", "村会议室", "主持人", "张样本"], ["参会人员", "张样本、李样本"], ["会议内容", "学习。"]])
    save(docx, "word_day_in_the_title.docx")


def old_document() -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    (FOLDER / "word_old_format.doc").write_bytes(head + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(488))


if __name__ == "__main__":
    form_of_eight_columns()
    labels_above()
    minutes_without_a_table()
    forms_of_a_year()
    form_and_other_tables()
    list_of_meetings()
    ticked_boxes_and_prompts()
    tracked_changes()
    a_notice()
    a_day_in_the_title()
    old_document()
