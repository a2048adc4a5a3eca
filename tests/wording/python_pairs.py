"""The pairs in Python code: neighbours in a call or a tuple, and what is chosen by the language."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import pairwise

from .pair import Pair, Span, is_pair

# A condition that names one of these chooses by the language.
_ENGLISH = {"english", "en"}


def python_pairs(file: str, source: str) -> Iterator[Pair]:
    """Yield the pairs of a module in the order in which they stand.

    What is filled in is given as :func:`ast.unparse` writes it; a literal brace of an f-string is doubled.
    """
    starts = _line_starts(source)
    found: dict[int, Pair] = {}
    for node in ast.walk(ast.parse(source)):
        for zh, en in _candidates(node):
            for one, other in _leaves(zh, en):
                pair = _pair(file, one, other, starts)
                if pair is not None:
                    found.setdefault(pair.zh_at.start, pair)
    for at in sorted(found):
        yield found[at]


def _candidates(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what may be a Chinese text with its English one."""
    if isinstance(node, ast.Call):
        yield from pairwise(node.args)
        named = {word.arg: word.value for word in node.keywords if word.arg}
        yield from _by_name(named)
    elif isinstance(node, ast.Tuple | ast.List):
        yield from pairwise(node.elts)
    elif isinstance(node, ast.IfExp) and _asks_english(node.test):
        yield node.orelse, node.body
    elif isinstance(node, ast.FunctionDef):
        yield from _returned(node.body)
        yield from _assigned(node.body)
    elif isinstance(node, ast.If):
        yield from _assigned(node.body)
        yield from _assigned(node.orelse)


def _assigned(body: list[ast.stmt]) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what one line after the other gives to the names ``zh`` and ``en``."""
    named = [(each.targets[0], each.value) for each in body if isinstance(each, ast.Assign)]
    for one, other in pairwise((target.id, value) for target, value in named if isinstance(target, ast.Name)):
        yield from _by_name(dict((one, other)))


def _by_name(named: Mapping[str, ast.expr]) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield the values of ``zh`` with ``en``, and of ``NAME_zh`` with ``NAME_en``."""
    for name, value in named.items():
        other = f"{name.removesuffix('zh')}en"
        if name.endswith("zh") and other in named:
            yield value, named[other]


def _returned(body: list[ast.stmt]) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what ``if english: return …`` and the ``return`` after it give back."""
    for choice, after in pairwise(body):
        if isinstance(choice, ast.If) and _asks_english(choice.test) and isinstance(after, ast.Return):
            first = choice.body[-1]
            if isinstance(first, ast.Return) and first.value is not None and after.value is not None:
                yield after.value, first.value


def _asks_english(test: ast.expr) -> bool:
    if isinstance(test, ast.Compare):
        right = test.comparators[0]
        return isinstance(test.ops[0], ast.Eq) and isinstance(right, ast.Constant) and right.value == "en"
    name = test.id if isinstance(test, ast.Name) else test.attr if isinstance(test, ast.Attribute) else ""
    return name.lstrip("_") in _ENGLISH


def _leaves(zh: ast.expr, en: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield the literals that answer each other in two expressions of the same build."""
    if isinstance(zh, ast.IfExp) and isinstance(en, ast.IfExp):
        yield from _leaves(zh.body, en.body)
        yield from _leaves(zh.orelse, en.orelse)
    elif isinstance(zh, ast.BinOp) and isinstance(en, ast.BinOp):
        yield from _leaves(zh.left, en.left)
        yield from _leaves(zh.right, en.right)
    else:
        yield zh, en


def _pair(file: str, zh: ast.expr, en: ast.expr, starts: list[int]) -> Pair | None:
    said, meant = template(zh), template(en)
    if said is None or meant is None or not is_pair(said, meant):
        return None
    return Pair(file, said, meant, _span(zh, starts), _span(en, starts))


def template(node: ast.expr) -> str | None:
    """Return a literal's text, with what an f-string fills in written in braces; None where it is no text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    return "".join(_part(part) for part in node.values)


def _part(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value).replace("{", "{{").replace("}", "}}")
    assert isinstance(node, ast.FormattedValue)
    turned = "" if node.conversion == -1 else f"!{chr(node.conversion)}"
    form = "" if node.format_spec is None else f":{template(node.format_spec)}"
    return f"{{{ast.unparse(node.value)}{turned}{form}}}"


def _span(node: ast.expr, starts: list[int]) -> Span:
    assert node.end_lineno is not None and node.end_col_offset is not None
    form = "f" if isinstance(node, ast.JoinedStr) else "plain"
    return Span(starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset, form)


def _line_starts(source: str) -> list[int]:
    """Return the offset in bytes at which each line begins; ast counts columns in bytes too."""
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts
