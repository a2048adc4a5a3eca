"""``checkbranch verify``: whether a report still holds, or a code printed on one."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import click

from ..engine import (
    CheckbranchError,
    Request,
    Shipped,
    audit_inputs,
    fingerprint_of,
    read_inputs,
    read_workspace,
    span_of,
)
from ..engine.errors import fail
from ..engine.workspaces.settings import Workspace
from ..engine.workspaces.workspace import FILE
from ..reports.asked import Ask
from ..reports.compared.earlier import Earlier, read_earlier
from ..reports.programs.json_report import write_json
from ..reports.short_code import read_code, short_code
from ..rules import names, path_of
from .log import logged
from .options import AS_OF, FIRST, LANGUAGE, LAST, OUTPUT, PERIOD, formats
from .originals import check_not_original
from .output import check_target, opened, say, say_engine
from .progress import progress
from .redaction import masker_of, redacted


@click.command()
@logged
@click.argument("report", type=click.Path(path_type=Path), required=False)
@click.option(
    "-w",
    "--workspace",
    type=click.Path(path_type=Path),
    help="工作区或台账；默认报告所在的工作区，否则当前文件夹。 Default: that of the report, else the folder here.",
)
@click.option(
    "--code", metavar="XXXX-XXXX-XXXX", help="打印件上的核验码，与 --as-of 同用。 A printed code, with --as-of."
)
@AS_OF
@PERIOD
@FIRST
@LAST
@formats("text", "json")
@OUTPUT
@LANGUAGE
def verify_command(
    report: Path | None,
    workspace: Path | None,
    code: str | None,
    as_of: date | None,
    period: str | None,
    first: date | None,
    last: date | None,
    form: Literal["text", "json"],
    output: Path | None,
    language: str | None,
) -> None:
    """重新计算，说明一份报告（JSON）是否仍然成立，何处因哪一行而不同。 Whether a report (JSON) still holds.

    打印件用 --code 和 --as-of 核验；报告另选过区间的，同时写 --period 或 --from/--to。
    For one on paper give --code and --as-of, with --period or --from and --to where the report has another span.

    退出码：0 成立；1 有出入；2 无法核验。 Exit code: 0 it holds, 1 it differs, 2 it cannot be verified.
    """
    speak = language or "zh"
    try:
        if output is not None:
            check_target(output)
        if code is not None:
            _check_code_call(report, as_of)
            request = Request(as_of or date.min, period, first, last)
            holds = _verify_code(code, workspace or Path("."), request, language)
        else:
            _check_report_call(as_of, period, first, last)
            holds = _verify_report(_given(report), workspace, form, output, language)
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)
    sys.exit(0 if holds else 1)


def _given(report: Path | None) -> Path:
    if report is None:
        raise fail(
            "verify",
            "请写出报告文件（JSON），或用 --code 和 --as-of 核验打印件。",
            "Name the report (JSON), or give --code and --as-of for one on paper.",
        )
    return report


def _check_code_call(report: Path | None, as_of: date | None) -> None:
    if report is not None:
        raise fail("--code", "不能与报告文件同用。请只写一种。", "Not together with a report. Give one of them.")
    if as_of is None:
        raise fail(
            "--code",
            "请同时写明打印件上的截至日，如 --as-of 2026-11-23。",
            "Give the as-of day of the print too, such as --as-of 2026-11-23.",
        )


def _check_report_call(*days: object) -> None:
    if any(day is not None for day in days):
        raise fail(
            "--as-of",
            "报告文件自带截至日和区间。请去掉 --as-of、--period、--from 和 --to。",
            "A report says its own day and span. Leave --as-of, --period, --from and --to out.",
        )


def _verify_code(typed: str, workspace: Path, request: Request, language: str | None) -> bool:
    """Say whether the workspace gives the code on that day, with its waivers or without."""
    code = read_code(typed)
    if code is None:
        raise fail(
            "--code",
            f"“{typed}”不是核验码。请照打印件写，如 47FE-D84B-0FF9。",
            f"“{typed}” is not a verification code. Write it as printed, like 47FE-D84B-0FF9.",
        )
    settings = read_workspace(workspace)
    english = (language or settings.language) == "en"
    span = span_of(request)
    inputs = read_inputs(settings, Shipped(path_of, names()))
    codes = [short_code(fingerprint_of(inputs, replace(request, waivers=waivers))) for waivers in (True, False)]
    days = f"{span.first} to {span.last}" if english else f"{span.first} 至 {span.last}"
    if code in codes:
        aside = code == codes[1]
        zh = f"相符：{settings.name} 截至 {request.as_of}（区间 {days}）的核验码是 {code}" + (
            "（不计豁免）。" if aside else "。"
        )
        en = f"It holds: {settings.name} as of {request.as_of} (span {days}) gives {code}" + (
            ", waivers not taken into account." if aside else "."
        )
    else:
        zh = (
            f"不符：{settings.name} 截至 {request.as_of}（区间 {days}）的核验码是 {codes[0]}，不是 {code}。"
            "台账、规则、设置或区间与打印时不同；有 JSON 报告的，用 checkbranch verify 报告.json 查看何处不同。"
        )
        en = (
            f"It differs: {settings.name} as of {request.as_of} (span {days}) gives {codes[0]}, not {code}. Ledgers, "
            "rules, settings or the span are not those of the print; with the JSON, verify REPORT.json says where."
        )
    with opened(None) as out:
        click.echo(" ".join((en if english else zh).split()), file=out)
    return code in codes


def _verify_report(path: Path, workspace: Path | None, form: str, output: Path | None, language: str | None) -> bool:
    from ..reports.compared.differences import lists_all
    from ..reports.compared.recomputed import verify
    from ..reports.compared.verify_json import write_verified_json
    from ..reports.compared.verify_text import write_verified

    report = read_earlier(path)
    settings = read_workspace(workspace or _workspace_of(path))
    speak = language or settings.language
    if output is not None:
        check_not_original(output, settings)
        _check_apart(output, path)
    request, ask = _request(report, "all" if lists_all(report) else "gaps")
    with TemporaryDirectory(prefix="checkbranch-") as folder, progress(speak) as shown:
        again = Path(folder) / path.name
        inputs = read_inputs(settings, Shipped(path_of, names()))
        _check_same(report, settings, {inputs.ledger.subjects.id[s] for s in _units(inputs.ledger.subjects.family)})
        shown.stage("judge")
        judged = audit_inputs(inputs, request)
        done = redacted(judged, masker_of(inputs, ask.language) if ask.redacted else None)
        with again.open("w", encoding="utf-8", newline="\n") as out:
            write_json(done, out, ask.language, ask.which or "all", ask)
        now = read_earlier(again)
        outcome = verify(report, now)
        say_engine(done.engine, request.engine, speak)
        with opened(output) as out:
            if form == "json":
                write_verified_json(report, outcome, out, speak)
            else:
                write_verified(report, now, outcome, out, speak)
    return outcome.holds


def _units(families: list[str]) -> list[int]:
    return [sid for sid, family in enumerate(families) if family == "unit"]


def _workspace_of(report: Path) -> Path:
    """Return the folder of the report where that is a workspace, else the one we are in."""
    return report.parent if (report.parent / FILE).is_file() else Path(".")


def _request(report: Earlier, which: Literal["all", "gaps"]) -> tuple[Request, Ask]:
    """Return what was asked for when the report was made, as it says itself."""
    head = report.head
    try:
        span, selection = head["span"], head.get("selection") or {"units": [], "duties": []}
        if not isinstance(span, dict) or not isinstance(selection, dict):
            raise TypeError
        first, last = (date.fromisoformat(span[key]) for key in ("from", "to"))
        units, duties = (tuple(map(str, selection[key])) for key in ("units", "duties"))
    except (KeyError, TypeError, ValueError):
        raise fail(
            str(report.path),
            "报告中的区间或所选单位、事项不完整，或被改动过，无法核验。请改用原来的报告文件。",
            "Its span, or the units and duties that it shows, are damaged or were edited; it cannot be verified. Use "
            "the report as it was first written.",
        ) from None
    waivers, language = head.get("waivers") is not False, "en" if head.get("language") == "en" else "zh"
    # Both engines give the same; where durable-rules is not installed the other takes its place.
    engine = "reference" if head.get("engine") == "reference" else None
    request = Request(report.as_of, None, first, last, units, duties, waivers, engine)
    return request, Ask(language, which, None, units, duties, waivers, redacted=head.get("redacted") is True)


def _check_same(report: Earlier, settings: Workspace, units: set[str]) -> None:
    told = {str(row["id"]) for row in report.rows("units", "id")}
    if report.workspace != settings.name and told.isdisjoint(units):
        raise fail(
            str(report.path),
            f"这是“{report.workspace}”的报告，不是“{settings.name}”的。请用 -w 写明它的工作区。",
            f"This is a report of “{report.workspace}”, not of “{settings.name}”. Name its workspace with -w.",
        )


def _check_apart(output: Path, report: Path) -> None:
    if output.resolve() == report.resolve():
        raise fail(
            str(output),
            "这是要核验的报告，不能覆盖。请换一个文件名。",
            "This is the report itself; it is never written over. Choose another name.",
        )
