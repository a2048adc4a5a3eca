"""The presets of ``visits-tiered`` and the overlays of the village pack: local, and tried once they are chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkbranch.engine.cases.files import suites
from checkbranch.engine.cases.suite import run_suite
from checkbranch.engine.packs import load_rules
from checkbranch.engine.packs.model import Duty
from checkbranch.rules import names, path_of

CHOSEN = Path(__file__).parent / "cases" / "visits_chosen.yaml"
LOCAL = ["visits-tiered", "village-two-thirds", "village-one-leader"]


def duties(*packs: str) -> dict[str, Duty]:
    return {each.id: each for each in load_rules(packs, Path(), path_of, names()).duties}


def test_only_the_preset_that_names_the_pack_is_on() -> None:
    own = [each for each in duties("visits-tiered").values() if each.pack == "visits-tiered"]
    assert [each.id for each in own if not each.off] == ["visit-ordinary", "visit-priority"]
    for each in own:
        assert each.note
        assert not each.off or "默认停用" in each.note.zh


def test_every_preset_is_tried_once_it_is_chosen() -> None:
    chosen = load_rules([CHOSEN.name], CHOSEN.parent, path_of, names())
    assert [each.id for each in chosen.duties if each.off] == []
    (suite,) = suites(CHOSEN.with_suffix(".cases.yaml").as_posix(), path_of, names())
    result = run_suite(suite, "reference")
    assert [(r.case.name, d) for r in result.results for d in r.differences] == []
    assert [(duty, text.en) for duty, text in result.untried] == []


@pytest.mark.parametrize("name", LOCAL)
def test_a_local_number_rests_on_a_local_source(name: str) -> None:
    book = load_rules([name], Path(), path_of, names())
    own = [each for each in book.duties if each.pack == name]
    assert all(book.sources[basis.source].local and not basis.article for each in own for basis in each.basis)


def test_the_village_pack_rests_on_articles_but_for_the_days_it_chose() -> None:
    book = load_rules(["cn-village-affairs"], Path(), path_of, names())
    own = [each for each in book.duties if each.pack == "cn-village-affairs"]
    chosen = {each.id for each in own for basis in each.basis if book.sources[basis.source].local}
    assert chosen == {"resolution-published", "result-published"}
    assert {each.severity for each in own if each.id in chosen} == {"info"}
    assert all(basis.article for each in own if each.id not in chosen for basis in each.basis)


def test_the_discussion_by_the_member_meeting_is_a_must_and_an_overlay_keeps_it() -> None:
    for packs in (["cn-village-affairs"], ["village-two-thirds", "village-one-leader"]):
        review = duties(*packs)["review-before-resolution"]
        assert (review.modality, review.severity, review.off) == ("must", "error", False)


def test_the_page_of_packs_names_every_pack_and_every_preset() -> None:
    page = (Path(__file__).parent.parent / "docs" / "packs.md").read_text("utf-8")
    assert [name for name in names() if f"| `{name}` |" not in page] == []
    own = [each for each in duties("visits-tiered").values() if each.pack == "visits-tiered" and each.off]
    assert [each.id for each in own if f"`{each.id}`" not in page] == []
