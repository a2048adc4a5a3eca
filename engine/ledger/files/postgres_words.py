"""What is said where PostgreSQL gives no rows: in both languages, with the mend, and without users and values."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from ....calendars.system_words import original
from ...workspaces.addresses import Address
from ..values.sheets import Refused

_SECRET = (
    "密码写在环境变量 PGPASSWORD 或 ~/.pgpass 中，不写在设置里。",
    "The password belongs in PGPASSWORD in the environment, or in ~/.pgpass, never in the settings.",
)
# What is looked for in the words of libpq and of the server, then the reason and the mend.
_CONNECTING: Sequence[tuple[str, str, str]] = (
    (
        "no password supplied",
        "服务器要求密码，但没有提供。" + _SECRET[0],
        "The server asks for a password, and there is none. " + _SECRET[1],
    ),
    (
        "password authentication failed|28P01",
        "用户名或密码有误。用户名写在 url 或环境变量 PGUSER 中；" + _SECRET[0],
        "The user or the password is wrong. The user stands in url or in PGUSER. " + _SECRET[1],
    ),
    (
        "could not translate host name|Name or service not known|nodename nor servname",
        "找不到这台服务器。请核对 url 中的主机名。",
        "There is no such server. Check the name of the host in url.",
    ),
    (
        "Connection refused",
        "服务器拒绝连接。请核对主机和端口，并确认数据库已启动。",
        "The server refuses connections. Check the host and the port, and that the database runs.",
    ),
    (
        "timeout expired|timed out",
        "连接超时。请核对主机和端口、网络和防火墙。",
        "Nobody answered in time. Check the host and the port, the network and its firewalls.",
    ),
    (
        "No route to host|Network is unreachable",
        "网络不通。请核对主机和网络。",
        "The server cannot be reached. Check the host and the network.",
    ),
    (
        'database ".*" does not exist|3D000',
        "服务器上没有这个数据库。请核对 url 中的数据库名。",
        "The server has no such database. Check its name in url.",
    ),
    (
        'role ".*" does not exist|28000',
        "服务器上没有这个用户，或不允许登录。请核对 url 或环境变量 PGUSER 中的用户名。",
        "The server has no such user, or does not let it in. Check the user in url or in PGUSER.",
    ),
    (
        "no pg_hba.conf entry",
        "服务器不允许从这台电脑登录。请联系数据库管理员开通。",
        "The server lets nobody in from this computer. Ask its administrator.",
    ),
    (
        "permission denied for database",
        "用户没有连接这个数据库的权限。请联系数据库管理员开通（GRANT CONNECT）。",
        "The user may not connect to this database. Ask its administrator (GRANT CONNECT).",
    ),
    (
        "invalid response|expected authentication request",
        "在这个地址应答的不是 PostgreSQL。请核对主机和端口。",
        "What answers there is not PostgreSQL. Check the host and the port.",
    ),
    (
        "SSL|certificate",
        "未能建立加密连接。请核对 url 中的 sslmode 和证书。",
        "No encrypted connection was made. Check sslmode and the certificates in url.",
    ),
    (
        "invalid URI query parameter|invalid connection option|invalid port|invalid integer|invalid .* value",
        "url 中有无法识别的参数。请只写 PostgreSQL（libpq）的连接参数。",
        "url has a parameter that is unknown. Write only those of PostgreSQL (libpq).",
    ),
    (
        "too many connections|too many clients|53300",
        "数据库的连接已满。请稍后再试。",
        "The database has no connection left. Try again later.",
    ),
)
_STATES: Sequence[tuple[str, str, str]] = (
    (
        "42P01",
        "查询用到的表，数据库中没有。请核对表名。",
        "The query names a table that the database does not have. Check its name.",
    ),
    (
        "42703",
        "查询用到的列，表中没有。请核对列名。",
        "The query names a column that its table does not have. Check its name.",
    ),
    (
        "42501",
        "用户没有读取的权限。请联系数据库管理员开通（GRANT SELECT）。",
        "The user may not read this. Ask the administrator of the database (GRANT SELECT).",
    ),
    (
        "25006",
        "该查询会写入数据库，已拒绝，未写入任何内容。请改为只读取的查询。",
        "The query would write to the database; it was refused and nothing is written. Write one that only reads.",
    ),
    (
        "0A000",
        "不能使用这样的查询（带 WITH 而写入数据的也不能用，未写入任何内容）。请改为只读取的查询。",
        "Such a query cannot be used (nor a WITH that writes; nothing is written). Write one that only reads.",
    ),
    (
        "42601",
        "查询的语法有误。请先在数据库工具中试运行。",
        "The query is malformed. Try it in a tool of the database first.",
    ),
    (
        "57014",
        "查询用时过长，已停止。请缩小查询的范围，或另设 statement_timeout。",
        "The query took too long and was stopped. Ask for less, or set statement_timeout.",
    ),
    (
        "55P03",
        "该表正被其他程序锁定。请稍后再试。",
        "Another program has locked the table. Try again later.",
    ),
)  # fmt: skip
_NAMED = re.compile(r'(?i)\b(user|role)( name)? ["“][^"”]*["”]|(用户|角色)\s*["“][^"”]*["”]')
# Of these kinds of fault the server's words name tables, columns and settings, never what stands in a cell.
_WORDY = ("08", "0A", "25", "3D", "3F", "42", "53", "54", "55", "57", "58")


def state_of(error: Exception) -> str:
    """Return the SQLSTATE of an error, empty where it has none."""
    return (getattr(error, "sqlstate", None) or "").strip("\0")


def undefined_table(error: Exception) -> bool:
    """Return whether the table is not there."""
    return state_of(error) in ("42P01", "3F000")


def not_connected(error: Exception, address: Address) -> Refused:
    """Return why there is no connection."""
    said = f"{state_of(error)} {error}"
    for pattern, zh, en in _CONNECTING:
        if re.search(pattern, said):
            return Refused(zh, en)
    reason = masked(error, address)
    return Refused(
        f"无法连接数据库（原因不明，原文“{original(reason)}”）。请核对 url。{_SECRET[0]}",
        f"There is no connection to the database ({reason}). Check url. {_SECRET[1]}",
    )


def not_read(error: Exception, address: Address, relation: str | None) -> Refused:
    """Return why a table or a query gave no rows."""
    state = state_of(error)
    wordy = state[:2] in _WORDY
    told = masked(error, address) if wordy else f"SQLSTATE {state}" if state else ""
    shown = f"（原文“{original(told)}”）" if wordy else f"（{told}）" if told else ""
    for code, zh, en in _STATES:
        if state == code:
            return Refused(f"{zh}{shown}", f"{en}{f' ({told})' if told else ''}")
    what = ("表", "table") if relation else ("查询", "query")
    return Refused(
        f"未能读取{what[0]}{shown}。请先在数据库工具中试读，再核对 {what[1]}。",
        f"The {what[1]} could not be read{f' ({told})' if told else ''}. "
        f"Try it in a tool of the database first, then check {what[1]}.",
    )


def masked(error: Exception, address: Address) -> str:
    """Return the first line of what was said, shortened, without the names of users."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = lines[0] if lines else type(error).__name__
    for lead in ("[libpq] ", "ERROR: ", "FATAL: ", "错误:  ", "致命错误:  "):
        told = told.rpartition(lead)[2]
    told = _NAMED.sub(lambda match: f"{match[1] or match[3]} ***", told.strip())
    for user in {address.user, os.environ.get("PGUSER", ""), os.environ.get("PGPASSWORD", "")} - {""}:
        told = re.sub(rf"(?<!\w){re.escape(user)}(?!\w)", "***", told)
    return told if len(told) <= 160 else told[:159] + "…"
