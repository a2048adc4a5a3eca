"""A workspace of three households that are visited under duties of every kind, for tests of visits."""

from __future__ import annotations

from pathlib import Path

PACK = """
pack: own
version: "1"
title: {zh: 走访, en: Visits}
activities:
  visit: {zh: 走访, en: Visit, aliases: [入户走访]}
sources:
  own: {title: {zh: 本地做法, en: Local practice}, issued: 2026-01-01, issuer: 本地, local: true}
duties:
  - id: monthly
    title: {zh: 每月走访, en: A visit every month}
    basis: [{source: own, article: "1", modality: generally}]
    subject: household
    where: {tier: 监测户}
    quota: {do: visit, at_least: 1, every: month}
    late: {until: 10 days}
    counts_when: {mode: [in_person, 入户]}
  - id: fresh
    title: {zh: 九十天内两次, en: Twice in 90 days}
    basis: [{source: own, article: "2", modality: generally}]
    subject: household
    where: {tier: 一般户}
    rolling: {do: visit, at_least: 2, in_any: 90 days}
    counts_when: {mode: [in_person, 入户]}
  - id: spaced
    title: {zh: 间隔不超过六十天, en: Never more than 60 days}
    basis: [{source: own, article: "3", modality: generally}]
    subject: household
    where: {tier: 重点户}
    gap: {do: visit, at_most: 60 days}
"""
SETTINGS = """
checkbranch: 1
name: 向阳社区党支部
rules: [rules.yaml]
log_starts: 2026-01-01
unit: {id: XY, name: 向阳社区党支部, kind: branch}
data:
  households: households.csv
  activities: visits.csv
"""
HOUSEHOLDS = """编号,户主,楼栋,户类型,帮扶联系人
H1,韩冬青,向阳1号楼,监测户,甘露
H2,薛广志,向阳2号楼,一般户,甘露、毕成林
H3,焦玉兰,向阳2号楼,重点户,
"""
VISITS = """日期,类型,走访对象,走访人,走访方式
2026-01-10,走访,韩冬青、薛广志、焦玉兰,甘露,入户
2026-02-10,走访,韩冬青,甘露,入户
2026-02-20,走访,薛广志、焦玉兰,毕成林、甘露,入户
2026-03-12,走访,韩冬青,甘露,电话
"""


def make(folder: Path, **files: str) -> Path:
    """Write the workspace; ``files`` are other contents, by the stem of the file's name."""
    folder.mkdir(parents=True, exist_ok=True)
    given = {
        "checkbranch.yaml": SETTINGS,
        "rules.yaml": PACK,
        "households.csv": HOUSEHOLDS,
        "visits.csv": VISITS,
    }
    for name, text in given.items():
        (folder / name).write_text(files.get(name.partition(".")[0], text), encoding="utf-8")
    return folder
