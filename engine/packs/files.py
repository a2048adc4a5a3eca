"""The files of one pack: a single YAML file, or a folder with ``pack.yaml`` and one duty in every other YAML file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ..documents.document import read_document
from ..documents.form import Form
from ..documents.nodes import ListNode, MapNode, Node
from ..text import Text
from .model import Pack

PACK_KEYS = (
    "pack",
    "version",
    "title",
    "extends",
    "sources",
    "activities",
    "may_combine",
    "duties",
    "inferences",
)
SUFFIXES = (".yaml", ".yml")


@dataclass(slots=True)
class PackFile:
    """A pack as its files hold it: its head, its duties and inferences not yet checked.

    ``shown`` is its name in messages.
    """

    pack: Pack
    head: MapNode
    duties: list[MapNode] = field(default_factory=list)
    inferences: list[MapNode] = field(default_factory=list)
    shipped: bool = False
    shown: str = ""

    def part(self, key: str) -> Node | None:
        """Return what the pack's head has under ``key``."""
        return self.head.get(key)


def read_pack(form: Form, path: Path, shown: str, shipped: bool) -> PackFile | None:
    """Read the pack at ``path``; None, with faults noted, where its head cannot be read at all."""
    from hashlib import sha256

    folder = path.is_dir()
    main = path / "pack.yaml" if folder else path
    digest = sha256()
    head = _read(form, main, f"{shown}/pack.yaml" if folder else shown, digest.update)
    duties: list[Node] = []
    whole = head is not None
    for other in _others(path) if folder else []:
        name = other.relative_to(path).as_posix()
        # The name is part of the digest: a duty moved to another file is another pack.
        digest.update(f"\n{name}\n".encode())
        duty = _read(form, other, f"{shown}/{name}", digest.update)
        whole = whole and duty is not None
        duties.extend([duty] if duty is not None else [])
    if head is None or not whole:
        return None
    return _head(form, head, duties, digest.hexdigest(), shipped, shown)


def _others(path: Path) -> list[Path]:
    """Return the files of a folder that hold a duty each, by path; hidden files and folders are none of the pack."""
    found = [
        each
        for each in path.rglob("*")
        if each.suffix.lower() in SUFFIXES
        and each != path / "pack.yaml"
        and not any(part.startswith(".") for part in each.relative_to(path).parts)
    ]
    return sorted(found, key=lambda each: each.relative_to(path).as_posix())


def _read(form: Form, path: Path, shown: str, digest: object) -> Node | None:
    document = read_document(path, shown)
    form.faults.extend(document.faults)
    if callable(digest):
        digest(document.data)
    return document.root


def _head(form: Form, node: Node, others: list[Node], digest: str, shipped: bool, shown: str) -> PackFile | None:
    head = form.map(node, "pack", PACK_KEYS)
    if not isinstance(node, MapNode):
        return None
    name, version, title = head.get("pack"), head.get("version"), head.get("title")
    if name is None:
        form.fault(head, "规则包缺少名称。请写“pack: 名称”。", "The pack has no name. Write “pack: name”.")
    pack_id = (form.id(name, "pack") if name else None) or shown
    said = form.human(title, "title") if title else None
    pack = Pack(
        pack_id, (form.text(version, "version") if version else None) or "0", said or Text(pack_id, pack_id), digest
    )
    found = PackFile(pack, head, shipped=shipped, shown=shown)
    for each in [*_listed(form, head, "duties"), *others]:
        duty = form.map(each, "duty")
        if duty.entries:
            found.duties.append(duty)
    for each in _listed(form, head, "inferences"):
        inference = form.map(each, "inference")
        if inference.entries:
            found.inferences.append(inference)
    return found


def _listed(form: Form, head: MapNode, key: str) -> list[Node]:
    duties = head.get(key)
    if duties is None:
        return []
    if not isinstance(duties, ListNode):
        form.fault(
            duties, f"“{key}”应为列表。请以“- id: …”逐项书写。", f"“{key}” must be a list. Write “- id: …” items."
        )
        return []
    return duties.values
