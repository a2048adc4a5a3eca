"""How inferences hang together by their flags: none unknown, none that nobody can raise, none in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..documents.form import Form, nearest
from ..documents.nodes import Place
from .inference_model import Below, FlagRaised, Inference, NoneOf, When, flags_in
from .whens import UNITS, kinds_of


def check_flags(form: Form, inferences: Sequence[Inference], nodes: Mapping[str, Place]) -> None:
    """Note what is wrong with the flags of ``inferences``; ``nodes`` says, by id, where each is written."""
    raised: dict[str, list[Inference]] = {}
    for each in inferences:
        raised.setdefault(each.flag, []).append(each)
    for each in inferences:
        for when in each.when:
            _check(form, each, when, raised, nodes[each.id])
        clashing = {when.inner for when in each.when if isinstance(when, NoneOf)} & set(each.when)
        if clashing:
            form.fault(
                nodes[each.id],
                f"推断“{each.id}”同时要求某条件成立和不成立，永远不会成立。请删去其中一个。",
                f"The inference “{each.id}” asks for a condition and for its opposite: it can never fire. Drop one.",
            )
    for circle in _circles(raised):
        first = raised[circle[0]][0]
        way = " → ".join([*circle, circle[0]])
        form.fault(
            nodes[first.id],
            f"标记之间循环互为条件：{way}。请从其中一条推断里删去对该标记的条件。",
            f"Flags depend on one another in a circle: {way}. Take the condition on the flag out of one inference.",
        )


def _check(form: Form, own: Inference, when: When, raised: Mapping[str, Sequence[Inference]], at: Place) -> None:
    for flag in flags_in(when):
        if flag not in raised:
            near = nearest(flag, raised)
            zh = f"是否应为“{near}”？" if near else "请先写出提出它的推断，或改名。"
            en = f"Did you mean “{near}”?" if near else "Write the inference that raises it, or change the name."
            form.fault(
                at,
                f"推断“{own.id}”用到的标记“{flag}”没有任何推断会提出。{zh}",
                f"The inference “{own.id}” looks at the flag “{flag}”, which none raises. {en}",
            )
        elif not any(_reaches(own, when, other) for other in raised[flag]):
            kinds = "、".join(sorted({other.subject for other in raised[flag]}))
            form.fault(
                at,
                f"标记“{flag}”只对“{kinds}”提出，推断“{own.id}”的对象是“{own.subject}”，永远不会成立。"
                "请改 subject，或写在 below 里。",
                f"The flag “{flag}” is raised on {kinds} only, and “{own.id}” is about a {own.subject}: it can never "
                "fire. Change subject, or ask for it under below.",
            )


def _reaches(own: Inference, when: When, other: Inference) -> bool:
    """Return whether a flag that ``other`` raises can be on a subject that ``when`` looks at."""
    inner = when.inner if isinstance(when, NoneOf) else when
    if isinstance(inner, Below):
        return bool(kinds_of(own.subject) & UNITS)
    return not isinstance(inner, FlagRaised) or bool(kinds_of(own.subject) & kinds_of(other.subject))


def _circles(raised: Mapping[str, Sequence[Inference]]) -> Iterator[list[str]]:
    """Yield each circle of flags once, from its first flag on."""
    needs = {
        flag: sorted({other for each in own for when in each.when for other in flags_in(when) if other in raised})
        for flag, own in raised.items()
    }
    done: set[str] = set()
    for start in needs:
        path: list[str] = []
        stack = [(start, iter(needs[start]))] if start not in done else []
        path.extend(flag for flag, _ in stack)
        while stack:
            following = next(stack[-1][1], None)
            if following is None:
                done.add(stack.pop()[0])
                path.pop()
            elif following in path:
                yield path[path.index(following) :]
            elif following not in done:
                path.append(following)
                stack.append((following, iter(needs[following])))
