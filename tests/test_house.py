"""The rooms of the house: no circle of imports, and docs/architecture.md names every room and every place of a kind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
LAYERS = ("calendars", "rules", "engine", "reports", "cli")
PAGE = ROOT / "docs" / "architecture.md"
HEAD = "| folder | what is in it |\n| --- | --- |\n"


@cache
def modules() -> dict[str, ast.Module]:
    """Return every module of the product by its path without ``.py``; a package is the path of its folder."""
    found = {}
    for layer in LAYERS:
        for path in sorted((ROOT / layer).rglob("*.py")):
            name = path.relative_to(ROOT).with_suffix("").as_posix().removesuffix("/__init__")
            found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imported(name: str) -> Iterator[str]:
    """Yield the modules that a module imports from, those it needs for its types only among them."""
    package = name.split("/") if (ROOT / name).is_dir() else name.split("/")[:-1]
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1] + (node.module.split(".") if node.module else [])
            for alias in node.names:
                inner = "/".join([*base, alias.name])
                yield inner if inner in modules() else "/".join(base)


def circles(graph: dict[str, set[str]]) -> list[str]:
    """Return what is left of a graph when everything that stands on solid ground is taken away, again and again."""
    left = {name: set(needs) & set(graph) - {name} for name, needs in graph.items()}
    while ground := {name for name, needs in left.items() if not needs}:
        left = {name: needs - ground for name, needs in left.items() if name not in ground}
    return sorted(left)


def test_circles_are_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": set()}) == ["a", "b", "c"]
    assert circles({"a": {"b"}, "b": {"c"}, "c": set()}) == []


def test_no_modules_import_each_other() -> None:
    graph = {name: set(imported(name)) for name in modules()}
    assert sum(map(len, graph.values())) > 1000
    # The face of a package hands on names of its modules; none of them asks the face.
    assert circles(graph) == []


def rooms() -> list[tuple[str, str]]:
    """Return each folder of code with the sentence it opens with."""
    return [
        (name, (ast.get_docstring(tree) or "").split("\n")[0])
        for name, tree in sorted(modules().items())
        if (ROOT / name).is_dir()
    ]


def test_every_room_is_named_on_the_page(update: bool) -> None:
    rows = "".join(f"| `{name}` | {sentence} |\n" for name, sentence in rooms())
    page = PAGE.read_text(encoding="utf-8")
    if update:
        start, end = page.index(HEAD) + len(HEAD), page.index("\n## Adding a report")
        PAGE.write_text(page[:start] + rows + page[end:], encoding="utf-8")
        page = PAGE.read_text(encoding="utf-8")
    assert HEAD + rows + "\n## " in page, "a room is new or says otherwise: pytest tests/test_house.py --update"


def test_a_room_says_what_it_is_and_holds_a_few_modules() -> None:
    assert all(sentence.endswith(".") for _, sentence in rooms())
    sizes = {name: len(list((ROOT / name).glob("*.py"))) for name, _ in rooms()}
    assert max(sizes.values()) <= 60, sizes


def test_the_page_lists_every_module_that_knows_a_kind() -> None:
    page = PAGE.read_text(encoding="utf-8")
    table = page[page.index("## Adding a kind of duty") :]
    named = {path.removesuffix(".py") for path in re.findall(r"`((?:engine|reports)/[\w/]+\.py)`", table)}
    know = {
        name
        for name, tree in modules().items()
        if re.search(r"\bOverlap\b|'overlap'|overlap_message|(?:make|read)_overlap", ast.unparse(tree))
    }
    assert named == know
