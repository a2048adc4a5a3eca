"""What a hint found in one period: how many records show the sign, as something to look at again and no more."""

from __future__ import annotations

from collections.abc import Mapping

from ...engine.findings import Finding
from ...engine.packs.check_model import Hint
from ...engine.packs.model import ActivityType, Duty
from ...engine.text import Text
from .hints import sign_words

_SHOWN = 3


def hint_message(finding: Finding, duty: Duty, types: Mapping[str, ActivityType], language: str) -> Text:
    """Return the sign with its numbers, and the wish to look again; or that nothing calls for a look."""
    hint = duty.check
    assert isinstance(hint, Hint)
    if finding.status == "met":
        return Text("没有需要再核对的记录", "nothing that calls for a second look")
    number, sign = sum(use.use == "rejected" for use in finding.records), sign_words(hint)
    more = _more(hint, finding.detail or {})
    noun = "record" if number == 1 else "records"
    return Text(
        f"有 {number} 条记录：{sign.zh}{more.zh}。请再核对一下；无误的不必改动",
        f"{number} {noun}: {sign.en}{more.en}. Please look again; what is right stays as it is",
    )


def _more(hint: Hint, detail: Mapping[str, object]) -> Text:
    """Return the numbers of a share, or which record is like which, or which document was named."""
    if hint.sign == "low_attendance" and "present" in detail:
        present, expected = detail["present"], detail.get("expected")
        return Text(f"（合计实到 {present}、应到 {expected}）", f" ({present} of {expected} in all)")
    found = detail.get("found")
    rows = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
    zh, en = [], []
    for one in rows[:_SHOWN]:
        if "like" in one:
            zh.append(f"{one['record']} 与 {one['like']}")
            en.append(f"{one['record']} and {one['like']}")
        elif "document" in one:
            zh.append(f"《{str(one['document']).strip('《》')}》{one['published']} 印发")
            en.append(f"{one['document']}, issued {one['published']}")
    if len(rows) > _SHOWN:
        zh.append(f"等 {len(rows)} 处")
        en.append(f"{len(rows)} in all")
    return Text(f"（{'；'.join(zh)}）", f" ({'; '.join(en)})") if zh else Text("", "")
