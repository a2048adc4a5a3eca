"""The ``checkbranch.yaml`` of a new workspace, every key explained; what is not in use begins with ``#``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from ...engine.text import Text
from .template import KINDS, Asked, Template

BOOK = "台账.xlsx"
_PLAIN = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff0-9A-Za-z（）]*")


def settings(asked: Asked, tables: Sequence[Template], language: str) -> str:
    """Return the text of the file.

    A line of explanation begins with ``# ``, a setting that is not in use with ``#`` and no blank after it.
    """
    return "".join(f"{line.say(language)}\n" for line in _lines(asked, tables))


def quoted(text: str) -> str:
    """Return a text as YAML: plain where it is plainly a name, else in double quotes."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _same(line: str) -> Text:
    return Text(line, line)


def _note(zh: str, en: str) -> Text:
    return Text(f"# {zh}", f"# {en}")


_FIGURES = (
    ("搬迁户数", 272, "搬迁的总户数", "households that were to move"),
    ("搬迁人数", 1094, "搬迁的总人数", "people that were to move"),
    ("入住户数", 272, "已入住的户数", "households that moved in"),
    (
        "现住人口",
        1094,
        "现住人数，与住户表各户之和核对",
        "how many people live there now, compared with the sum over the households",
    ),
    ("活动室", 2, "活动室的数目", "activity rooms"),
    ("服务大厅", 2, "服务大厅的数目", "service halls"),
    ("卫生室", 2, "卫生室的数目", "clinics"),
    ("志愿服务队", 3, "志愿服务队的数目", "volunteer teams"),
)


def _set(key: str, zh: str, en: str) -> Text:
    """Return a line with what it means behind it."""
    return Text(f"{key}  # {zh}", f"{key}  # {en}")


def _lines(asked: Asked, tables: Sequence[Template]) -> Iterator[Text]:
    yield _note(
        "本文件说明读哪些台账、按什么规则核对。“# ”后面是说明；要启用以“#”开头的设置，去掉这个“#”即可。",
        "This file says which ledgers are read and which rules apply. Take away a leading # to put a setting into use.",
    )
    yield _note(
        "每行开头的空格请保持原样。改好后用 checkbranch check 核对。",
        "Keep the blanks at the beginning of a line. After a change run checkbranch check.",
    )
    yield _same("checkbranch: 1")
    yield _set(f"name: {quoted(asked.name)}", "名称，印在报告上", "the name, as reports show it")
    yield from _rules(asked)
    yield from _unit(asked)
    yield from _data(asked, tables)
    yield from _days(asked)
    yield from _others()


def _rules(asked: Asked) -> Iterator[Text]:
    yield _same("")
    shipped = "cn-party-branch, branch-lights" + (", huanghou-relocation" if asked.households else "")
    yield _note(
        "规则：cn-party-branch 是全国通行的部分；branch-lights 是亮灯提示，次数为自定，不要的可以删去。",
        "Rules: cn-party-branch is what holds nationally; branch-lights adds lights, with numbers of its own.",
    )
    if asked.households:
        yield _note(
            "huanghou-relocation 含走访等当地做法，次数可在自己的规则包中改。",
            "huanghou-relocation has visits and other local practice; change the numbers in a pack of your own.",
        )
    yield _same(f"rules: [{shipped}]")
    yield _set(f"#rules: [{shipped}, rules/local.yaml]", "另加自己的规则文件", "with a pack of your own")


def _unit(asked: Asked) -> Iterator[Text]:
    if not asked.single:
        return
    yield _same("")
    yield _note("本支部。只核对一个支部，不需要单位表。", "The branch itself; one branch needs no table of units.")
    yield _same("unit:")
    yield _same(f"  name: {quoted(asked.name)}")
    yield _same(f"  kind: branch  # {KINDS[asked.kind]}")
    members = "正式党员数（不含预备党员）；7 人以上的应设支部委员会。名册填好后可以删去，改由名册计数"
    yield _set(
        f"  {_number('full_members', asked.members, 9)}",
        members,
        "full members; from 7 a committee is owed. Leave it out once the roster is complete: it is counted then",
    )
    yield _set(
        f"  {_number('committee_size', asked.committee or None, 3)}",
        "支部委员会的委员人数；核对支委会到会是否过半时使用",
        "members of the branch committee, for whether at least half came",
    )
    yield _set(
        "  #founded: 2020-07-01", "成立日期；此前的时段不要求", "day of founding; nothing is owed for the time before"
    )
    yield _set("  #term_ends: 2028-12-31", "本届任期届满日期", "the day the committee's term ends")
    if asked.households:
        yield from _figures()


def _figures() -> Iterator[Text]:
    yield _note(
        "安置点的总数和场所；没有的不填，相应事项列为待核。分年的写 2016年户数、2016年人数等。",
        "Totals and facilities of a site; what is left out is not known. By year: 2016年户数, 2016年人数 and so on.",
    )
    for header, number, zh, en in _FIGURES:
        yield _set(f"  #{header}: {number}", zh, en)


def _number(key: str, number: int | None, example: int) -> str:
    return f"#{key}: {example}" if number is None else f"{key}: {number}"


def _data(asked: Asked, tables: Sequence[Template]) -> Iterator[Text]:
    yield _same("")
    yield _note(
        "台账。文件与本文件放在同一文件夹；也可以写成自己的台账文件名。",
        "The ledgers, beside this file; the names of your own files may be written instead.",
    )
    yield _same("data:")
    for table in tables:
        where = _where(asked, table.name)
        yield _same(f"  {table.table}: {where}")
        if table.table == "activities":
            yield from _more_activities(asked, where)
    if not asked.households:
        where = _where(asked, "住户")
        yield _set(
            f"  #households: {where}",
            "住户；需要走访核对时，用 init --households 生成这张表",
            "households; init --households makes the table",
        )


def _more_activities(asked: Asked, where: str) -> Iterator[Text]:
    entry = where if asked.form == "csv" else where.strip("{}")
    entry = f"file: {entry}" if asked.form == "csv" else entry
    yield _set(
        f'  #activities: [{where}, {{glob: "ledgers/*.xlsx"}}]',
        "几个文件一起读",
        "several files together",
    )
    yield _set(
        f"  #activities: {{{entry}, columns: {{材料: evidence}}}}",
        "自定的表头，写明它是哪一栏",
        "which column a header of your own is",
    )
    yield _set(
        f"  #activities: {{{entry}, type: heart_to_heart_talk, covers: [heart_to_heart_talk]}}",
        "整张表只记一种活动，且该类活动都已登记",
        "a sheet of one type of activity, all of which are entered",
    )


def _where(asked: Asked, name: str) -> str:
    return f"{name}.csv" if asked.form == "csv" else f"{{file: {BOOK}, sheet: {name}}}"


def _days(asked: Asked) -> Iterator[Text]:
    yield _same("")
    yield _note("起止日期", "First and last days")
    yield _set(
        f"log_starts: {asked.log_starts.isoformat()}",
        "台账从这一天记起；在此之前开始的时段列为待核",
        "the ledger begins on this day; periods that began before it are not known",
    )
    yield _set(
        f"#complete_through: {asked.log_starts.year}-12-31",
        "台账确认已登记齐全到哪一天；不写则按截至日推定，报告中注明",
        "the ledger is known complete through this day; else the as-of day is assumed, and said",
    )
    yield _set(
        "#entry_grace: 5 workdays",
        "登记可以比开展晚几个工作日",
        "how many working days after a meeting it may be entered",
    )


def _others() -> Iterator[Text]:
    yield _same("")
    yield _note("其他", "Other settings")
    yield _set("#timezone: Asia/Shanghai", "时区；“今天”按此计算", "the zone that “today” is counted in")
    yield Text("#language: zh  # 报告的语言：zh 或 en", "language: en  # language of reports: zh or en")
    yield _set("#holidays: holidays.yaml", "自己的放假和调休安排", "your own list of holidays and working days")
    yield _set(
        "#severity: {theme-day: error}",
        "改变某一事项的级别：error、warning 或 info",
        "another severity of a duty: error, warning or info",
    )
    yield _set(
        "#off: [talk-yearly]",
        "暂不核对的事项；每份报告都会列明",
        "duties that are not checked; every report lists them",
    )
    yield _set(
        "#waivers: {longest: 12 months}",
        "一次豁免最长多久，超过的会提示",
        "how long one waiver may be before it is told",
    )
    yield _set(
        "#score: company-branch",
        "自查表所用的评分表：内置的写名称（checkbranch rules scores），自己的写路径",
        "the scoring table of the self-check: a shipped one by name (checkbranch rules scores), your own by path",
    )
