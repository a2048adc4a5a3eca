"""Names of branches as they stand in titles, and in the names of sheets and files."""

from __future__ import annotations

import re
import unicodedata

from .cells import fold

_ENDS = "党支部|党总支|总支|支部"
_NAME = re.compile(
    rf"(?:中共)?([\u3400-\u9fff0-9A-Za-z()]{{1,30}}?(?:{_ENDS}))(?!{_ENDS})"
    rf"|(?:中共)?([\u3400-\u9fff0-9A-Za-z()]{{2,30}}?总?支部)委员会(?!会)"
)
_YEAR = re.compile(r"(?:19|20)\d\d\s*年?度?|\d{1,2}月份?|第?[一二三四1-4]季度")
_BARE = re.compile(r"^(?:各|全[镇乡县市村]|本|所属|所在|基层|下属|填报|单位|党|农村|先进|示范|第)*$")
_KINDS = {"支部": "党支部", "总支": "党总支", "党委": "党委", "党工委": "党委", "小组": "党小组", "社区": "社区"}


def branch_in(text: str) -> str | None:
    """Return the branch that a title or a name names, None where it names none or only branches in general."""
    plain = _YEAR.sub(" ", unicodedata.normalize("NFKC", text))
    found = dict.fromkeys(name for match in _NAME.finditer(plain) if (name := match[1] or match[2]) and _proper(name))
    return next(iter(found)) if len(found) == 1 else None


def _proper(name: str) -> bool:
    before = re.sub(rf"(?:联合|临时|功能型|流动)?(?:{_ENDS})$", "", name)
    return not _BARE.fullmatch(before) and (len(before) >= 2 or before in "一二三四五六七八九十123456789")


def kind_of_unit(name: str) -> str:
    """Return the kind of a unit as its name tells it, in Chinese; a branch where it does not."""
    plain = re.sub(r"委员会$", "", unicodedata.normalize("NFKC", name))
    return next((kind for word, kind in _KINDS.items() if plain.endswith(word)), "党支部")


def same_name(name: str) -> str:
    """Return a name of a unit so that its short and its full form are the same."""
    return fold(name).removeprefix("中共").removesuffix("委员会").replace("党支部", "支部")
