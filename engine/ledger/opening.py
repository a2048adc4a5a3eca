"""From the entries of a workspace to sheets with known columns, with every fault of the call gathered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from ..documents.form import nearest
from ..errors import CheckbranchError, Fault
from ..text import Text
from ..workspaces.settings import TableSource, Workspace
from .event_words import is_calendar, nothing_taken
from .files.databases import label_of, of_database, open_database
from .files.file_bytes import file_bytes
from .files.files import open_file
from .headers import TABLES, plain_header
from .keeping import Keeper
from .model import Origin, Problem, SourceAccount
from .paths import paths_of, shown_path
from .problems import Log, words
from .shape.asides import sort_rows
from .shape.grids import Grid
from .shape.matching import Match
from .shape.shaping import lacking_columns, shaped, unnamed
from .shape.types import TypeReader
from .shape.wanted import wanted
from .table_names import TABLE_NAMES
from .values.cells import text_of
from .values.content import Content
from .values.sheets import Refused, Sheet
from .values.years import year_of


class Opener:
    """Opens the sources of a workspace, table by table."""

    def __init__(self, workspace: Workspace, types: TypeReader, log: Log, keeper: Keeper | None = None) -> None:
        self._workspace, self._types, self._log, self._keeper = workspace, types, log, keeper
        self._zone = ZoneInfo(workspace.timezone)
        self.accounts: list[SourceAccount] = []
        self.faults: list[Fault] = []
        self._paths = {
            id(source): paths_of(workspace.root, source) for table in workspace.data.values() for source in table
        }
        self._uses = Counter(path for paths in self._paths.values() for path in set(paths))
        self._claimed = {
            (path, source.sheet.strip())
            for table in workspace.data.values()
            for source in table
            if source.sheet is not None
            for path in self._paths[id(source)]
        }
        self._open: dict[str, Content] = {}
        # Every account with its entry, the name of its file and of its sheet: what the entry fixes is resolved later.
        self.entries: list[tuple[SourceAccount, TableSource, str, str | None]] = []
        self.engaged: list[tuple[int, Sequence[tuple[date, tuple[str, ...]]]]] = []  # days that calendars take

    def table(self, table: str) -> list[Grid]:
        """Return the sheets of one table."""
        return [grid for source in self._workspace.data.get(table, ()) for grid in self._source(source)]

    def check(self) -> None:
        """Raise CheckbranchError with every fault so far, if there is one."""
        if self.faults:
            raise CheckbranchError(list(dict.fromkeys(self.faults)))

    def unreadable(self) -> list[Problem]:
        """Return what was said of the sources that cannot be read."""
        return [problem for problem in self._log.problems() if problem.code == "unreadable_source"]

    def fault(self, source: TableSource, zh: str, en: str) -> None:
        """Note a fault of an entry under ``data``."""
        self.faults.append(Fault(source.where or source.pattern, Text(zh, en)))

    def _source(self, source: TableSource) -> list[Grid]:
        self._check_columns(source)
        paths = self._paths[id(source)]
        if not paths:
            self._refuse(source, source.pattern, "", Text(
                f"“{source.pattern}”没有匹配到文件。请核对路径。",
                f"'{source.pattern}' matches no file. Check the path.",
            ))  # fmt: skip
        headers: dict[str, None] = {}
        grids: list[Grid] = []
        for path in paths:
            grids.extend(self._file(source, path, headers))
        if headers:
            self._check_headers(source, headers)
        return grids

    def _check_columns(self, source: TableSource) -> None:
        allowed = TABLES[source.table]
        for header, name in source.columns.items():
            if name not in allowed:
                near = nearest(name, allowed)
                self.fault(
                    source,
                    f"columns 把“{header}”对应到“{name}”，但 {source.table} 表没有这个字段。"
                    f"{f'是否应为“{near}”？' if near else ''}可写：{'、'.join(allowed)}。",
                    f"columns maps '{header}' to '{name}', which is not a column of {source.table}. "
                    f"{f'Did you mean {near}? ' if near else ''}Write one of {', '.join(allowed)}.",
                )

    def _check_headers(self, source: TableSource, headers: Collection[str]) -> None:
        known = {plain_header(header) for header in headers}
        for header in source.columns:
            if plain_header(header) not in known:
                near = nearest(header, headers)
                self.fault(
                    source,
                    f"columns 中的表头“{header}”在文件里没有。"
                    f"{f'是否应为“{near}”？' if near else ''}现有：{'、'.join(headers)}。",
                    f"The header '{header}' under columns is not in the file. "
                    f"{f'Did you mean {near}? ' if near else ''}There are: {', '.join(headers)}.",
                )

    def _file(self, source: TableSource, path: str, headers: dict[str, None]) -> list[Grid]:
        file = shown_path(self._workspace.root, source, path)
        sha256 = ""
        try:
            if is_calendar(path) and source.table == "activities":
                return self._events(source, path, file, headers)
            content = self._content(source, path)
            sha256 = content.sha256
            return self._sheets(source, path, file, content, headers)
        except Refused as refused:
            place = f"{file}!{label_of(source)}" if of_database(source) else file
            self._refuse(source, place, sha256, refused.message)
            return []

    def _events(self, source: TableSource, path: str, file: str, headers: dict[str, None]) -> list[Grid]:
        """Return a calendar file as one sheet, with what is to be said of it."""
        from .events import read_events

        data = file_bytes(Path(path))
        found = read_events(data, self._workspace.timezone, self._types.of(source.types), source.type is not None)
        for line, code, message in found.notes:
            where = f"{file}!{line}" if line else file
            self._log.add((len(self.accounts), line), where, None, code, message, "info")
        self.engaged.append((len(self.accounts), found.engaged))
        return self._match(source, file, sha256(data).hexdigest(), [found.sheet], headers, "calendar")

    def _content(self, source: TableSource, path: str) -> Content:
        if of_database(source):
            return open_database(source, path, self._zone)
        content = self._open.get(path) or open_file(Path(path), self._zone)
        if self._uses[path] > 1:
            self._open[path] = content
        return content

    def _sheets(
        self, source: TableSource, path: str, file: str, content: Content, headers: dict[str, None]
    ) -> list[Grid]:
        names = content.names
        if source.sheet is not None:
            # What is written in YAML has no blanks around it; names of sheets may have.
            wanted = [name for name in names if name and name.strip() == source.sheet.strip()]
            if not wanted:
                self._no_sheet(source, file, [name for name in names if name is not None])
                return []
            names = wanted[:1]
        else:
            names = [name for name in names if name is None or (path, name.strip()) not in self._claimed] or names
        for note in content.notes:
            message = words(note.code, **note.values)
            self._log.add((len(self.accounts), 0), file, None, note.code, message)
        sheets = [content.sheet(name) for name in names]
        return self._match(source, file, content.sha256, sheets, headers, content.origin)

    def _match(
        self,
        source: TableSource,
        file: str,
        sha256: str,
        sheets: Sequence[Sheet],
        headers: dict[str, None],
        origin: Origin = "ledger",
    ) -> list[Grid]:
        if self._keeper is not None:
            self._keeper.keep(file, sheets)
        if all(sheet.empty for sheet in sheets):
            place = file if len(sheets) != 1 or sheets[0].name is None else f"{file}!{sheets[0].name}"
            self._nothing(source, place, sha256)
            return []
        grids: list[Grid] = []
        unmatched: list[tuple[Sheet, Match]] = []
        for sheet in sheets:
            sheet, match = shaped(sheet, source, file, self._types, self._log_starts(source), lacking_columns)
            headers.update(dict.fromkeys(text for cell in sheet.header if (text := text_of(cell)) is not None))
            if sheet.empty or lacking_columns(source, match):
                unmatched.append((sheet, match))
            else:
                grids.append(self._grid(source, file, sha256, sheet, match))
                grids[-1].account.origin = "form" if sheet.form else origin
        if not grids:
            raise self._no_header(source, unmatched)
        for sheet, match in unmatched:
            self._skipped(source, f"{file}!{sheet.name}", sheet, match)
        return grids

    def _log_starts(self, source: TableSource) -> date | None:
        return source.log_starts or self._workspace.log_starts

    def _grid(self, source: TableSource, file: str, sha256: str, sheet: Sheet, match: Match) -> Grid:
        place = file if sheet.name is None else f"{file}!{sheet.name}"
        source = replace(source, type=match.type) if match.type else source
        account = SourceAccount(place, source.table, sha256=sha256)
        fixed = {name for name in ("type", "unit") if getattr(source, name) and name in TABLES[source.table]}
        present = set(match.names) - {"clock"} | set(match.ambiguous) | fixed | ({"evidence"} if match.ticks else set())
        account.columns = frozenset(present | set(match.own))
        grid = Grid(len(self.accounts), place, file, sheet, source, account, match.names, match.own, match.ticks)
        grid.year = year_of(sheet, file, self._log_starts(source))
        self._account(account, source, file, sheet.name)
        sort_rows(grid, self._types, self._log)
        self._say(grid, match)
        return grid

    def _say(self, grid: Grid, match: Match) -> None:
        for name, headers in match.ambiguous.items():
            quoted = "、".join(f"“{header}”" for header in headers)
            grid.say(self._log, "ambiguous_header", name, headers=quoted, field=name)
        titled = grid.sheet.titles and grid.sheet.header_row > 1
        if grid.source.header is None and (titled or grid.sheet.depth > 1):
            grid.say(self._log, "header_guessed", row=grid.sheet.header_row, depth=grid.sheet.depth)
        for note in grid.sheet.notes:
            message = words(note.code, **note.values)
            self._log.add((grid.index, 0), grid.place, None, note.code, message)
        if self._workspace.single and grid.account.table != "activities":
            what = TABLE_NAMES[grid.account.table]
            grid.say(self._log, "table_guessed", what_zh=what.zh, what_en=what.en)
        if grid.sheet.hidden:
            grid.say(self._log, "hidden_sheet")
        if match.unknown:
            grid.say(self._log, "unknown_column", headers="、".join(match.unknown))
        if not grid.state:
            grid.say(self._log, "empty_source", **nothing_taken(grid.file))

    def _nothing(self, source: TableSource, place: str, sha256: str) -> None:
        account = SourceAccount(place, source.table, sha256=sha256)
        message = words("empty_source", hint_zh="文件是空的，请核对。", hint_en="The file is empty; check it.")
        self._log.add((len(self.accounts), 0), place, None, "empty_source", message, "warning")
        self._account(account, source, place, None)

    def _account(self, account: SourceAccount, source: TableSource, file: str, sheet: str | None) -> None:
        account.log_starts, account.complete_through = source.log_starts, source.complete_through
        self.accounts.append(account)
        self.entries.append((account, source, file, sheet))

    def _skipped(self, source: TableSource, place: str, sheet: Sheet, match: Match) -> None:
        order = (len(self.accounts), 0)
        if sheet.empty:
            message = words("empty_source", hint_zh="工作表是空的。", hint_en="The sheet is empty.")
            self._log.add(order, place, None, "empty_source", message)
        else:
            zh, en = wanted(source, match)
            self._log.add(order, place, None, "sheet_skipped", words("sheet_skipped", hint_zh=zh, hint_en=en))

    def _no_header(self, source: TableSource, unmatched: Sequence[tuple[Sheet, Match]]) -> Refused:
        sheet, match = next(((one, match) for one, match in unmatched if not one.empty), unmatched[0])
        zh, en = wanted(source, match)
        if not sheet.header_row:
            return unnamed(source.table, sheet, zh, en)
        return Refused(
            f"第 {sheet.header_row} 行不是 {source.table} 表的表头。{zh}请以首行为表头，或用 columns 指定各列。",
            f"Row {sheet.header_row} is not the header of the table {source.table}. {en} Make the first row the "
            "header, or map the columns under columns.",
        )

    def _no_sheet(self, source: TableSource, file: str, names: list[str]) -> None:
        near = nearest(source.sheet or "", names)
        self.fault(
            source,
            f"{file} 中没有工作表“{source.sheet}”。{f'是否应为“{near}”？' if near else ''}"
            f"现有：{'、'.join(names) or '无'}。",
            f"{file} has no sheet '{source.sheet}'. {f'Did you mean {near}? ' if near else ''}"
            f"It has: {', '.join(names) or 'none by name'}.",
        )

    def _refuse(self, source: TableSource, place: str, sha256: str, message: Text) -> None:
        """A source of activities that cannot be read is a problem; any other is a fault of the workspace."""
        if source.table != "activities":
            self.fault(source, f"{place}：{message.zh}", f"{place}: {message.en}")
            return
        account = SourceAccount(place, source.table, sha256=sha256, unreadable=True)
        self._log.add((len(self.accounts), 0), place, None, "unreadable_source", message, "error")
        self._account(account, source, place, None)
