"""The labels of record forms (时间, 主 持 人：, 会议内容) and the values that stand beside them in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ..headers import TABLES, TYPE_OR_TITLE, claims, plain_header
from ..values.words import evidence_kind


def words(*lines: str) -> frozenset[str]:
    """Return the words of some lines."""
    return frozenset(word for line in lines for word in line.split())


# Labels that no column of the table answers to; what stands under them is kept under their own name.
_OWN_LONG = words(
    "发言 发言情况 讨论发言 交流发言 讨论情况 讨论 会议发言 领导讲话 决议 会议决议 决定 决定事项 会议决定",
    "议定事项 形成决议 决议事项 结论与决议 支部大会意见 表决情况 表决结果 议程 会议议程 活动议程 活动流程",
    "会议程序 学习篇目 学习资料 活动效果 活动成效 心得体会 下一步工作 下步打算 下步工作 工作安排 后续工作计划",
    "后续措施 跟进措施 落实情况 会议要求 存在问题 整改措施 意见建议 诉求与建议 实际困难 家庭基本情况 备注 说明",
    "附件 附件说明 小结 总结 活动总结",
)
_OWN = _OWN_LONG | words(
    "列席 列席人员 列席人 列席领导 列席人数 邀请参会人 上级组织列席人员 参会领导 发言人 审核人 审核 检查人 抽查人",
    "审阅人 填表人 签字 签名 书记签字 支部书记签字 记录人签字 主持人签字 天气 出勤率 参会率 参评率 缺席原因",
    "请假原因 责任人 完成时限 联系电话 谈话人职务 应到/实到 应到实到 应到、实到 实到/应到 发出票数 收回票数",
)
_OWN = _OWN | words(
    "职务 职称 身份 性别 年龄 政治面貌 家庭住址 联系方式 家庭人口 授课对象 听课对象 参加对象 会议形式 活动形式 组织者",
)
# What a form asks of everybody in one cell: so many expected, so many there.
ATTENDANCE = words(
    "出席情况 到会情况 出勤情况 参会情况 参加情况 与会情况 会议出席情况 人员情况 到会人数情况 出席人员情况",
    "参会人员情况 会议人数 应到/实到 应到实到 应到、实到 实到/应到",
)
_SHORT = {"参加": "参加人员", "与会": "与会人员", "到会": "到会人员"}
TIME_LEADS = frozenset({"start", "end", "recorded_on", "for_period"})
_LONG_FIELDS = frozenset({"content"})
_TAIL = re.compile(r"(?<=..)(?:签字|签名|姓名|签章|栏|名单|情况|及(?:缺席|请假)?原因|(?:及|和|、)事由)$")
_ENUMERATED = re.compile(r"^(?:[(（]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})[)）、.．:：]|[①-⑩●■◆★▲·•\-])+\s*")
_BRACKETED = re.compile(r"[【〖]\s*([\u3400-\u9fff\s]{2,12}?)\s*[：:]?\s*[】〗]\s*[：:]?")
_NOTE = re.compile(r"(?<=.)\([^()]*\)$")
_COLON = re.compile("[:：︰]")
_BREAK = re.compile(r"[\s,，;；。、|│()（）\[\]【】“”\"]")
_AFTER_VALUE = re.compile(r"[日号时分点整人名\d0-9)）]$")
_ENDS_LABEL = re.compile(r"[\u3400-\u9fff)）]\s*$")
LOOKED_AT = 400  # characters of a line in which labels are looked for
LONGEST = 14  # characters of a label, blanks left out


class Label(NamedTuple):
    """A label as it is written, without blanks and colons, and the columns of activities that it may stand for."""

    shown: str
    fields: frozenset[str]
    evidence: str | None = None

    @property
    def long(self) -> bool:
        """Whether what it introduces goes on over several lines."""
        return bool(self.fields & _LONG_FIELDS) or self.shown in _OWN_LONG

    @property
    def kind(self) -> str | None:
        """How the cells of its column are read, None for a column of the user's own."""
        return next((TABLES["activities"][name].kind for name in sorted(self.fields)), None)


@lru_cache(maxsize=8192)
def label_of(text: str, marked: bool = False) -> Label | None:
    """Return the label that a text is, None where it is none.

    An item of a list (2.讨论) is no label of a longer text but where it is ``marked`` as one, by a colon behind it.
    """
    if not 2 <= len(text) <= 60:
        return None
    shown = _ENUMERATED.sub("", "".join(text.split())).strip("【】〖〗[]").rstrip(":：︰")
    shown = _SHORT.get(shown, shown)
    plain = plain_header(shown)
    if not 2 <= len(plain) <= LONGEST + 10:
        return None
    bare = _NOTE.sub("", plain)
    for reading in (plain, bare, _TAIL.sub("", bare)):
        fields = frozenset(claims("activities", reading)) if len(reading) > 1 else frozenset[str]()
        evidence = evidence_kind(reading)
        if fields or evidence or reading in TYPE_OR_TITLE or reading in _OWN or reading in ATTENDANCE:
            label = Label(shown if reading == plain or claims("activities", shown) else reading, fields, evidence)
            item = label.long and not marked and text[-1] not in ":：︰" and _ENUMERATED.match(text.lstrip())
            return None if item else label
    return None


class Pair(NamedTuple):
    """A label with what stands behind its colon on the same line."""

    label: Label
    value: str


def pairs_in(line: str) -> tuple[str, list[Pair]]:
    """Return what stands before the first label of a line, and its labels with their values (时间：… 地点：…)."""
    line = _BRACKETED.sub(r"\1：", line, count=3)
    found = list(_labels(line))
    if not found:
        return line.strip(), []
    ends = [start for start, _, _ in found[1:]] + [len(line)]
    pairs = [
        Pair(label, line[colon + 1 : end].strip().rstrip("，；、,;").strip())
        for (_, colon, label), end in zip(found, ends, strict=True)
    ]
    return line[: found[0][0]].strip(), pairs


def _labels(line: str) -> Iterator[tuple[int, int, Label]]:
    """Yield (where it begins, where its colon is, label) of the labels with a colon in a line."""
    last = 0
    for colon in _COLON.finditer(line, 0, LOOKED_AT):
        begin = max(last, colon.start() - LONGEST - 16)
        before = line[begin : colon.start()]
        found = _label_before(before, begin == 0 or begin == last)
        if found is not None:
            yield begin + found[0], colon.start(), found[1]
            last = colon.end()


def _label_before(before: str, whole: bool) -> tuple[int, Label] | None:
    """Return where in ``before`` the label that ends it begins; ``whole`` says that nothing is cut off before it."""
    if not _ENDS_LABEL.search(before):
        return None
    starts = [0] if whole else []
    starts += [match.end() for match in _BREAK.finditer(before)]
    for at in starts:
        label = label_of(before[at:], True)
        if label is not None:
            return at + len(before[at:]) - len(before[at:].lstrip()), label
    # Without a blank between them: 3月5日地点：
    for size in range(min(LONGEST, len(before) - 1), 1, -1):
        at = len(before) - size
        if _AFTER_VALUE.search(before[:at]) and (label := label_of(before[at:], True)) is not None:
            return at, label
    return None
