"""The pages of ``docs/rules``: one for each kind; their packs load, cases come out, links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from checkbranch.cli import main
from checkbranch.engine.packs import load_rules
from checkbranch.engine.packs.duties import KINDS
from checkbranch.engine.packs.hint_signs import SHAPES
from checkbranch.rules import names, path_of

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "rules"
BLOCK = re.compile(r"^```yaml (pack|cases)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page_of(kind: str) -> Path:
    return FOLDER / f"{kind.replace('_', '-')}.md"


def test_every_kind_has_its_page_and_the_page_of_rules_leads_to_it() -> None:
    assert sorted(FOLDER.glob("*.md")) == sorted(map(page_of, KINDS))
    rules = (ROOT / "docs" / "rules.md").read_text("utf-8")
    assert [kind for kind in KINDS if f"](rules/{page_of(kind).name})" not in rules] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_a_page_comes_out_as_it_says(kind: str, tmp_path: Path) -> None:
    blocks = dict(BLOCK.findall(page_of(kind).read_text("utf-8")))
    assert set(blocks) == {"pack", "cases"}
    (tmp_path / "my.yaml").write_text(blocks["pack"], "utf-8")
    (tmp_path / "my.cases.yaml").write_text(blocks["cases"], "utf-8")
    assert {duty.kind for duty in load_rules(["my.yaml"], tmp_path, path_of, names()).duties} == {kind}
    done = CliRunner().invoke(main, ["rules", "test", str(tmp_path / "my.yaml"), "--engine", "reference"])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_told_in_both_languages_and_its_links_lead_somewhere(kind: str) -> None:
    text = page_of(kind).read_text("utf-8")
    chinese, _, english = text.partition("\n## ")
    assert len(re.findall("[\u4e00-\u9fff]", chinese)) > 100 and len(re.findall("[a-z]{3,}", english)) > 30
    assert [link for link in re.findall(r"\]\(([^)#]+)", text) if not (FOLDER / link).exists()] == []


def test_every_sign_is_told() -> None:
    text = page_of("hint").read_text("utf-8")
    assert [sign for sign in SHAPES if sign not in text] == []
