"""The JSON Schema of packs and settings: fresh, complete, and of one mind with the program's own reader.

``pytest tests/test_rules_schema.py --update`` writes the shipped copies anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft7Validator

from checkbranch.cli import main
from checkbranch.engine.errors import CheckbranchError
from checkbranch.engine.packs import duties, load_rules, schema_duties, schema_inferences
from checkbranch.engine.packs.schema import pack_schema, schema_text, workspace_schema
from checkbranch.engine.packs.schema_forms import FIELD, Schema
from checkbranch.rules import names, path_of

ROOT = Path(__file__).parent.parent
RULES = ROOT / "rules"
FAULTY = Path(__file__).parent / "faulty_packs"
EXAMPLE = ROOT / "examples" / "huanghou"
BLOCK = re.compile(r"^```yaml pack\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MADE = {"pack.schema.json": pack_schema, "workspace.schema.json": workspace_schema}

# What only the reader sees, as a schema looks at one place at a time.
UNSEEN = {
    # what other packs say, or the rest of this one
    *("activity_without_name", "source_without_title", "unknown_activity", "unknown_may_combine", "unknown_source"),
    *("taken_duty", "taken_name", "duplicate_duty", "alias_twice", "extends_itself", "extends_unknown"),
    *("override_of_nothing", "milder_provision", "must_off", "must_softened"),
    # what other duties, inferences and flags say
    *("infer_circle", "infer_flag_of_others", "infer_id_of_duty", "infer_itself_below", "infer_itself_by_none"),
    *("infer_other_subject", "infer_override_nothing", "infer_period_of_others", "infer_unknown_duty"),
    *(
        "infer_unknown_flag",
        "infer_both_ways",
        "infer_contradiction",
        "infer_days_left_of_missing",
        "infer_nothing_below",
    ),
    # what the subject and the kind say together, or other keys
    *("cover_of_a_member", "follow_up_request_after", "follow_up_same_of_requests", "follow_up_unknown_type"),
    *("hint_of_household", "hint_short_document", "precede_by_of_branch", "precede_cover_household", "precede_long"),
    *("record_empty", "tally_of_household"),
    # sums, and days of the calendar
    *("part_by_day", "today_elsewhere"),
    *("at_least_half", "dated_every", "dated_no_day", "effective_backwards", "late_days_too_long", "late_too_long"),
}


class Editor(yaml.SafeLoader):
    """Reads YAML as editors do: words, numbers, true and false, and no dates."""


Editor.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith((":timestamp", ":bool", ":int", ":float"))]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
Editor.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[-+]?(0|[1-9][0-9]*)$"), list("-+0123456789"))
Editor.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789"))


def faults(schema: Schema, text: str) -> list[str]:
    value = yaml.load(text, Editor)
    found = Draft7Validator(schema).iter_errors(value)
    return [f"{'/'.join(map(str, each.absolute_path))}: {each.message[:200]}" for each in found]


@pytest.mark.parametrize("name", MADE)
def test_the_shipped_copies_are_fresh(name: str, update: bool) -> None:
    made = schema_text(MADE[name]())
    if update:
        (RULES / name).write_text(made, "utf-8", newline="\n")
    assert made == (RULES / name).read_text("utf-8"), "run pytest tests/test_rules_schema.py --update"


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("language", [None, "zh", "en"])
def test_a_schema_is_one_and_all_it_refers_to_is_there(name: str, language: str | None) -> None:
    schema = MADE[name](language)
    Draft7Validator.check_schema(schema)
    text = schema_text(schema)
    definitions = schema.get("definitions", {})
    assert isinstance(definitions, dict)
    assert set(re.findall('"#/definitions/([^"]+)"', text)) <= set(definitions)
    for said in re.findall('"description": "(.*)"', text):
        chinese = re.search("[\u4e00-\u9fff]", said) is not None
        assert chinese == (language != "en"), said
        assert ("\\n" in said) == (language is None), said


def packs() -> Iterator[tuple[str, str]]:
    for path in [*RULES.glob("*.yaml"), *(EXAMPLE / "rules").glob("*.yaml"), *(ROOT / "tests").glob("*packs/*.yaml")]:
        if path.parent != FAULTY:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
    for page in [*(ROOT / "docs").glob("*.md"), *ROOT.glob("README*.md")]:
        for number, text in enumerate(BLOCK.findall(page.read_text("utf-8"))):
            yield f"{page.name} {number + 1}", text


@pytest.mark.parametrize(("name", "text"), sorted(packs()))
def test_every_pack_that_loads_fits(name: str, text: str) -> None:
    assert faults(pack_schema(), text) == []


def test_the_examples_settings_fit() -> None:
    assert faults(workspace_schema(), (EXAMPLE / "checkbranch.yaml").read_text("utf-8")) == []


@pytest.mark.parametrize("kind", ["branch", "committee"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_init_writes_fits_in_use_and_not(tmp_path: Path, kind: str, form: str) -> None:
    call = ["init", str(tmp_path / "w"), "--kind", kind, "--format", form, "--households", "--no-input"]
    assert CliRunner().invoke(main, call).exit_code == 0
    texts = [path.read_text("utf-8") for path in (tmp_path / "w").rglob("checkbranch.yaml")]
    assert len(texts) == 2
    for text in texts:
        assert faults(workspace_schema(), text) == []
        for key in re.findall(r"^#([a-z_]+):", text, re.MULTILINE):
            properties = workspace_schema()["properties"]
            assert isinstance(properties, dict)
            assert key in properties


FAULTS = sorted(path.stem for path in FAULTY.glob("*.yaml"))
# Not YAML that an editor's reader would hand on.
NO_YAML = {
    *(
        "broken",
        "control_character",
        "deep",
        "empty",
        "exploding_alias",
        "list_as_key",
        "not_utf8",
        "self_alias",
        "tab",
    ),
    *("tag", "two_documents", "undefined_alias", "duplicate_key"),
}


@pytest.mark.parametrize("name", [name for name in FAULTS if name not in NO_YAML])
def test_faulty_packs_do_not_fit_but_for_those_only_the_reader_sees(name: str) -> None:
    found = faults(pack_schema(), (FAULTY / f"{name}.yaml").read_text("utf-8"))
    assert bool(found) == (name not in UNSEEN), found[:3]


def test_most_faults_are_seen() -> None:
    assert {*UNSEEN, *NO_YAML} <= set(FAULTS)
    assert len(UNSEEN) < (len(FAULTS) - len(NO_YAML)) / 2


HEAD = "pack: own\nsources: {s: {title: t}}\nactivities: {walk: {zh: 巡查}}\n"
DUTY = "duties: [{id: a, subject: branch, quota: {do: walk, at_least: 1, every: month}, %s}]\n"
INFER = "inferences: [{id: i, subject: branch, when: [%s], then: %s}]\n"
PLAIN = DUTY % "remedy: x"
RED = "{flag: red}"


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (schema_duties.LATE_KEYS, DUTY % "late: {until: 1 day, wrong: 1}"),
        (schema_duties.EFFECTIVE_KEYS, DUTY % "effective: {wrong: 1}"),
        (
            schema_duties.AMOUNT_KEYS,
            "duties: [{id: a, subject: branch, quota: {do: walk, at_least: {column: c, wrong: 1}, every: month}}]\n",
        ),
        (schema_inferences.THEN_KEYS, PLAIN + INFER % ("{duty: a, met: 1}", "{flag: red, wrong: 1}")),
        (schema_inferences.FINDING_KEYS, PLAIN + INFER % ("{finding: {duty: a, wrong: 1}}", RED)),
    ],
)
def test_keys_that_the_reader_names_only_in_passing_are_the_same_here(
    tmp_path: Path, keys: tuple[str, ...], text: str
) -> None:
    (tmp_path / "own.yaml").write_text(HEAD + text, "utf-8")
    with pytest.raises(CheckbranchError) as caught:
        load_rules(["own.yaml"], tmp_path, path_of, names())
    (fault,) = caught.value.faults
    assert f"Allowed: {', '.join(keys)}." in fault.message.en
    assert faults(pack_schema(), HEAD + text)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        (PLAIN, True),
        (DUTY % "late: {until: 0 days}", False),
        (DUTY % "late: {until: 15 days}", True),
        (DUTY % "late: {until: 10 day}", True),
        (DUTY % "late: {until: 15days}", False),
        (DUTY % "late: {until: 15 hours}", False),
        (DUTY % "late: none", True),
        (DUTY % "late: {2026-01-01: {until: 1 month}, 2026-07-01: none}", True),
        (DUTY % "late: {2026-13-01: {until: 1 month}}", False),
        (DUTY % "late: {2026-01-01: {until: 1 month}, until: 1 month}", False),
        (DUTY % "where: {full_members: {at_least: 7}, 类别: [a, 1, true], founded: {over: 2026-01-01}}", True),
        (DUTY % "where: {full_members: {least: 7}}", False),
        (DUTY % "where: {2026-01-01: {setting: 沿河}, 2026-07-01: none}", True),
        (DUTY % "where: {any: [{a: 1}, {none: [{b: {filled: true}}]}]}", True),
        (DUTY % "where: {any: {a: 1}}", False),
        (DUTY % "where: {any: []}", False),
        (DUTY % "where: {a b: 1}", False),
        (DUTY % "counts_when: {attendance: {at_least: 1/2, of: committee}}", True),
        (DUTY % "counts_when: {attendance: {of: committee}}", False),
        (DUTY % "counts_when: {attendance: {at_least: 80}}", False),
        (DUTY % "counts_when: {duration: {is_not: 30}}", False),
        (DUTY % "counts_when: {present: {at_least: 2/3, of: expected}}", True),
        (DUTY % "counts_when: {present: {is_not: 2, of: expected}}", False),
        (DUTY % "counts_when: {duration: {at_least: 2, of: expected}}", False),
        ("duties: [{id: a, subject: unit, state: {must: {term_ends: {at_least: today + 6 months}}}}]\n", True),
        ("duties: [{id: a, subject: unit, state: {must: {term_ends: {at_least: today + 6 workdays}}}}]\n", False),
        (DUTY % "calendar: {on: first friday, at: '09:00', lasts: 2 hours, shift: next}", True),
        (DUTY % "calendar: {on: fifth friday}", False),
        (DUTY % "override: true, note: null", True),
        (DUTY % "note: null", False),
        ("duties: [{id: a, override: true, quota: {at_least: 2, every: null}, where: {x: null}}]\n", True),
        ("duties: [{id: a, override: true, quota: {atleast: 2}}]\n", False),
        ("duties: [{id: a, subject: household, gap: {do: walk, at_most: 60 days, by: host}}]\n", True),
        ("duties: [{id: a, subject: branch, gap: {do: walk, at_most: 60 days, by: host}}]\n", False),
        ("duties: [{id: a, subject: branch, gap: {do: walk, at_most: 60 days}, late: none}]\n", False),
        (PLAIN + INFER % ("{duty: a, run: 2, met: {under: 3}}", RED), True),
        (PLAIN + INFER % ("{duty: a}", RED), False),
        (PLAIN + INFER % ("{duty: a, flag: red}", RED), False),
        (PLAIN + INFER % ("{none: [{duty: a, run: 2}, {flag: red}]}", "{flag: blue}"), True),
        (PLAIN + INFER % ("{none: {none: {flag: red}}}", "{flag: blue}"), False),
        (PLAIN + INFER % ("{finding: {duty: a, period: 2026, status: [open, short]}}", RED), True),
        (PLAIN + INFER % ("{finding: {duty: a, period: 2026-13}}", RED), False),
        (PLAIN + INFER % ("{below: {duty: a}, count: {at_least: 2}}", RED), True),
        (PLAIN + INFER % ("{below: {flag: x, duty: a}}", RED), False),
    ],
)
def test_packs_with_and_without_a_fault(text: str, fits: bool) -> None:
    assert (faults(pack_schema(), HEAD + text) == []) == fits


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("checkbranch: 1", True),
        ("name: a", False),
        ("checkbranch: 2", False),
        ("checkbranch: 1\nrules: a", True),
        ("checkbranch: 1\nrules: []", False),
        ("checkbranch: 1\nlanguage: fr", False),
        ("checkbranch: 1\nlog_starts: 2026-01-32", False),
        ("checkbranch: 1\nentry_grace: 3 workdays", True),
        ("checkbranch: 1\nentry_grace: 0 days", True),
        ("checkbranch: 1\nentry_grace: 3 weeks", False),
        ("checkbranch: 1\ndata: {activities: [a.xlsx, {glob: '*.csv', type: 走访, covers: [走访]}]}", True),
        ("checkbranch: 1\ndata: {activities: {file: a.xlsx, glob: '*.csv'}}", False),
        ("checkbranch: 1\ndata: {members: {file: a.xlsx, type: 走访}}", False),
        ("checkbranch: 1\ndata: {members: {url: 'postgresql://h/d', table: a}}", True),
        ("checkbranch: 1\ndata: {activities: {url: 'sqlite:///a.db', query: SELECT 1, type: 走访}}", True),
        ("checkbranch: 1\ndata: {members: {url: 'mysql://h/d', table: a}}", False),
        ("checkbranch: 1\ndata: {members: {url: 'postgresql://h/d', table: a, query: SELECT 1}}", False),
        ("checkbranch: 1\ndata: {members: {url: 'sqlite:///a.db', file: a.db}}", False),
        ("checkbranch: 1\ndata: {member: a.xlsx}", False),
        ("checkbranch: 1\nseverity: {a: grave}", False),
        ("checkbranch: 1\nunit: {full_members: 9, 类别: 山区}", True),
    ],
)
def test_settings_with_and_without_a_fault(text: str, fits: bool) -> None:
    assert (faults(workspace_schema(), text) == []) == fits


@pytest.mark.parametrize(
    "word",
    ["a", "_a", "a1", "1a", "a b", "a-b", "类别", "应到人数2", "〇", "人数（正式）", "a，b", "a.b", "", "é", "日々"],
)
def test_fields_are_known_as_python_knows_them(word: str) -> None:
    assert bool(re.search(FIELD, word)) == word.isidentifier()


def test_a_key_without_a_description_cannot_be_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duties, "KEYS", (*duties.KEYS, "brand_new"))
    with pytest.raises(KeyError, match="brand_new"):
        pack_schema()


@pytest.mark.parametrize(("options", "name"), [([], "pack.schema.json"), (["--workspace"], "workspace.schema.json")])
def test_the_command_prints_what_is_shipped(tmp_path: Path, options: list[str], name: str) -> None:
    done = CliRunner().invoke(main, ["rules", "schema", *options])
    assert (done.exit_code, done.stdout) == (0, (RULES / name).read_text("utf-8"))
    target = tmp_path / "s.json"
    assert CliRunner().invoke(main, ["rules", "schema", *options, "--lang", "en", "-o", str(target)]).exit_code == 0
    assert json.loads(target.read_text("utf-8")) == MADE[name]("en")
    nowhere = CliRunner().invoke(main, ["rules", "schema", "-o", str(tmp_path / "no" / "s.json")])
    assert (nowhere.exit_code, nowhere.stdout) == (2, "")
