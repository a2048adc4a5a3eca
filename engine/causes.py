"""Why a file could not be read or written, as the system or a library says it, told in both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..calendars.system_words import original, system_words
from .text import Text

# What a library says, and the Chinese for it, in which {} stands for what is in brackets in the pattern.
Known = Sequence[tuple[str, str]]

_PACKAGES: Known = (
    (r"not a zip file", "压缩包不完整，或不是这类文件"),
    (r"no ZIP package|Cannot detect file format|no compound file|no directory", "内容不是这类文件"),
    (r"Bad magic number|Bad offset|Corrupt extra|negative seek|sectors of 2", "压缩包的目录已损坏"),
    (r"zip64|span multiple disks", "压缩包的目录已损坏"),
    (r"Truncated|Unexpected end of|EOCD|unpack(?:_from)? requires|end of data|EOFError", "文件不完整，后面缺少内容"),
    (r"Bad CRC-32 for file '([^']*)'", "其中的“{}”已损坏，校验不符"),
    (r"Invalid checksum", "内容已损坏，校验不符"),
    (r"There is no item named '([^']*)'", "其中缺少“{}”"),
    (r"[Ff]ile not found:? '([^']*)'|^'?([^' ]+)'? not found in archive", "其中缺少“{}”"),
    (r"no relationship|NoneType|no main document|no w:body", "其中找不到正文"),
    (r"strong encryption|encrypted|password", "文件已加密"),
    (r"zip file version|compression method|compressed patched|method \d+", "压缩的方式不能识别"),
    (r"Overlapped entries|File name in directory|differ\.", "压缩包的目录互相矛盾"),
    (r"decompressing data|deflate|corrupt(?:ed)? (?:deflate|stream)", "压缩的内容已损坏"),
    (r"more than (\d+) bytes", "其中一部分比目录所写的 {} 字节多"),
    (r"string index not found", "单元格所指的文字不在文件中"),
    (r"^column (\d+)$", "单元格在第 {} 列，旧格式没有这一列"),
    (r"[Xx]ml|XML|ill-formed|Expecting '|\btag\b|end of input|attribute value|position \d+: ", "其中的 XML 写法有误"),
    (r"utf-?8|UTF-?8|decode", "其中的文字编码有误"),
    (r"Cannot find|not found|Unrecognized|Invalid|unreachable code", "内容不合格式"),
)
_ARROW: Known = (
    (r"magic bytes not found|Not an Arrow file|Not a Feather", "内容不是这类文件"),
    (r"Expected to (?:be able to )?read|but only read|got \d|No more data|Unexpected end|smaller than|too long by",
     "文件不完整，后面缺少内容"),
    (r"thrift|[Ff]latbuffer|negative continuation", "文件的目录已损坏"),
    (r"LZ4|Lz4|[Ss]nappy|[Zz]std|ZSTD|[Gg]zip|[Bb]rotli|decompress|Output buffer", "压缩的内容已损坏"),
    (r"In column \d+: .*UTF8", "有一列的文字编码有误"),
    (r"In column \d+:", "有一列的内容互相矛盾"),
    (r"malloc|memory", "文件要求的内存过多，多半已损坏"),
    (r"did not|[Mm]alformed|[Nn]egative|Expected|Unexpected|[Ii]nvalid|[Cc]orrupt|[Mm]ismatch|out of bounds",
     "内容互相矛盾"),
    (r"not (?:yet )?(?:implemented|supported)|[Uu]nsupported", "所用的存储方式不能识别"),
)  # fmt: skip
_SQLITE: Known = (
    (r"malformed database schema", "表的定义已损坏"),
    (r"no such column: (.+)", "没有列“{}”"),
    (r"no such table: (.+)", "没有表“{}”"),
    (r"no such function: (.+)", "没有函数“{}”"),
    (r"ambiguous column name: (.+)", "列“{}”在几个表中都有"),
    (r'near "(.*)": syntax error', "查询在“{}”附近写法有误"),
    (r"unrecognized token: (.+)", "查询中“{}”写法有误"),
    (r"incomplete input", "查询没有写完"),
    (r"readonly|read-only|attempt to write", "查询要写入数据库"),
    (r"malformed|disk image", "内容已损坏"),
    (r"not a database", "内容不是数据库，或已加密"),
    (r"unable to open", "打不开"),
    (r"disk I/O error", "磁盘读写出错"),
    (r"interrupted", "读取被中断"),
    (r"out of memory", "内存不足"),
    (r"locked|busy", "正被其他程序占用"),
    (r"wrong number of arguments to function (\S+)", "函数“{}”的参数个数不对"),
    (r"misuse of aggregate", "汇总函数用错了地方"),
    (r"number of result columns", "UNION 两边的列数不同"),
)


def system_cause(error: OSError) -> Text:
    """Return why the system refused."""
    return Text(*system_words(error))


def package_cause(error: BaseException | str) -> Text:
    """Return what is wrong with a workbook or a document: an archive, and the parts in it."""
    if isinstance(error, OSError) and error.errno is not None:
        return system_cause(error)
    if type(error).__name__ == "WorksheetNotFound":
        return Text(f"其中缺少工作表“{original(str(error))}”", f"no sheet '{original(str(error))}'")
    return cause_of(said_by(error), _PACKAGES)


def arrow_cause(error: Exception) -> Text:
    """Return what is wrong with a Parquet or Arrow file."""
    if isinstance(error, OSError) and error.errno is not None and not str(error).startswith("["):
        return system_cause(error)
    return cause_of(said_by(error), _ARROW)


def sqlite_cause(words: str) -> Text:
    """Return why SQLite gave no rows."""
    return cause_of(words, _SQLITE)


def cause_of(words: str, known: Known = ()) -> Text:
    """Return what a library says in ``words``: in Chinese as ``known`` has it, else as its own words in quotes."""
    shown = original(words)
    for pattern, zh in known:
        found = re.search(pattern, shown)
        if found is not None:
            return Text(zh.format(*(original(group) for group in found.groups() if group is not None)), shown)
    return Text(f"原因不明，原文“{shown}”", shown)


def said_by(error: BaseException | str) -> str:
    """Return the first line of what an error says, its kind where it says nothing."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    return lines[0].strip().strip('"') if lines else type(error).__name__
