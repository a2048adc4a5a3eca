"""What differs between the rule packs of two audits, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...engine.text import Text

Pack = tuple[str, str, str]


def packs_of(rows: object) -> list[Pack]:
    """Return (id, version, sha256) of the packs as a report lists them; what is none is left out."""
    listed = rows if isinstance(rows, list) else []
    return [
        (str(row.get("id")), str(row.get("version")), str(row.get("sha256")))
        for row in listed
        if isinstance(row, Mapping)
    ]


def pack_changes(before: object, now: Sequence[Pack]) -> Iterator[Text]:
    """Yield what became of each pack from the list of an earlier report to ``now``, a sentence without a stop each."""
    was, is_ = _by_id(packs_of(before)), _by_id(now)
    for name in [*was, *(name for name in is_ if name not in was)]:
        if name not in is_:
            yield Text(f"规则包 {name} {was[name][0]} 已不再使用", f"the pack {name} {was[name][0]} is used no longer")
        elif name not in was:
            yield Text(f"新用了规则包 {name} {is_[name][0]}", f"the pack {name} {is_[name][0]} is used now")
        elif was[name] != is_[name]:
            yield _changed(name, was[name], is_[name])


def _by_id(packs: Iterable[Pack]) -> dict[str, tuple[str, str]]:
    return {name: (version, sha) for name, version, sha in packs}


def _changed(name: str, was: tuple[str, str], now: tuple[str, str]) -> Text:
    if was[0] == now[0]:
        return Text(
            f"规则包 {name} {now[0]} 的内容有改动（版本号未变）",
            f"the pack {name} {now[0]} was edited (its version is the same)",
        )
    return Text(f"规则包 {name} 由 {was[0]} 改为 {now[0]}", f"the pack {name} went from {was[0]} to {now[0]}")
