"""The columns of every table: their canonical names, what their cells hold, and the headers people give them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from .values.cells import fold


class Column(NamedTuple):
    """One canonical column.

    ``kind`` names how its cells are read. ``headers`` are what people write above it; ``weak`` ones only where
    nothing better is there.
    """

    kind: str
    headers: tuple[str, ...]
    weak: tuple[str, ...] = ()


def _columns(*lines: str) -> dict[str, Column]:
    """Return columns from lines ``name kind: header header | weak header``."""
    found = {}
    for line in lines:
        head, _, said = line.partition(":")
        name, kind = head.split()
        strong, _, weak = said.partition("|")
        found[name] = Column(kind, tuple(strong.split()), tuple(weak.split()))
    return found


_UNIT = (
    "党支部 支部 支部名称 党组织 党组织名称 组织名称 单位 所在党支部 所在支部 所属党支部 所属支部 二级党组织 编入党支部"
)
_GROUP = "党小组 小组 党小组名称 所在党小组 所属党小组 编入党小组"
_COVERAGE = (
    "log_starts day: 台账起始 台账起始日 台账起始日期 台账开始日期",
    "complete_through day: 台账截止 台账完整至 台账截止日期 资料完整至",
)
_SINCE = "since day: 生效日期 生效时间 变更日期 变更时间 自何时起"
_RELOCATED = tuple(
    line
    for year in range(2016, 2021)
    for line in (
        f"households_{year} count: {year}年户数 {year}年搬迁户数 {year}年度户数 {year}年度搬迁户数 {year}户数",
        f"people_{year} count: {year}年人数 {year}年搬迁人数 {year}年人口 {year}年搬迁人口 {year}年度人数"
        f" {year}年度搬迁人数 {year}人数",
    )
)

TABLES: Mapping[str, Mapping[str, Column]] = {
    "units": _columns(
        "id text: 编号 支部编号 党组织编号 组织编号 党组织代码 组织代码 代码",
        "name text: 名称 支部名称 党支部名称 党组织名称 组织名称 党支部 党组织 单位名称 社区名称 支部",
        "kind unit_kind: 类型 类别 组织类型 组织类别 党组织类型 党组织类别 单位类型",
        "parent text: 上级 上级党组织 上级组织 上级党组织名称 隶属党组织 所属党委",
        "founded day: 成立日期 成立时间 组建日期 组建时间 建立日期 设立日期",
        "dissolved day: 撤销日期 撤销时间 解散日期",
        "successor text: 承接组织 承接支部 并入支部",
        "setting text: 支部类型 设置形式 设置方式 组建形式 组建方式",
        "full_members count: 正式党员 正式党员数 正式党员人数 正式党员总数",
        "committee_size count: 委员数 支委数 支委会人数 支委人数 委员人数 支部委员数 支部委员人数",
        "term_ends day: 任期届满日 届满日期 届满时间 任期届满 任期届满日期 换届日期 换届时间",
        "joint_units count: 联合单位数 联合组建单位数 覆盖单位数 联建单位数",
        "one_leader tick: 一肩挑 书记主任一肩挑 书记主任“一肩挑” 书记兼任主任 书记是否兼任主任",
        "households count: 户数 总户数 搬迁户数 搬迁总户数",
        "people count: 人口 总人口 人口数 人数 总人数 搬迁人数 搬迁人口 搬迁总人数 搬迁总人口",
        *_RELOCATED,
        "occupied count: 入住户数 已入住户数 实际入住户数",
        "residents count: 现住人口 现住人数 实有人口 在住人口 在住人数",
        "activity_rooms count: 活动室 活动室数 活动室数量 活动室个数",
        "service_halls count: 服务大厅 服务大厅数 服务大厅数量 服务大厅个数",
        "clinics count: 卫生室 卫生室数 卫生室数量 卫生室个数",
        "volunteer_teams count: 志愿服务队 志愿者队伍 志愿服务队数 志愿服务队数量 志愿服务队伍",
        *_COVERAGE,
        _SINCE,
    ),
    "members": _columns(
        "id text: 编号 党员编号 学工号 工号",
        "name name: 姓名 党员姓名 党员 名字",
        f"unit unit: {_UNIT}",
        f"group text: {_GROUP}",
        "status status: 党员身份 党员类别 党员类型 党员状态 人员类别 人员类型 党籍状态 | 类别",
        "confirmed day: 转正日期 转正时间",
        "roles roles: 党内职务 支部职务 党组织职务 职务",
        "joined day: 转入日期 转入时间 编入日期 编入时间 加入支部日期 | 入党日期 入党时间",
        "left day: 转出日期 转出时间 离开日期 离开支部日期",
        "floating tick: 流动党员 是否流动党员 流动",
        "second_households count: 第二责任户数 第二帮扶户数 第二责任人帮扶户数",
        "exempt text: 免除说明 免除义务 免除 豁免 豁免原因 免于参加原因",
        "dues_quarterly tick: 按季交纳 按季交纳党费 按季交党费",
        "away_since day: 外出日期 外出时间 流出日期 流出时间 流动日期",
        "abroad tick: 出国境 是否出国境 出国出境 出国（境） 在国（境）外",
        "contact_person name: 流动党员联系人 党员联系人 联系人",
        "last_contact day: 最近联系日期 最近联系时间 最后联系日期 最近一次联系",
        "office_since day: 任现职日期 任现职时间 任书记日期 任书记时间",
        "office_trained day: 任职培训日期 任职培训时间 任职培训",
        "comfort tick: 慰问对象 列入慰问 走访慰问对象",
        _SINCE,
    ),
    "households": _columns(
        "id text: 编号 户编号 户号 家庭编号",
        "name name: 户主 户主姓名 户名 姓名",
        f"unit unit: 社区 安置社区 安置点 所在社区 所属社区 社区名称 | {_UNIT}",
        "building text: 楼栋 楼号 楼栋号 栋号 楼幢",
        "area text: 片区 所属片区 所在片区 责任片区 责任区",
        "zone text: 保洁区 保洁责任区 保洁区域 卫生责任区",
        "people count: 人口 人口数 家庭人口 家庭人口数 家庭人数 人数",
        "tier text: 户类型 户类别 监测类别 监测类型 监测等级 风险等级 | 类别 类型",
        "moved_in day: 入住日期 入住时间 搬迁入住日期 搬迁入住时间 搬入日期 搬迁时间 搬迁日期",
        "left day: 搬离日期 搬离时间 迁出日期 迁出时间",
        "helpers names: 帮扶责任人 帮扶联系人 帮扶人 帮扶党员 帮扶干部 结对党员 联系党员 包户党员",
        "employed count: 就业人数 务工人数 就业 已就业人数",
        _SINCE,
    ),
    "posts": _columns(
        "id text: 编号",
        "kind post: 岗位 岗位类型 岗位名称 类型 职务",
        f"unit unit: 社区 安置社区 所在社区 | {_UNIT}",
        "area text: 片区 责任区 责任区域 负责区域 范围 区域 楼栋",
        "holder name: 姓名 担任人 任职人 责任人 负责人",
        "from day: 任职日期 任职时间 起始日期 开始日期",
        "until day: 截止日期 卸任日期 卸任时间 结束日期",
    ),
    "requests": _columns(
        "id text: 编号",
        "opened day: 提出日期 提出时间 受理日期 受理时间 反映日期 反映时间",
        "household text: 户主 户主姓名 诉求户 反映人 家庭",
        f"unit unit: 社区 安置社区 所在社区 | {_UNIT}",
        "resolved day: 办结日期 办结时间 解决日期 解决时间",
        "topic text: 诉求 诉求事项 诉求内容 事项 问题 困难问题",
    ),
    "activities": _columns(
        "id text: 编号 记录编号 活动编号 会议编号",
        "type type: 类型 类别 会议类型 会议类别 活动类型 活动类别 会议种类 组织生活类型 组织生活形式",
        f"unit unit: {_UNIT} 召开单位 所在总支/支部",
        f"group text: {_GROUP}",
        "start when: 日期 时间 会议时间 会议日期 召开时间 召开日期 开展时间 开展日期 活动时间 活动日期 开始时间"
        " 开始日期 会议开始时间 活动开始时间 支部大会召开日期 谈话时间 谈话日期 走访时间 走访日期 授课时间 授课日期"
        " 举行时间 举办时间 学习时间 党课时间 起止时间 会议起止时间 活动起止时间",
        "end when: 结束时间 结束日期 会议结束时间 活动结束时间 散会时间",
        "place text: 地点 会议地点 开展地点 活动地点 召开地点 谈话地点 走访地点"
        " 会议地址 活动场所 会议场所 学习地点 授课地点",
        "host name: 主持人 会议主持人 主持人姓名 主持 | 谈话人",
        "recorder name: 记录人 会议记录人 会议记录人姓名 记录人姓名 会议记录人员 记录员",
        "lecturer name: 主讲人 授课人 讲课人 主讲人姓名 授课人姓名 主讲 授课 授课老师",
        "title text: 主题 议题 标题 会议主题 会议议题 活动主题 活动标题 开展主题 党支部主题 上报主题 谈话主题 党课题目"
        " 题目 课题 中心议题 主要议题 学习主题 党日主题",
        "matter text: 事项 事项名称 事项编号 议决事项 决策事项 重大事项 公开事项",
        "content text: 内容 主要内容 会议内容 会议主要内容 活动内容 内容摘要 会议内容摘要 讨论要点 谈话内容 走访内容"
        " 活动过程 会议过程 活动情况 会议情况 记录内容 会议记录内容 学习内容 具体内容 活动纪实 会议纪实"
        " | 会议记录 会议纪要",
        "expected headcount: 应到 应到人数 应到人员 应到会党员数 应参加人数 应参会人数 应出席人数"
        " 应到会人数 应到会 应到党员 应到党员数 应参加 应参会 应出席"
        " | 应到会有表决权人数 列席人员（应到人员）",
        "present headcount: 实到 实到人数 实到会党员数 实参加人数 出席人数 参会人数 参加人数 到会人数 出勤人数"
        " 实到会人数 实到会 实到党员 实到党员数 实参加 实参会 实出席 实际到会人数 实际参加人数 实际参会人数 听课人数"
        " | 实到会有表决权人数",
        "absent absence: 缺席 缺席人数 缺席人员 缺勤人员 缺勤人数 请假人员 请假人数 未到人员 未到人数 会议缺席人员"
        " 缺席人员（未到人员） 请假或缺席人员 缺勤 请假"
        " 缺席人员名单 缺席名单 缺席人 请假人 未到会人员 缺席党员",
        "attendees headcount: 参会人员 参会 参加人员 参与人员 与会人员 出席人员 出席 出勤人员 出勤 到会人员"
        " 会议出席人员 实到人员 参会人 参加人 出席人 到会人 与会人 参会党员 参加党员 出席党员 到会党员"
        " 出席情况 到会情况 出勤情况 参会情况 参加情况 与会情况",
        "subject names: 谈话对象 走访对象 慰问对象 帮扶对象 被走访户 走访户 户主 户主姓名 被谈话人 对象",
        "visitor names: 走访人 走访人员 入户人员 入户人 慰问人员",
        "mode mode: 方式 走访方式 谈话方式 开展方式 召开方式",
        "hours decimal: 学时 课时 学时数 培训学时 小时数",
        "relation text: 谈话类型 谈话关系 谈话双方 谈心类型",
        "votes_for count: 同意票数 赞成票数 同意票 赞成票 同意人数",
        "excellent count: 评为优秀人数 评优秀人数 优秀人数 优秀等次人数 优秀党员数",
        "appraised count: 参评人数 参评党员数 参加评议人数 参评党员人数",
        "evidence evidence: 佐证 佐证材料 归档材料 档案材料 留存材料 痕迹资料",
        "for_period period: 所属时段 所属期间 对应期间 对应时段 所属年度 所属时期 "
        "所属月份 所属季度 所属周期 归属期 补开期间 补开月份 补开所属期",
        "recorded_on day: 记录日期 记录时间 登记日期 登记时间 录入日期 录入时间 填写日期 填报日期",
    ),
    "waivers": _columns(
        "duty text: 制度 事项 豁免事项 规则 规则编号 任务 义务",
        "subject text: 对象 适用对象 豁免对象 党支部 支部 单位",
        "from day: 起始日期 开始日期 起始时间 开始时间 自",
        "until day: 截止日期 结束日期 截止时间 结束时间 至",
        "reason text: 原因 理由 事由 豁免原因",
        "approver text: 批准人 审批人 批准单位 批准机关 审批单位",
        "document text: 文号 文件 批文 批准文件 依据文件",
    ),
}

# Each inner tuple: one of these must be there.
REQUIRED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "units": (("id", "name"), ("kind",)),
    "members": (("id", "name"),),
    "households": (("id", "name"),),
    "posts": (("kind",),),
    "requests": (("opened",),),
    "activities": (("start",), ("type",)),
    "waivers": (("duty",), ("from",), ("until",), ("reason",), ("approver",)),
}
# 会议名称 is the type where most of its cells are known types, the title otherwise.
TYPE_OR_TITLE = frozenset({"会议名称", "活动名称", "名称"})
ROW_NUMBER = frozenset({"序号", "顺序号", "no", "no."})

_COLONS = re.compile(r"[\s:*]+")
_LEADING = re.compile(r"^(?:会议|活动)(?=.)")
_TRAILING = re.compile(r"(?<=.)(?:人数|人员)$")
_NOTE = re.compile(r"(?<=.)\([^()]*\)$")


def plain_header(header: str) -> str:
    """Return a header without spaces, colons and the asterisk of a required field, in normal width and lower case."""
    return _COLONS.sub("", unicodedata.normalize("NFKC", header)).casefold()


def loose_headers(header: str) -> tuple[str, ...]:
    """Return ever looser readings of a plain header: without a leading 会议 or 活动, then without 人数 or 人员."""
    shorter = _LEADING.sub("", header)
    bare = _NOTE.sub("", header)
    return tuple(dict.fromkeys((header, shorter, bare, _TRAILING.sub("", shorter), _TRAILING.sub("", bare))))


def claims(table: str, header: str) -> dict[str, int]:
    """Return the canonical columns that a header may stand for, each with how loosely it fits (0: exactly)."""
    found: dict[str, int] = {}
    known = _index(table)
    for rank, reading in enumerate(loose_headers(plain_header(header))):
        for name, weak in known.get(reading, ()):
            found.setdefault(name, rank + 1 + 10 * weak)
    name = fold(header).replace("-", "_")
    if name in TABLES[table]:
        return {name: 0}
    best = min(found.values(), default=0)
    return {name: rank for name, rank in found.items() if rank == best}


_INDEXES: dict[str, dict[str, list[tuple[str, bool]]]] = {}


def _index(table: str) -> dict[str, list[tuple[str, bool]]]:
    if table not in _INDEXES:
        index: dict[str, list[tuple[str, bool]]] = {}
        for name, column in TABLES[table].items():
            for weak, headers in ((False, column.headers), (True, column.weak)):
                for header in headers:
                    index.setdefault(plain_header(header), []).append((name, weak))
        _INDEXES[table] = index
    return _INDEXES[table]
