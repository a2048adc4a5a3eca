"""The words of the packs: types of activity with their names, sources, and which types may stand together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from ..documents.form import Form
from ..documents.nodes import ListNode, MapNode, Node, Place
from ..text import Text
from .files import PackFile
from .model import ActivityType, Source
from .overlay import merge

SOURCE_KEYS = ("title", "issued", "issuer", "checked_on", "local", "url")
ACTIVITY_KEYS = ("zh", "en", "aliases")


class Vocabulary:
    """The words of all packs taken together.

    ``complete`` is False where a pack could not be read: a word that is not found may then stand in that pack, and is
    not called unknown.
    """

    def __init__(self, complete: bool = True) -> None:
        self.complete = complete
        self.activities: dict[str, ActivityType] = {}
        self.sources: dict[str, Source] = {}
        self.may_combine: set[frozenset[str]] = set()

    def check_type(self, form: Form, at: Place, word: str) -> None:
        """Note a fault where ``word`` is no type of activity."""
        if self.complete and word not in self.activities:
            form.unknown(at, Text("活动类型", "activity type"), word, self.activities)

    def check_source(self, form: Form, at: Place, word: str) -> None:
        """Note a fault where ``word`` is no source."""
        if self.complete and word not in self.sources:
            form.unknown(at, Text("依据文件", "source"), word, self.sources)


def read_vocabulary(form: Form, packs: Sequence[PackFile], complete: bool) -> Vocabulary:
    """Return the words of ``packs``: names and aliases accumulate, later titles replace earlier ones."""
    words = Vocabulary(complete)
    sources: dict[str, MapNode] = {}
    for pack in packs:
        for key, node in _entries(form, pack.part("activities"), "activities"):
            _activity(form, words, key, node)
        for key, node in _entries(form, pack.part("sources"), "sources"):
            if isinstance(node, MapNode) and key in sources:
                sources[key] = merge(form, sources[key], node)
            else:
                sources[key] = form.map(node, key)
    words.sources = {key: _source(form, key, node) for key, node in sources.items()}
    for pack in packs:
        _combinations(form, words, pack.part("may_combine"))
    _check_names(form, words, packs)
    return words


def _entries(form: Form, node: Node | None, name: str) -> list[tuple[str, Node]]:
    if node is None:
        return []
    found = []
    for key, value in form.map(node, name).items():
        word = form.id(key, name)
        if word is not None:
            found.append((word, value))
    return found


def _activity(form: Form, words: Vocabulary, word: str, node: Node) -> None:
    fields = form.map(node, word, ACTIVITY_KEYS)
    if not isinstance(node, MapNode):
        return
    known = words.activities.get(word)
    said = {key: form.text(value, key) for key in ("zh", "en") if (value := fields.get(key)) is not None}
    zh, en = said.get("zh"), said.get("en")
    if known is None and "zh" not in said:
        form.fault(
            node, f"活动类型“{word}”缺少中文名称。请补写 zh。", f"The activity type “{word}” lacks a name. Add zh."
        )
    title = Text(zh or (known.title.zh if known else word), en or (known.title.en if known else zh or word))
    aliases = fields.get("aliases")
    added = [alias for alias, _ in form.texts(aliases, "aliases")] if aliases is not None else []
    words.activities[word] = ActivityType(
        word, title, tuple(dict.fromkeys([*(known.aliases if known else ()), *added]))
    )


def _source(form: Form, word: str, node: MapNode) -> Source:
    form.map(node, word, SOURCE_KEYS)
    title, issued, issuer = node.get("title"), node.get("issued"), node.get("issuer")
    checked, local, url = node.get("checked_on"), node.get("local"), node.get("url")
    if title is None:
        form.fault(node, f"依据文件“{word}”缺少名称。请补写 title。", f"The source “{word}” has no name. Add title.")
    said = form.human(title, "title") if title else None
    return Source(
        id=word,
        title=said or Text(word, word),
        issued=form.day(issued, "issued") if issued else None,
        issuer=form.text(issuer, "issuer") if issuer else None,
        checked_on=form.day(checked, "checked_on") if checked else None,
        local=form.truth(local, "local") if local else False,
        url=form.text(url, "url") if url else None,
    )


def _combinations(form: Form, words: Vocabulary, node: Node | None) -> None:
    if node is None:
        return
    sets = node.values if isinstance(node, ListNode) else [node]
    for each in sets:
        if not isinstance(each, ListNode) or len(each.values) < 2:
            form.fault(
                each,
                "“may_combine”的每一项应列出可以合并开展的两种以上活动。请写成 [theme_day, party_lecture] 的形式。",
                "Each item of “may_combine” lists two or more types. Write it as [theme_day, party_lecture].",
            )
            continue
        found = form.texts(each, "may_combine")
        for word, at in found:
            words.check_type(form, at, word)
        types = [word for word, _ in found]
        words.may_combine.update(frozenset(pair) for pair in combinations(dict.fromkeys(types), 2))


def _check_names(form: Form, words: Vocabulary, packs: Sequence[PackFile]) -> None:
    """Note every name under which a ledger could mean two types."""
    owners: dict[str, str] = {}
    for activity in words.activities.values():
        for name in (activity.id, activity.title.zh, activity.title.en, *activity.aliases):
            plain = "".join(name.split()).casefold()
            owner = owners.setdefault(plain, activity.id)
            if owner != activity.id:
                form.fault(
                    _where_named(packs, activity.id, name),
                    f"名称“{name}”同属“{owner}”和“{activity.id}”，无法区分。请从其中一个删去。",
                    f"The name “{name}” belongs to both “{owner}” and “{activity.id}”. Take it from one of them.",
                )


def _where_named(packs: Sequence[PackFile], word: str, name: str) -> Place | str:
    """Return the last place that gives ``name`` to the type ``word``."""
    place: Place | str = ""
    for pack in packs:
        activities = pack.part("activities")
        node = activities.get(word) if isinstance(activities, MapNode) else None
        if not isinstance(node, MapNode):
            continue
        place = place or node
        for _, value in node.items():
            for each in value.values if isinstance(value, ListNode) else [value]:
                if getattr(each, "text", None) == name:
                    place = each
    return place
