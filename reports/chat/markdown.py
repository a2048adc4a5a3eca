"""The audit as Markdown for a chat or a wiki: what it comes to, and the gaps duty by duty with what can be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import TextIO

from ...engine.findings import GAPS, STATUSES, Finding
from ...engine.text import Text
from ..asked import Ask
from ..digest import hinted
from ..elsewhere import left_out
from ..md import cell, row
from ..short_code import short_code
from ..teller import Teller
from ..view import AuditView, Which
from ..words.asked import asked_words
from ..words.problems import CODE, RANK
from ..words.wording import MARK, SEVERITY, STATUS

_FLAGS_SHOWN = 200
_PROBLEMS_SHOWN = 200


def write_md(audit: AuditView, out: TextIO, ask: Ask) -> None:
    """Write the findings asked for, by itself the gaps, as a stream."""
    page = _Page(audit, ask)
    for text in page.head():
        out.write(text)
    which, hints = ask.which or "gaps", {duty.id for duty in audit.rules.duties if duty.kind == "hint"}
    for duty, found in groupby(audit.findings(which), key=lambda finding: finding.duty):
        if duty not in hints:
            for text in page.duty(duty, found):
                out.write(text)
    for part in (page.hints(which, hints), page.flags(), page.problems(), page.off()):
        for text in part:
            out.write(text)


class _Page:
    """The parts of the page in one language, a line or several each."""

    def __init__(self, audit: AuditView, ask: Ask) -> None:
        self._audit, self._ask, self._teller = audit, ask, Teller(audit, ask)
        self._several = len(audit.units) > 1

    def _say(self, zh: str, en: str) -> str:
        return Text(zh, en).say(self._ask.language)

    def head(self) -> Iterator[str]:
        """Yield the title, the days, the counts, and what is new against a baseline."""
        audit, language = self._audit, self._ask.language
        yield f"# {cell(audit.workspace.name)}\n\n"
        first, last = audit.span.first, audit.span.last
        packs = ("; " if language == "en" else "；").join(cell(f"{p.id} {p.version}") for p in audit.rules.packs)
        code = short_code(audit.fingerprint)
        yield self._say(
            f"截至 **{audit.as_of}**，审核区间 {first} 至 {last}。规则：{packs}。核验码：{code}。\n",
            f"As of **{audit.as_of}**, span {first} to {last}. Rules: {packs}. Verification code: {code}.\n",
        )
        for text in asked_words(audit):
            yield f"\n**{cell(text.say(language))}**\n"
        for text in audit.assumptions:
            yield f"\n> {self._say('推定：', 'Assumed: ')}{cell(text.say(language))}\n"
        counts = [audit.summary.get(status, 0) for status in STATUSES]
        yield "\n" + row([*(f"{MARK[s]} {STATUS[s].say(language)}" for s in STATUSES), self._say("合计", "total")])
        yield row(["---:"] * (len(STATUSES) + 1))
        yield row([*map(str, counts), f"**{sum(counts)}**"])
        yield from self._compared()
        hints = hinted(audit)
        if hints:
            yield "\n" + self._say(
                f"以上“不规范”中有 {hints} 条只是核对提示，无须补正，见“核对提示”。\n",
                f'{hints} of those "not in order" only call for a second look and are listed at the end.\n',
            )
        gaps = sum(audit.summary.get(status, 0) for status in GAPS) - hints
        yield f"\n## {self._say(f'缺口（{gaps} 项）', f'Gaps ({gaps})')}\n\n"
        yield self._say(
            "“无记录”只表示台账中未见，不等于没有开展；确已开展的，凭原始记录补登。\n" if gaps else "没有缺口。\n",
            "No record seen does not mean not held: what was held can be entered from its original record.\n"
            if gaps
            else "None.\n",
        )

    def _compared(self) -> Iterator[str]:
        compared, stop = self._ask.compared, self._say("。", ".")
        if compared is None:
            return
        from ..compared.baseline_words import against, counted_lines

        yield f"\n**{cell(against(compared).say(self._ask.language))}**\n\n"
        for line in counted_lines(compared):
            yield f"- {cell(line.say(self._ask.language))}{stop}\n"

    def duty(self, duty: str, found: Iterable[Finding]) -> Iterator[str]:
        """Yield the findings of one duty, and once what it rests on and what to do."""
        teller, said = self._teller, Counter[str]()
        yield f"\n### {cell(teller.title(duty))}\n\n{self._say('依据：', 'Basis: ')}{cell(teller.basis(duty))}\n\n"
        yield row(self._heads())
        yield row(["---"] * len(self._heads()))
        for finding in found:
            yield row(map(cell, self._values(finding)))
            said[teller.remedy(finding)] += finding.status in GAPS
        remedy = max(said, key=lambda text: (said[text], text), default="")
        if remedy:
            yield f"\n{self._say('补救：', 'To do: ')}{cell(remedy)}\n"

    def hints(self, which: Which, hints: Collection[str]) -> Iterator[str]:
        """Yield what only calls for a second look, duty by duty; it is looked for only where there is such a duty."""
        said = False
        for duty, found in groupby(self._audit.findings(which) if hints else (), key=lambda finding: finding.duty):
            if duty not in hints:
                continue
            if not said:
                yield f"\n## {self._say('核对提示', 'Worth a second look')}\n\n"
                yield self._say(
                    "以下只提示再核对一下，不表示记录有误，不是缺口，也不影响结论；无误的不必改动。\n",
                    "Only to look at again: none of it says that a record is wrong; what is right stays as it is.\n",
                )
            said = True
            yield from self.duty(duty, found)

    def _heads(self) -> Sequence[str]:
        heads = [self._say("时段", "period"), self._say("对象", "subject"), self._say("情况", "status")]
        heads += [self._say("说明", "found"), self._say("记录位置", "records")]
        if self._several:
            heads.insert(0, self._say("单位", "unit"))
        return heads if self._ask.compared is None else [*heads, self._say("基线", "baseline")]

    def _values(self, finding: Finding) -> Iterator[str]:
        teller = self._teller
        if self._several:
            yield teller.unit_name(finding.unit)
        yield teller.period(finding)
        yield "" if teller.of_unit(finding) else teller.subject_name(finding.subject)
        yield teller.marked(finding)
        yield teller.message(finding)
        yield teller.records(finding)
        if self._ask.compared is not None:
            yield teller.state(finding)

    def flags(self) -> Iterator[str]:
        """Yield the flags, the gravest first."""
        flags = sorted(self._audit.flags, key=lambda flag: RANK[flag.severity])
        if not flags:
            return
        yield f"\n## {self._say(f'亮灯与提示（{len(flags)} 条）', f'Lights and hints ({len(flags)})')}\n\n"
        for flag in flags[:_FLAGS_SHOWN]:
            whom = cell(self._teller.subject_name(flag.subject))
            level = SEVERITY[flag.severity].say(self._ask.language)
            state = self._state(self._ask.compared.of_flag(flag)) if self._ask.compared else ""
            text = cell(flag.message.say(self._ask.language))
            yield f"- **{whom}**{self._say('：', ': ')}{text}{self._say(f'（{level}{state}）', f' ({level}{state})')}\n"
        yield from self._rest(len(flags) - _FLAGS_SHOWN)

    def problems(self) -> Iterator[str]:
        """Yield the problems of the data that ask for something, the gravest first, and how many notes there are."""
        listed = self._audit.ledger.problems
        states = self._ask.compared.problem_states if self._ask.compared else [None] * len(listed)
        told = [pair for pair in zip(listed, states, strict=True) if pair[0].severity != "info"]
        left = left_out(self._audit.ledger)
        if listed or left:
            yield f"\n## {self._say(f'数据问题（{len(listed)} 条）', f'Data problems ({len(listed)})')}\n\n"
        for problem, state in islice(sorted(told, key=lambda pair: RANK[pair[0].severity]), _PROBLEMS_SHOWN):
            kind = CODE.get(problem.code)
            name = kind.say(self._ask.language) if kind else problem.code
            text = cell(problem.message.say(self._ask.language))
            new = self._state(state) if state else ""
            yield f"- {cell(problem.source)}{self._say(f'（{name}{new}）：', f' ({name}{new}): ')}{text}\n"
        yield from self._rest(len(told) - _PROBLEMS_SHOWN)
        notes = len(listed) - len(told)
        if notes:
            yield self._say(
                f"- 另有 {notes} 条仅作提示，见 checkbranch check\n", f"- {notes} notes: see checkbranch check\n"
            )
        if left:
            yield f"- {left.say(self._ask.language)}\n"

    def _state(self, state: str) -> str:
        return self._say("，新增" if state == "new" else "，原有", f", {state}")

    def off(self) -> Iterator[str]:
        """Yield the duties and inferences that are switched off, which were not looked at."""
        off = self._audit.rules.switched_off
        if off:
            yield f"\n## {self._say('已停用、未查的事项', 'Switched off, not looked at')}\n\n"
        for rule in off:
            yield f"- {cell(rule.title.say(self._ask.language))}\n"

    def _rest(self, number: int) -> Iterator[str]:
        if number > 0:
            yield self._say(f"- 另有 {number} 条，见 --format json\n", f"- {number} more: see --format json\n")
