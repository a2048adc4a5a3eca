"""A PostgreSQL server for tests: of its own, on a free port, gone when the tests are over."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OWNER, OWNERS_WORD = "keeper", "kept-0-secret"
READER, READERS_WORD = "li_si_reader", "p@ss:w/ord 读"


@dataclass(frozen=True)
class Server:
    """A running server with a database ``ledgers``; ``run`` runs statements there as its owner."""

    port: int

    def url(self, user: str = READER, database: str = "ledgers") -> str:
        """Return the address, without a password."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def run(self, *statements: str, rows: bool = False) -> list[dict[str, Any]]:
        """Run statements and commit; return the rows of the last one where they are asked for."""
        from adbc_driver_postgresql import dbapi

        address = f"postgresql://{OWNER}:{OWNERS_WORD}@127.0.0.1:{self.port}/ledgers"
        with dbapi.connect(address, autocommit=True) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return list(cursor.fetch_arrow_table().to_pylist()) if rows else []


def programs() -> Path | None:
    """Return the folder of the programs of the server, the newest there is; None too where nobody may run it."""
    if _unprivileged() is None:
        return None
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: float(one.parent.name), reverse=True)
    return next((one for one in folders if (one / "initdb").is_file() and (one / "postgres").is_file()), None)


def _unprivileged() -> dict[str, Any] | None:
    """Return as whom the server runs, since it refuses to run as root; None where there is nobody else."""
    if os.name != "posix" or os.geteuid() != 0:
        return {}
    import pwd

    for name in ("postgres", "nobody"):
        try:
            one = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": one.pw_uid, "group": one.pw_gid, "extra_groups": []}
    return None


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(bin_: Path) -> Iterator[Server]:
    """Run a server of a new cluster whose users need their passwords, with the database and a user who only reads."""
    whose = _unprivileged() or {}
    # Not in the folders of pytest, into which another user cannot go.
    folder = Path(tempfile.mkdtemp(prefix="checkbranch-pg-"))
    try:
        (folder / "word").write_text(OWNERS_WORD, encoding="utf-8")
        if whose:
            for path in (folder, folder / "word"):
                os.chown(path, whose["user"], whose["group"])
        data = str(folder / "data")
        # TZ and the language of the server are unlike those of the tests, so that nothing depends on them.
        env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "America/New_York"}

        def call(name: str, *arguments: str) -> None:
            command: Sequence[str] = [str(bin_ / name), "-D", data, *arguments]
            log = folder / f"{name}.out"
            with log.open("ab") as out:
                done = subprocess.run(command, env=env, cwd="/", stdout=out, stderr=out, timeout=120, **whose)
            if done.returncode:
                raise RuntimeError(f"{name}: {log.read_text('utf-8', 'replace')[-2000:]}")

        call("initdb", "-U", OWNER, "-A", "scram-sha-256", f"--pwfile={folder / 'word'}", "-E", "UTF8", "--no-sync")
        port = _free_port()
        settings = (
            f"port = {port}",
            "listen_addresses = '127.0.0.1'",
            "unix_socket_directories = ''",
            "fsync = off",
            "timezone = 'America/New_York'",
            "datestyle = 'SQL, DMY'",
        )
        with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write("\n".join(settings) + "\n")
        call("pg_ctl", "-w", "-t", "60", "-l", str(folder / "log"), "start")
        try:
            yield _prepared(port)
        finally:
            call("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _prepared(port: int) -> Server:
    from adbc_driver_postgresql import dbapi

    address = f"postgresql://{OWNER}:{OWNERS_WORD}@127.0.0.1:{port}/postgres"
    with dbapi.connect(address, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE ledgers")
        cursor.execute(f"CREATE ROLE {READER} LOGIN PASSWORD '{READERS_WORD}'")
    return Server(port)
