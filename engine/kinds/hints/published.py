"""Documents whose content a record claims to have been studied on a day when they were not there yet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...packs.documents import Document
from .texts import Told, passages

# What tells that the content was before them …
_STUDIED = re.compile("学习|传达|宣读|研读|精读|通读|解读|讲解|宣讲|领会|学懂|原文|收看|收听|贯彻")
# … and what tells that it was still to come, or a draft: that is as it should be.
_AWAITED = re.compile(
    "即将|将于|将要|将召开|迎接|喜迎|迎[^。]{0,4}召开|筹备|准备|拟|计划|下一步|下阶段|下个?月|届时|待.{0,8}后|征求|草案|稿|起草"
    "|(?:召开|发布|公布|印发|出台|通过)(?:以|之)?后|预告|预计"
)


def before_published(records: Sequence[Told], documents: Sequence[Document]) -> dict[int, Document]:
    """Return, for each dated record that tells of studying a document before its day, that document (the first of all).

    Only a sentence that names the document and says that it was studied counts; one that looks ahead does not.
    """
    wanted = sorted(documents, key=lambda each: (each.published, each.name))
    names = [(each, tuple("".join(passages(name)) for name in each.names)) for each in wanted]
    last = max((each.published for each in documents), default=None)
    found: dict[int, Document] = {}
    for record in records:
        if last is None or not record.dated or record.day >= last:
            continue
        said = [
            passage
            for passage in (*passages(record.title), *passages(record.body))
            if _STUDIED.search(passage) and not _AWAITED.search(passage)
        ]
        early = (each for each, spellings in names if record.day < each.published and _named(spellings, said))
        document = next(early, None)
        if document is not None:
            found[record.rid] = document
    return found


def _named(spellings: Sequence[str], said: Sequence[str]) -> bool:
    return any(spelling in passage for spelling in spellings for passage in said)
