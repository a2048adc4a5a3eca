"""Addresses of databases as they stand in settings: read, held to carry no password, and shown without a user."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from ..text import Text

SCHEMES = ("postgresql", "postgres", "sqlite")
_SERVER = re.compile(r"postgres(?:ql)?://(?:(?P<user>[^/?#]*)@)?(?P<hosts>[^/?#@]*)(?:/(?P<name>[^?#]*))?(?P<rest>.*)")
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.%]+\]|[^:\[\]]*)(?::[0-9]{0,5})?")
_SECRET = ("password", "sslpassword")


class BadAddress(ValueError):
    """An address that cannot be used; ``message`` says why, and never quotes it: it may hold a password."""

    def __init__(self, zh: str, en: str) -> None:
        self.message = Text(zh, en)
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is: the ``file`` of a SQLite database, or the ``uri`` of a server.

    ``shown`` is what reports may say of it; ``database`` the name of the database, ``user`` that of the user, both
    empty where they are left to the environment.
    """

    shown: str
    file: str | None = None
    uri: str = ""
    database: str = ""
    user: str = ""
    keys: frozenset[str] = frozenset()


def address_of(url: str) -> Address:
    """Return the address that ``url`` writes; raise BadAddress."""
    scheme, colon, rest = url.partition("://")
    if not colon or scheme not in SCHEMES:
        raise BadAddress(
            "“url”不是可用的数据库地址。请写 postgresql://用户@主机:端口/数据库，或 sqlite:///文件路径。",
            "“url” is not the address of a database. Write postgresql://user@host:port/database, or sqlite:///path/of"
            "/file.",
        )
    return _file(rest) if scheme == "sqlite" else _server(url)


def _file(rest: str) -> Address:
    path = rest.removeprefix("/")
    if not rest.startswith("/") or not path.strip("/") or "?" in path:
        raise BadAddress(
            "SQLite 的地址应为 sqlite:///相对路径.db（绝对路径为四个斜杠），其后不加参数。请改写。",
            "The address of a SQLite file is sqlite:///relative/path.db (four slashes for an absolute path), without "
            "parameters. Write it that way.",
        )
    return Address(path, file=path)


def _server(url: str) -> Address:
    match = _SERVER.fullmatch(url)
    user, hosts, name = (match[key] or "" for key in ("user", "hosts", "name")) if match else ("", "", "")
    rest = match["rest"] if match else ""
    parameters = dict(parse_qsl(rest.removeprefix("?"), keep_blank_values=True))
    keys = frozenset(key.lower() for key in parameters)
    if ":" in user or keys & set(_SECRET):
        raise BadAddress(
            "数据库地址中不得写密码。请删去密码，改用环境变量 PGPASSWORD 或 ~/.pgpass 文件。",
            "An address of a database must not hold a password. Take it out; set PGPASSWORD in the environment, "
            "or write it in ~/.pgpass.",
        )
    # An @ or an odd port may be the rest of a password that holds such signs; so it is not quoted.
    odd = "@" in name or "@" in user or "#" in rest or (rest and not rest.startswith("?"))
    if match is None or odd or not all(_HOST.fullmatch(host) for host in hosts.split(",")):
        raise BadAddress(
            "数据库地址写法有误。请写 postgresql://用户@主机:端口/数据库；特殊符号用 %40 这样的编码，密码不写在这里。",
            "The address of the database is malformed. Write postgresql://user@host:port/database, special characters"
            " as %40 and the like, and no password.",
        )
    shown = ",".join(host.removesuffix(":5432").removesuffix(":") for host in hosts.split(","))
    database = unquote(name) or parameters.get("dbname", "")
    owner = unquote(user) or parameters.get("user", "")
    return Address("/".join(filter(None, [f"postgresql://{shown}", database])), None, url, database, owner, keys)
