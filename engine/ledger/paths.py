"""Where a source lies: the paths of a file, of the files that a pattern matches, or the address of a database."""

from __future__ import annotations

import glob
import os
from pathlib import Path, PurePath

from ..workspaces.settings import TableSource


def paths_of(root: Path, source: TableSource) -> list[str]:
    """Return the paths that a source names, in order; of a database on a server its address as it is shown."""
    if source.url is not None:
        return [source.pattern]
    if not source.glob:
        return [os.path.normpath(os.path.join(root, source.pattern))]
    found = (
        os.path.normpath(os.path.join(root, one)) for one in glob.glob(source.pattern, root_dir=root, recursive=True)
    )
    # Excel keeps a lock file ~$… beside every workbook that somebody has open.
    return sorted({one for one in found if os.path.isfile(one) and not os.path.basename(one).startswith("~$")})


def shown_path(root: Path, source: TableSource, path: str) -> str:
    """Return a path as places show it: from the folder of the settings, with ``/``."""
    return path if source.url is not None else PurePath(os.path.relpath(path, root)).as_posix()
