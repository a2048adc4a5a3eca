"""The signs that are read: texts of one unit held against one another, and against the days of documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ...packs.check_model import Hint, Sign
from ...tables.database import put, rows_of
from .alike import alike
from .published import before_published
from .texts import FURTHER, Told, sentences

if TYPE_CHECKING:
    from ..maker import Maker

TEXTS: Mapping[Sign, tuple[tuple[str, ...], ...]] = {  # one of these columns is needed
    "alike": (("content", "title", *FURTHER),),
    "before_published": (("content", "title", *FURTHER),),
    "brief": (("content", *FURTHER),),
}

# Every record of the types, also of years that are not looked at: what was copied was there before.
RECORDS = """
SELECT DISTINCT o.sid, o.rid, o.id, o.day, o.date IS NOT NULL, CASE WHEN o.timed THEN o.start END
FROM asks a JOIN occ o ON o.m = a.m AND o.past AND o.inside WHERE a.base = {base} ORDER BY o.sid, o.day, o.id
"""

SEEN = """
INSERT INTO hint_seen SELECT DISTINCT r.base, r.sid, r.key, t.rid
FROM hint_text t JOIN hint_rec r ON r.base = {base} AND r.sid = t.sid AND r.rid = t.later
"""
SHOWN = """
SELECT DISTINCT r.sid, r.key, r.day, r.id, r.rid
FROM hint_text t JOIN hint_rec r ON r.base = {base} AND r.sid = t.sid AND r.rid = t.later ORDER BY r.day, r.id, r.rid
"""


def show_texts(maker: Maker, base: int, hint: Hint) -> None:
    """Add to ``hint_seen`` the records of one entry that show a sign of the texts, and those that they are like.

    Which record is like which, and which document was named, goes into the details.
    """
    rows: list[tuple[int, int, int]] = []  # unit, record that shows it, record that is listed with it
    told: dict[int, dict[str, object]] = {}  # by record
    ids = maker.ledger.activities.id
    for sid, records in _by_unit(maker, base):
        if hint.sign == "alike" and hint.over is not None:
            for rid, earlier in alike(records, hint.over).items():
                rows.extend([(sid, rid, rid), (sid, rid, earlier)])
                told[rid] = {"record": ids[rid], "like": ids[earlier]}
        elif hint.sign == "brief":
            rows.extend((sid, each.rid, each.rid) for each in records if each.body and _letters(each) < hint.at_least)
        elif hint.sign == "before_published":
            for rid, document in before_published(records, hint.documents).items():
                rows.append((sid, rid, rid))
                told[rid] = {"record": ids[rid], "document": document.name, "published": document.published.isoformat()}
    put(maker.con, "hint_text", rows_of(("sid", "later", "rid"), ("INTEGER", "INTEGER", "INTEGER"), rows))
    maker.con.execute(SEEN.format(base=base))
    found: defaultdict[tuple[int, int, str], list[object]] = defaultdict(list)
    for sid, key, _, _, rid in maker.con.execute(SHOWN.format(base=base)).fetchall() if told else ():
        found[base, sid, key].append(told[rid])
    maker.details.update({place: {"found": each} for place, each in found.items()})
    maker.con.execute("DROP TABLE hint_text")


def _letters(record: Told) -> int:
    return sum(map(len, sentences(record.body)))


def _by_unit(maker: Maker, base: int) -> Iterator[tuple[int, Sequence[Told]]]:
    acts = maker.ledger.activities
    nothing: Sequence[object] = [None] * len(acts.id)
    titles, contents = acts.fields.get("title", nothing), acts.fields.get("content", nothing)
    further = [acts.fields[name] for name in FURTHER if name in acts.fields]
    units: defaultdict[int, list[Told]] = defaultdict(list)
    for sid, rid, name, day, dated, start in maker.con.execute(RECORDS.format(base=base)).fetchall():
        said = (contents[rid], *(column[rid] for column in further))
        body = "\n".join(str(text) for text in said if text is not None)
        title = titles[rid]
        units[sid].append(Told(rid, name, day, dated, start, "" if title is None else str(title), body))
    yield from units.items()
