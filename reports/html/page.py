"""The frame of an HTML report: one self-contained file under a strict policy, everything from files escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..layout import safe
from ..shares import SHARES, SIGN, WORD
from ..words.wording import MARK, STATUS
from .words import LABEL

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).parent
_STYLE, _SCRIPT = "report.css", "report.js"
_LONGEST = 2000  # characters of anything that comes from a file, in one place


def page_parts(template: str, language: str, values: dict[str, Any]) -> Iterator[str]:
    """Yield a page piece by piece; ``values`` are what its template shows."""
    yield from _environment(language).get_template(template).generate(**_frame(), **values)


@cache
def _frame() -> Mapping[str, str]:
    """Return the style and the script of every page, and the policy that lets these two in and nothing else."""
    from markupsafe import Markup

    style, script = (_FOLDER.joinpath(name).read_text("utf-8") for name in (_STYLE, _SCRIPT))
    return {"style": Markup(style), "script": Markup(script), "policy": policy(style, script)}


def policy(style: str, script: str) -> str:
    """Return the content security policy of a page that holds exactly this style and this script."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; "
        "form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _environment(language: str) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_FOLDER, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    english = language == "en"
    environment.globals.update(
        en=english,
        colon=": " if english else "：",
        comma=", " if english else "，",
        t={key: text.say(language) for key, text in LABEL.items()},
        word={key: text.say(language) for key, text in WORD.items()},
        shares=list(SHARES),
        sign=SIGN,
        mark=MARK,
        status={key: text.say(language) for key, text in STATUS.items()},
    )
    return environment


def _shown(value: object) -> object:
    """Return what is put into the page: texts on one line, with what is not printed shown, and not without end."""
    if type(value) is not str or (len(value) <= _LONGEST and value.isprintable()):
        return value  # a number, what is marked up already, or a text that is fine as it is
    text = safe(value[: _LONGEST * 2])
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
