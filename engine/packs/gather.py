"""The packs of a workspace in the order they apply: what a pack extends first, then the order they are listed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ..documents.form import Form
from ..documents.nodes import Place
from ..text import Text
from .files import SUFFIXES, PackFile, read_pack

Shipped = Callable[[str], Path | None]


class Gatherer:
    """Finds packs by name or path and reads each once; ``whole`` turns False where one could not be read."""

    def __init__(self, form: Form, root: Path, shipped: Shipped, shipped_names: Sequence[str]) -> None:
        self._form, self._root, self._shipped, self._names = form, root, shipped, shipped_names
        self._done: dict[Path, PackFile | None] = {}
        self._ids: dict[str, str] = {}
        self._open: list[tuple[Path, str]] = []
        self.packs: list[PackFile] = []
        self.whole = True

    def add(self, name: str, at: Place | str, folder: Path) -> None:
        """Add the pack ``name``, asked for at ``at``, and before it all that it extends; paths start at ``folder``."""
        found = self._find(name, at, folder)
        if found is None:
            self.whole = False
            return
        path, shipped = found
        key = path.resolve()
        if key in [each for each, _ in self._open]:
            chain = [shown for _, shown in self._open] + [name]
            self._form.fault(
                at,
                f"规则包循环引用：{' → '.join(chain)}。请从其中一个删去 extends。",
                f"Packs extend one another in a circle: {' -> '.join(chain)}. Take extends out of one of them.",
            )
        elif key not in self._done:
            self._read(path, key, shipped, name)

    def _read(self, path: Path, key: Path, shipped: bool, name: str) -> None:
        pack = read_pack(self._form, path, self._show(path, shipped), shipped)
        self._done[key] = pack
        if pack is None:
            self.whole = False
            return
        self._open.append((key, name))
        extends = pack.part("extends")
        for other, at in self._form.texts(extends, "extends") if extends else []:
            self.add(other, at, path if path.is_dir() else path.parent)
        self._open.pop()
        first = self._ids.setdefault(pack.pack.id, pack.shown)
        if first != pack.shown:
            at = pack.part("pack") or pack.head
            self._form.fault(
                at,
                f"规则包名称“{pack.pack.id}”已被 {first} 使用。请改名。",
                f"The pack name “{pack.pack.id}” is taken by {first}. Choose another.",
            )
        self.packs.append(pack)

    def _find(self, name: str, at: Place | str, folder: Path) -> tuple[Path, bool] | None:
        is_path = "/" in name or "\\" in name or name.lower().endswith(SUFFIXES)
        path = None if is_path else self._shipped(name)
        if path is not None:
            return path, True
        own = folder / name.replace("\\", "/")
        if is_path and own.is_dir() and not (own / "pack.yaml").is_file():
            self._form.fault(
                at,
                f"文件夹“{name}”中没有 pack.yaml。请写规则包文件的路径，或补上 pack.yaml。",
                f"The folder “{name}” has no pack.yaml. Write the path of a pack file, or add a pack.yaml.",
            )
            return None
        if (own / "pack.yaml").is_file() or (is_path and own.is_file()):
            return own, False
        if is_path:
            self._form.fault(
                at,
                f"没有规则包文件“{name}”。请核对路径（从引用它的文件所在的文件夹算起）。",
                f"There is no pack file “{name}”. Check the path; it starts at the folder of the file that names it.",
            )
        else:
            self._form.unknown(at, Text("规则包", "pack"), name, self._names)
        return None

    def _show(self, path: Path, shipped: bool) -> str:
        """Return the name of a pack in messages: shipped ones alike on every machine, own ones from the workspace."""
        if shipped:
            return f"checkbranch/rules/{path.name}"
        for root, place in ((self._root, path), (self._root.resolve(), path.resolve())):
            if place.is_relative_to(root):
                return place.relative_to(root).as_posix()
        return path.as_posix()


def gather(
    form: Form, names: Sequence[str], root: Path, shipped: Shipped, shipped_names: Sequence[str], at: Mapping[str, str]
) -> Gatherer:
    """Read the packs ``names`` and all they extend; ``at`` says where each name was written."""
    gatherer = Gatherer(form, root, shipped, shipped_names)
    for name in names:
        gatherer.add(name, at.get(f"rules:{name}", ""), root)
    return gatherer
