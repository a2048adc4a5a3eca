"""What every key of ``checkbranch.yaml`` means, in Chinese and in English, as editors show it."""

from __future__ import annotations

from ..text import Text
from .schema_words import Words

WORKSPACE: Words = {
    "checkbranch": Text("格式，写 1。", "The format; write 1."),
    "name": Text("名称，印在报告上；默认为文件夹名。", "The name that reports show; default the folder's."),
    "timezone": Text("时区，默认 Asia/Shanghai。", "The time zone; default Asia/Shanghai."),
    "language": Text("报告的语言。", "The language of reports."),
    "rules": Text(
        "规则包：内置的写名称，自己的写路径；默认 cn-party-branch。",
        "The packs: shipped ones by name, own ones by path; default cn-party-branch.",
    ),
    "unit": Text(
        "只有一个单位、没有单位表时，写它的各栏，如 full_members。",
        "The cells of the only unit where there is no table of units, such as full_members.",
    ),
    "data": Text("台账文件，按表分写。", "The ledger files, by table."),
    "log_starts": Text(
        "台账从哪一天记起；此前没有记录不算缺口。", "The first day of the ledger; nothing is missing before it."
    ),
    "complete_through": Text("台账已登记到哪一天。", "The day through which the ledger is complete."),
    "entry_grace": Text(
        "开展之后几天之内登记，如 3 workdays；期内无记录的列为待核。",
        "Within how long records are entered, such as 3 workdays; until then what is not seen is not known.",
    ),
    "holidays": Text(
        "自备的放假安排文件（休息日和上班日），可写多个，以后面的为准。",
        "One or several files of one's own holidays and working days, the last one prevails.",
    ),
    "severity": Text(
        "改变事项或推断的级别；依据用语为“必须”的不得降低。", "Other severities by id; never milder for a “must”."
    ),
    "off": Text("停用的事项或推断；依据用语为“必须”的不得停用。", "What is switched off, by id; never a “must”."),
    "score": Text(
        "自查表所用的评分表：内置的写名称，自己的写路径。",
        "The scoring table of the self-check: a shipped one by name, one's own by path.",
    ),
    "waivers": Text("对豁免的要求。", "What is asked of waivers."),
}
TABLES: Words = {
    "units": Text("单位表：党委、党总支、党支部、党小组。", "Units: committees, general branches, branches, groups."),
    "members": Text("党员名册。", "The roster of members."),
    "households": Text("住户表。", "The households."),
    "posts": Text("岗位表。", "Who held which post."),
    "requests": Text("诉求表。", "Requests and how they were dealt with."),
    "activities": Text("活动台账：会议、党日、谈话、走访。", "Records: meetings, theme days, talks, visits."),
    "waivers": Text("豁免表。", "Waivers."),
}
WAIVERS: Words = {
    "longest": Text(
        "一次豁免最长多久，超过的会提示；默认 12 months。",
        "How long one waiver may be before it is reported; default 12 months.",
    ),
}
DATA: Words = {
    "file": Text("文件名，相对于本文件所在的文件夹。", "The file, from the folder of these settings."),
    "glob": Text("多个文件的通配，如 台账/*.xlsx。", "A pattern for several files, such as ledgers/*.xlsx."),
    "url": Text(
        "数据库的地址，如 postgresql://用户@主机/数据库、sqlite:///文件.db；不写密码。",
        "The address of a database, such as postgresql://user@host/database or sqlite:///file.db; no password.",
    ),
    "sheet": Text("工作表，可用通配符。", "The sheet; may be a pattern."),
    "table": Text("数据库的表或视图，如 meetings、public.meetings。", "A table or view of a database."),
    "query": Text("对数据库的一句查询（SELECT …），只读。", "One query of a database (SELECT …); it only reads."),
    "header": Text(
        "表头在第几行，如 3；占两行的写 3-4。", "The row of the header, such as 3; of two rows, such as 3-4."
    ),
    "columns": Text("自己的表头与标准栏名的对应。", "Headers of one's own, and the columns they stand for."),
    "unit": Text(
        "没有单位一栏时属于哪个单位；可写 {stem}、{sheet}、{folder}，文件夹名为 unit=… 时可写 {unit}。",
        "The unit of all rows; may hold {stem}, {sheet}, {folder}, and {unit} where a folder is named unit=….",
    ),
    "type": Text("没有类型一栏时属于哪种活动。", "The type of all rows."),
    "types": Text("类型一栏中的词与活动类型的对应。", "Words of the type column, and the types they stand for."),
    "covers": Text(
        "这份台账登记哪些类型；不写为全部。", "The types that this ledger holds; all where nothing is said."
    ),
    "log_starts": Text("这份台账从哪一天记起。", "The first day of this ledger."),
    "complete_through": Text("这份台账已登记到哪一天。", "The day through which this ledger is complete."),
}
