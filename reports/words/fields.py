"""The names of columns, evidence and modes as a reader of the report knows them."""

from __future__ import annotations

from collections.abc import Mapping

from ...engine.text import Text

FIELD: Mapping[str, Text] = {
    "abroad": Text("出国（境）", "abroad"),
    "absent": Text("缺席人数", "absent"),
    "activity_rooms": Text("活动室", "number of activity rooms"),
    "any": Text("任一条件", "any of the conditions"),
    "appraised": Text("参评人数", "number appraised"),
    "area": Text("责任区", "area"),
    "attendance": Text("应到、实到", "attendance (expected, present)"),
    "attendees": Text("参加人员", "attendees"),
    "away_since": Text("外出日期", "day of leaving"),
    "building": Text("楼栋", "building"),
    "clinics": Text("卫生室", "number of clinics"),
    "comfort": Text("慰问对象", "for comfort visits"),
    "committee_size": Text("支委会人数", "committee size"),
    "complete_through": Text("台账完整至", "complete through"),
    "confirmed": Text("转正日期", "day of confirmation"),
    "contact_person": Text("联系人", "contact person"),
    "content": Text("内容", "content"),
    "date": Text("日期", "date"),
    "dissolved": Text("撤销日期", "day of dissolution"),
    "document": Text("文号", "document"),
    "dues_quarterly": Text("按季交纳", "dues by the quarter"),
    "duration": Text("时长", "duration"),
    "employed": Text("就业人数", "people employed"),
    "end": Text("结束时间", "end"),
    "evidence": Text("佐证材料", "evidence"),
    "excellent": Text("优秀人数", "number rated excellent"),
    "exempt": Text("免除说明", "exemption"),
    "expected": Text("应到人数", "number expected"),
    "floating": Text("流动党员", "floating member"),
    "for_period": Text("所属时段", "period it is for"),
    "founded": Text("成立日期", "day of founding"),
    "from": Text("任职日期", "first day in office"),
    "full_members": Text("正式党员数", "number of full members"),
    "group": Text("党小组", "Party group"),
    "groups": Text("党小组数", "number of Party groups"),
    "helpers": Text("帮扶责任人", "helpers"),
    "holder": Text("任职人", "holder"),
    "host": Text("主持人", "host"),
    "hours": Text("学时", "hours"),
    "household": Text("诉求户", "household"),
    "households": Text("户数", "number of households"),
    "households_2016": Text("2016年户数", "households of 2016"),
    "households_2017": Text("2017年户数", "households of 2017"),
    "households_2018": Text("2018年户数", "households of 2018"),
    "households_2019": Text("2019年户数", "households of 2019"),
    "households_2020": Text("2020年户数", "households of 2020"),
    "joined": Text("转入日期", "day of joining"),
    "joint_units": Text("联合单位数", "number of units joined"),
    "kind": Text("类别", "kind"),
    "last_contact": Text("最近联系日期", "day last heard of"),
    "lecturer": Text("主讲人", "lecturer"),
    "left": Text("转出（迁出）日期", "day of leaving"),
    "log_starts": Text("台账起始日", "log starts"),
    "matter": Text("事项", "matter"),
    "members": Text("党员数", "number of members"),
    "mode": Text("方式", "mode"),
    "moved_in": Text("入住日期", "day of moving in"),
    "none": Text("排除条件", "the conditions that exclude it"),
    "occupied": Text("入住户数", "households that moved in"),
    "one_leader": Text("一肩挑", "one leader"),
    "office_since": Text("任现职日期", "day of taking office"),
    "office_trained": Text("任职培训日期", "day of training for office"),
    "opened": Text("提出日期", "day opened"),
    "parent": Text("上级组织", "unit above"),
    "people": Text("人口数", "number of people"),
    "people_2016": Text("2016年人数", "people of 2016"),
    "people_2017": Text("2017年人数", "people of 2017"),
    "people_2018": Text("2018年人数", "people of 2018"),
    "people_2019": Text("2019年人数", "people of 2019"),
    "people_2020": Text("2020年人数", "people of 2020"),
    "place": Text("地点", "place"),
    "present": Text("实到人数", "number present"),
    "recorded_after": Text("登记间隔", "days until it was recorded"),
    "recorded_on": Text("登记日期", "day it was recorded"),
    "recorder": Text("记录人", "recorder"),
    "relation": Text("谈话类型", "who talked with whom"),
    "residents": Text("现住人口", "number of residents"),
    "resolved": Text("办结日期", "day resolved"),
    "roles": Text("职务", "roles"),
    "second_households": Text("第二责任户数", "households as second helper"),
    "service_halls": Text("服务大厅", "number of service halls"),
    "setting": Text("支部类型", "setting"),
    "start": Text("时间", "start"),
    "status": Text("党员身份", "membership status"),
    "subject": Text("对象", "subject"),
    "term_ends": Text("任期届满日", "end of term"),
    "tier": Text("监测类别", "tier"),
    "title": Text("主题", "title"),
    "topic": Text("诉求事项", "topic"),
    "type": Text("活动类型", "type"),
    "unit": Text("所属支部", "unit"),
    "until": Text("卸任日期", "last day in office"),
    "visitor": Text("走访人", "visitor"),
    "volunteer_teams": Text("志愿服务队", "number of volunteer teams"),
    "votes_for": Text("同意票数", "votes for"),
    "zone": Text("保洁区", "cleaning zone"),
}

EVIDENCE: Mapping[str, Text] = {
    "minutes": Text("会议记录", "minutes"),
    "photos": Text("照片", "photos"),
    "plan": Text("方案", "plan"),
    "resolution": Text("决议", "resolution"),
    "sign_in": Text("签到表", "sign-in sheet"),
}

MODE: Mapping[str, Text] = {
    "in_person": Text("当面", "in person"),
    "online": Text("线上", "online"),
    "phone": Text("电话", "by phone"),
    "video": Text("视频", "by video"),
}

ROLE: Mapping[str, Text] = {
    "committee_member": Text("委员", "committee member"),
    "committee_secretary": Text("党委书记", "secretary of a Party committee"),
    "deputy_secretary": Text("副书记", "deputy secretary"),
    "group_leader": Text("党小组组长", "group leader"),
    "secretary": Text("书记", "secretary"),
}

TIER: Mapping[str, Text] = {"monitored": Text("监测户", "monitored")}

POST: Mapping[str, Text] = {
    "area_lead": Text("片长", "area lead"),
    "building_lead": Text("楼长", "building lead"),
    "entrance_lead": Text("单元长", "entrance lead"),
    "zone_cleaner": Text("保洁员", "zone cleaner"),
}


def named(table: Mapping[str, Text], word: str, language: str) -> str:
    """Return the word for ``word``; a word of the user's own stands as it is."""
    text = table.get(word)
    return text.say(language) if text else word


def column(field: str, language: str) -> str:
    """Return a column in quotation marks, as it is named to the reader."""
    name = named(FIELD, field, language)
    return f"“{name}”" if language != "en" else f'"{name}"'
