"""The words that cells of a closed meaning hold: kinds of units, status, roles, evidence, ways of meeting, ticks."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from .cells import PICTURE, Bad, Raw, fold, is_blank, show, split, text_of

UNIT_KINDS: Mapping[str, str] = {
    "committee": "党委 党工委 基层党委",
    "general_branch": "党总支 总支 党总支部",
    "branch": "党支部 支部 联合党支部 联合支部 临时党支部 功能型党支部",
    "group": "党小组 小组",
    "community": "社区 安置社区 安置点",
}
STATUS: Mapping[str, str] = {"full": "正式党员 正式 中共党员 党员", "probationary": "预备党员 预备 中共预备党员"}
MODES: Mapping[str, str] = {
    "in_person": "上门 入户 当面 面对面 现场 实地 线下 上门走访 入户走访",
    "phone": "电话 打电话 电话联系 电话走访",
    "online": "线上 视频 网络 微信 视频会议 线上会议",
    "not_home": "家中无人 无人在家 不在家 未遇 锁门",
}
ROLES: Mapping[str, str] = {
    "secretary": "书记 支部书记 党支部书记",
    "deputy_secretary": "副书记 支部副书记 党支部副书记",
    "committee_member": "支部委员 支委 委员 组织委员 宣传委员 纪检委员 青年委员 统战委员 群众委员 支委委员",
    "group_leader": "党小组组长 党小组长 小组长 小组组长",
    "committee_secretary": "党委书记 党工委书记",
}
EVIDENCE: Mapping[str, str] = {
    "minutes": "会议记录 记录 记录本 会议记录本 活动记录 纪要 会议纪要",
    "sign_in": "签到 签到表 签到册 签到簿 会议签到表",
    "photos": f"照片 影像 图片 影像资料 会议照片 活动照片 现场照片 {PICTURE}",
    "plan": "方案 计划 活动方案 工作方案 会议方案 活动计划",
    "resolution": "决议 会议决议 决议书",
}
POSTS: Mapping[str, str] = {
    "area_lead": "片长 片区长",
    "building_lead": "楼长 楼栋长 楼幢长",
    "entrance_lead": "单元长",
    "zone_cleaner": "保洁员 保洁",
}

# The longer before what it ends with: a 党总支部 is no 支部.
_KIND_ENDS = (
    *(("党总支部", "general_branch"), ("总支部", "general_branch"), ("党总支", "general_branch"), ("党支部", "branch")),
    *(("党工委", "committee"), ("党委", "committee"), ("党小组", "group")),
)
_NEITHER = (
    *("积极分子", "发展对象", "申请", "群众", "团员", "非党", "民主党派", "无党派", "民主人士"),
    *("停止党籍", "除名", "退党", "脱党", "开除", "去世", "死亡"),
)
_ASIDE = re.compile(r"\(.*\)$")
# ü and þ are what a tick of the typeface Wingdings is as a letter.
_RINGS = frozenset(["○", "◯", "〇"])
_PICTURE = re.compile(r"=(?:_xlfn\.)?dispimg\(.*\)")  # a picture in a cell, as WPS writes it
_YES = frozenset(
    [
        *_RINGS,
        "●",
        "ü",
        "þ",
        PICTURE,
        "√",
        "✓",
        "✔",
        "☑",
        "v",
        "y",
        "yes",
        "true",
        "是",
        "有",
        "1",
        "对",
        "齐",
        "齐全",
        "已归档",
        "流动",
    ]
)
_NO = frozenset(["×", "✗", "✘", "☒", "x", "n", "no", "false", "否", "无", "没有", "0", "缺", "/", "-", "—"])
_COPIES = re.compile(r"(\d{1,4}|[一二三四五六七八九十两]+)(?:张|份|页|本)|[(（].*[)）]")


def _turned(words: Mapping[str, str]) -> dict[str, str]:
    return {fold(word): canonical for canonical, said in words.items() for word in (canonical, *said.split())}


_KINDS, _STATUS, _MODES, _ROLES, _EVIDENCE, _POSTS = map(_turned, (UNIT_KINDS, STATUS, MODES, ROLES, EVIDENCE, POSTS))


def unit_kind(cell: Raw) -> str | Bad | None:
    """Return the kind of a unit; ``农村党支部``, ``党支部（社区）`` are what they end with."""
    text = text_of(cell)
    if text is None:
        return None
    word = _ASIDE.sub("", fold(text))
    ends = (kind for end, kind in _KIND_ENDS if word.endswith(end))
    return _KINDS.get(fold(text)) or _KINDS.get(word) or next(ends, None) or Bad("unknown_kind", show(cell))


def is_unit_kind(cell: Raw) -> bool:
    """Return whether the cell is a kind of unit word for word; names of units end as kinds do."""
    return fold(text_of(cell) or "") in _KINDS


def status(cell: Raw) -> str | Bad | None:
    """Return the status of a member: full, probationary, or as it is written where that says that it is neither.

    Any other word is Bad: taken for neither, it would let off a member, and a branch, over a slip of the pen.
    """
    text = text_of(cell)
    if text is None:
        return None
    word = fold(text)
    known = _STATUS.get(word) or _STATUS.get(_ASIDE.sub("", word))
    if known:
        return known
    return text if any(other in word for other in _NEITHER) else Bad("unknown_status", show(cell))


def mode(cell: Raw) -> str | None:
    """Return how a talk or visit was held; an unknown word stays as it is written."""
    return _word(cell, _MODES)


def post(cell: Raw) -> str | None:
    """Return the kind of a post; an unknown word stays as it is written."""
    return _word(cell, _POSTS)


def roles(cell: Raw) -> tuple[str, ...] | None:
    """Return the offices of a member; unknown ones stay as they are written."""
    text = text_of(cell)
    return None if text is None else tuple(dict.fromkeys(_ROLES.get(fold(part), part) for part in split(text)))


def evidence(cell: Raw) -> tuple[str, ...] | None:
    """Return the evidence that a cell lists (``会议记录、照片3张``); unknown words stay as they are written."""
    text = text_of(cell)
    if text is None:
        return None
    if _PICTURE.fullmatch(fold(text)):
        return ("photos",)
    kinds = ((part, _EVIDENCE.get(fold(_COPIES.sub("", part)))) for part in split(text))
    return tuple(dict.fromkeys(kind or part for part, kind in kinds))


def evidence_kind(header: str) -> str | None:
    """Return the kind of evidence that a header names."""
    return _EVIDENCE.get(fold(header))


def tick(cell: Raw) -> bool | Bad | None:
    """Return whether a cell says yes or no."""
    if is_blank(cell):
        return None
    word = fold(text_of(cell) or "")
    if word in _YES or _PICTURE.fullmatch(word):
        return True
    return False if word in _NO else Bad("bad_tick", show(cell))


def ticked(cells: Collection[Raw]) -> set[Raw]:
    """Return those of the cells of a column that say yes; an empty ring beside a full one says no."""
    full = any(fold(text_of(cell) or "") == "●" for cell in cells)
    return {cell for cell in cells if tick(cell) is True and not (full and fold(text_of(cell) or "") in _RINGS)}


def _word(cell: Raw, words: Mapping[str, str]) -> str | None:
    text = text_of(cell)
    return None if text is None else words.get(fold(text), text)
