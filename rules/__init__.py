"""The rule packs and the scoring tables that are shipped, and where they are."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def path_of(name: str) -> Path | None:
    """Return the file of the shipped pack ``name``, None where there is none."""
    return _HERE / f"{name}.yaml" if name in names() else None


def names() -> list[str]:
    """Return the names of all shipped packs, in order."""
    return sorted(path.stem for path in _HERE.glob("*.yaml"))


def score_path(name: str) -> Path | None:
    """Return the file of the shipped scoring table ``name``, None where there is none."""
    return _HERE / "scores" / f"{name}.yaml" if name in score_names() else None


def score_names() -> list[str]:
    """Return the names of all shipped scoring tables, in order."""
    return sorted(path.stem for path in (_HERE / "scores").glob("*.yaml"))
