"""What is asked of a database: one statement that reads, or a table by its name."""

from __future__ import annotations

import re

from ..values.sheets import Refused

READING = ("select", "with", "values", "table")
# Comments, texts and quoted names, in which a semicolon ends nothing; then words, and every other sign.
_TOKEN = re.compile(
    r"""--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$.*?\$\1\$|\w+|\s+|.""", re.DOTALL | re.ASCII
)
_PART = re.compile(r'"((?:[^"]|"")+)"|([^."]+)')


def reading(query: str) -> str:
    """Return a query without the semicolon at its end; raise Refused unless it is one statement that reads.

    This only says early and plainly what is wrong: that nothing is written, the connection sees to.
    """
    tokens = [match[0] for match in _TOKEN.finditer(query)]
    told = [at for at, token in enumerate(tokens) if not token.isspace() and not token.startswith(("--", "/*"))]
    while told and tokens[told[-1]] == ";":
        del tokens[told.pop()]
    if not told or tokens[told[0]].lower() not in READING:
        raise Refused(
            "“query”只能是读取数据的语句，以 SELECT、WITH、VALUES 或 TABLE 开头。请改写。",
            "A query only reads: it begins with SELECT, WITH, VALUES or TABLE. Rewrite it so that it does.",
        )
    if any(tokens[at] == ";" for at in told):
        raise Refused(
            "“query”只能写一句，分号之后还有内容。请只留一句。",
            "A query is one statement, and there is more after its semicolon. Leave only one.",
        )
    return "".join(tokens)


def parts_of(name: str) -> list[str]:
    """Return the parts of ``schema.table``; a part with a dot in it stands in double quotes. Raise Refused."""
    parts: list[str] = []
    at = 0
    while match := _PART.match(name, at):
        parts.append(match[1].replace('""', '"') if match[1] else match[2].strip())
        at = match.end() + 1
        if name[match.end() : at] != ".":
            break
    if at <= len(name) or not all(parts) or "\0" in name or len(parts) > 3:
        raise Refused(
            f"“{name}”不是可用的表名。请写“表名”或“模式.表名”，含点的名称加双引号。",
            f"'{name}' is not the name of a table. Write name or schema.name, a name with a dot in double quotes.",
        )
    return parts


def quoted(parts: list[str]) -> str:
    """Return a name as SQL takes it literally."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in parts)


def asked(relation: str | None, query: str | None) -> str:
    """Return the statement that reads a table, or the query; raise Refused."""
    return reading(query) if query is not None else f"SELECT * FROM {quoted(parts_of(relation or ''))}"


def columns_of(statement: str) -> str:
    """Return the query for the names and types of the columns of ``statement``."""
    return f"WITH asked AS (\n{statement}\n) SELECT * FROM asked LIMIT 0"


def cells_from(statement: str, columns: int, chosen: list[str], most: int) -> str:
    """Return the query for the expressions ``chosen`` over the ``columns`` of ``statement``, named c0, c1 and so on.

    As a part of another statement nothing can be in it that writes. At most ``most`` rows come.
    """
    names = ", ".join(f"c{at}" for at in range(columns))
    return f"WITH asked({names}) AS (\n{statement}\n) SELECT {', '.join(chosen)} FROM asked LIMIT {most}"
