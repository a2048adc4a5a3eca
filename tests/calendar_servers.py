"""Servers for tests, on loopback and gone when the test is over: a CalDAV server (Radicale), and a plain web server."""

from __future__ import annotations

import http.client
import http.server
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

HOST = "127.0.0.1"
_QUERY = """<?xml version="1.0"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:prop><D:getetag/><C:calendar-data/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">{}</C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""
_DATA = "{urn:ietf:params:xml:ns:caldav}calendar-data"
_EVENT = re.compile(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)
_ZONE = re.compile(r"BEGIN:VTIMEZONE\r\n.*?END:VTIMEZONE\r\n", re.DOTALL)
_PATIENCE = 30  # seconds until a server answers


@dataclass(frozen=True)
class CalDav:
    """A calendar on a CalDAV server."""

    port: int
    path: str = "/user/plan/"

    @property
    def url(self) -> str:
        """The address of all calendars of the user."""
        return f"http://{HOST}:{self.port}/user/"

    def put_all(self, calendar: bytes) -> None:
        """Put a whole file in the place of the calendar, as an upload does."""
        assert self._call("PUT", self.path, calendar, "text/calendar; charset=utf-8")[0] == 201

    def put_each(self, calendar: bytes) -> None:
        """Put each event of a file under its UID, as a client that imports one does."""
        text = calendar.decode()
        zone = "".join(_ZONE.findall(text))
        for event in _EVENT.findall(text):
            whole = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//x//EN\r\n{zone}{event}END:VCALENDAR\r\n"
            uid = quote(re.findall(r"^UID:(.*)\r$", event, re.MULTILINE)[0], safe="")
            status, _ = self._call("PUT", f"{self.path}{uid}.ics", whole.encode(), "text/calendar; charset=utf-8")
            assert status in (201, 204)

    def report(self, between: tuple[str, str] | None = None) -> list[bytes]:
        """Return the objects of the calendar; those that are on between two instants such as ``20261110T070000Z``."""
        times = '<C:time-range start="{}" end="{}"/>'.format(*between) if between else ""
        status, body = self._call("REPORT", self.path, _QUERY.format(times).encode(), "application/xml")
        assert status == 207
        found = ElementTree.fromstring(body).iter(_DATA)
        return [(one.text or "").replace("\r\n", "\n").replace("\n", "\r\n").encode() for one in found]

    def _call(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=_PATIENCE)
        headers = {"Authorization": "Basic dXNlcjp4", "Content-Type": kind, "Depth": "1"}  # user:x
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@contextmanager
def radicale(folder: Path) -> Iterator[CalDav]:
    """Run Radicale with an empty calendar, its data in ``folder``."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    options = {"server-hosts": f"{HOST}:{port}", "storage-filesystem-folder": str(folder), "auth-type": "none"}
    command = [sys.executable, "-m", "radicale", "--config", ""]
    command += [word for name, value in options.items() for word in (f"--{name}", value)]
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            calendar = CalDav(port)
            _wait(calendar, process)
            assert calendar._call("MKCALENDAR", calendar.path)[0] == 201
            yield calendar
        finally:
            process.terminate()
            process.wait()


def _wait(calendar: CalDav, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < until:
        with suppress(OSError):
            calendar._call("GET", "/")
            return
        time.sleep(0.1)
    raise AssertionError("Radicale does not answer")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the files of ``folder``; yield the address."""
    handler = partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer((HOST, 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://{HOST}:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
