"""A workspace in which invented people and households are named wherever a ledger can name anybody."""

from __future__ import annotations

from pathlib import Path

# Everybody who is named anywhere in it; one is called like a part of the unit's name.
NAMES = (
    "韩冬青", "薛广志", "焦玉兰", "孟长河", "阿依古丽", "Ann Lee", "柳如烟", "裴文举", "甘露", "毕成林", "尤大有",
    "郎咸平", "祁同山", "司徒远", "东方晓", "褚国栋", "卫青山", "蒋小满", "沈安然", "曲有声", "段无名",
)  # fmt: skip
NUMBERS = ("110101199003071234", "13912345678", "138 1234 5678", "11010119900307123X")
NAMESAKE = "向阳"  # a household, and the beginning of the unit's name

SETTINGS = """
checkbranch: 1
name: 向阳社区党支部
rules: [cn-party-branch, huanghou-relocation, rules.yaml]
log_starts: 2026-01-01
data:
  units: units.csv
  members: members.csv
  households: households.csv
  posts: posts.csv
  requests: requests.csv
  waivers: waivers.csv
  activities: [meetings.csv, {glob: "走访/*.csv"}]
"""
PACK = """
pack: own
version: "1"
title: {zh: 本地, en: Local}
extends: [huanghou-relocation]
activities:
  joint_visit: {zh: 联合走访, en: Joint visit, aliases: [联合入户]}
inferences:
  - id: unseen
    title: {zh: 多季未访, en: Not visited}
    subject: household
    when: [{duty: household-visit, failed: {at_least: 1}}]
    then: {flag: unseen, severity: info, message: {zh: 该户有季度未见走访, en: a quarter without a visit}}
"""
FILES = {
    "units.csv": "编号,名称,类别,正式党员\nXY,向阳社区党支部,党支部,9\n",
    "members.csv": """编号,姓名,党支部,党内职务,流动党员联系人,备注
M1,韩冬青,XY,书记,,电话13912345678
M2,薛广志,XY,委员,,
焦玉兰,焦玉兰,XY,,司徒远,
M4,Ann Lee,XY,,,
M5,阿依古丽,XY,,,
M6,段无名,XY,,,
M7,段无名,XY,,,
""",
    "households.csv": """编号,户主,党支部,楼栋,户类型,帮扶责任人,就业人数,备注
110101199003071234,孟长河,XY,向阳1号楼,监测户,甘露,1,
H2,柳如烟,XY,向阳2号楼,一般户,甘露、毕成林,,与裴文举同住
H3,裴文举,XY,向阳2号楼,一般户,,2,
H4,向阳,XY,向阳3号楼,一般户,韩冬青,1,
""",
    "posts.csv": "岗位,单位,责任区,姓名,任职日期\n楼长,XY,向阳1号楼,尤大有,2026-01-01\n",
    "requests.csv": """编号,提出日期,单位,户主,办结日期,诉求内容
R1,2026-01-05,XY,孟长河,,孟长河反映漏水，电话138 1234 5678
""",
    "waivers.csv": """事项,对象,起始日期,截止日期,原因,批准人,文号
household-visit,H3,2026-01-01,2026-03-31,裴文举外出务工,郎咸平,司徒远批示
household-visit,查无此人,2026-01-01,2026-03-31,外出,郎咸平,
montly,H2,2026-01-01,2026-03-31,柳如烟住院,乡党委,
""",
    "meetings.csv": """日期,类型,党支部,主持人,记录人,主讲人,主题,内容,应到,实到,参会人员,缺席人员,谈话对象
2026-01-08,支委会,XY,韩冬青,祁同山,,研究韩 冬 青同志分工,薛广志发言,5,4,韩冬青、薛广志、卫青山,蒋小满,
2026-02-09,支委会,XY,韩冬青,祁同山,,到向阳社区走访,联系电话13912345678,5,2,韩冬青、薛广志,,
2026-02-12,党课,XY,韩冬青,,东方晓,东方晓讲党课,,9,9,,,
2026-02-15,谈心谈话,XY,褚国栋,,,与Ann Lee谈心,,,,,,Ann Lee
2026-02-16,谈心谈话,XY,褚国栋,,,谈心,,,,,,段无名
三月六日由曲有声补,支委会,XY,韩冬青,,,补记,,,,,,
2026-02-18,谈心谈话,XY,韩冬青,,,谈心,,,,,,沈安然
""",
    "走访/甘露走访记录.csv": """日期,类型,党支部,走访对象,走访人,走访方式,内容
2026-01-12,走访,XY,孟长河,甘露、毕成林,入户,孟长河身份证11010119900307123X
2026-02-12,走访,XY,柳如烟,毕成林,电话,柳如烟不在家
2026-03-12,走访,XY,向阳,甘露,入户,到向阳家
""",
}


def make(folder: Path) -> Path:
    """Write the workspace."""
    (folder / "走访").mkdir(parents=True)
    for name, text in {"checkbranch.yaml": SETTINGS, "rules.yaml": PACK, **FILES}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
