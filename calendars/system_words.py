"""Why the system did not do what was asked of it, told by the number of its error, in Chinese and in English."""

from __future__ import annotations

import errno
from collections.abc import Mapping

# The English words are those of POSIX, so that they are the same on every system and in every locale.
_BY_NAME: Mapping[str, tuple[str, str]] = {
    "EPERM": ("系统不允许", "Operation not permitted"),
    "ENOENT": ("没有这个文件或文件夹", "No such file or directory"),
    "EIO": ("磁盘读写出错", "Input/output error"),
    "ENXIO": ("设备不存在，或没有接通", "No such device or address"),
    "EBADF": ("文件已经关闭", "Bad file descriptor"),
    "EAGAIN": ("暂时被占用", "Resource temporarily unavailable"),
    "ENOMEM": ("内存不足", "Cannot allocate memory"),
    "EACCES": ("没有权限", "Permission denied"),
    "EBUSY": ("正被占用", "Device or resource busy"),
    "EEXIST": ("已有同名的文件或文件夹", "File exists"),
    "EXDEV": ("不能跨磁盘移动", "Invalid cross-device link"),
    "ENODEV": ("没有这个设备", "No such device"),
    "ENOTDIR": ("路径中有一段不是文件夹", "Not a directory"),
    "EISDIR": ("这是文件夹，不是文件", "Is a directory"),
    "EINVAL": ("名称或操作无效", "Invalid argument"),
    "ENFILE": ("整个系统打开的文件过多", "Too many open files in system"),
    "EMFILE": ("打开的文件过多", "Too many open files"),
    "ETXTBSY": ("文件正在运行，被占用", "Text file busy"),
    "EFBIG": ("文件过大，磁盘的格式放不下", "File too large"),
    "ENOSPC": ("磁盘空间已满", "No space left on device"),
    "ESPIPE": ("设备或管道不能这样读写", "Illegal seek"),
    "EROFS": ("磁盘只能读取，不能写入", "Read-only file system"),
    "EMLINK": ("链接过多", "Too many links"),
    "EPIPE": ("接收的程序已经关闭", "Broken pipe"),
    "ENAMETOOLONG": ("名称或路径过长", "File name too long"),
    "ENOLCK": ("不能再锁定文件", "No locks available"),
    "ENOSYS": ("系统没有这项功能", "Function not implemented"),
    "ENOTEMPTY": ("文件夹不是空的", "Directory not empty"),
    "ELOOP": ("链接互相指向，没有尽头", "Too many levels of symbolic links"),
    "EILSEQ": ("名称中有磁盘不能保存的字符", "Invalid or incomplete multibyte or wide character"),
    "EOVERFLOW": ("文件过大，程序读不下", "Value too large for defined data type"),
    "EOPNOTSUPP": ("磁盘不支持这样做", "Operation not supported"),
    "ENETDOWN": ("网络已断开", "Network is down"),
    "ENETUNREACH": ("网络不通", "Network is unreachable"),
    "ECONNRESET": ("连接被对方中断", "Connection reset by peer"),
    "ECONNREFUSED": ("对方拒绝连接", "Connection refused"),
    "ETIMEDOUT": ("等待超时", "Connection timed out"),
    "EHOSTDOWN": ("网络上的电脑没有开机", "Host is down"),
    "EHOSTUNREACH": ("网络上的电脑连不上", "No route to host"),
    "ESTALE": ("网络文件夹的连接已失效", "Stale file handle"),
    "EREMOTEIO": ("网络磁盘读写出错", "Remote I/O error"),
    "EDQUOT": ("超出分配的磁盘空间", "Disk quota exceeded"),
    "ENOMEDIUM": ("没有放入磁盘", "No medium found"),
    "ECANCELED": ("操作已取消", "Operation canceled"),
}
_BY_NUMBER = {getattr(errno, name): words for name, words in _BY_NAME.items() if hasattr(errno, name)}
# Windows has more reasons than these numbers tell apart; its own words come in the language of the machine.
_OF_WINDOWS: Mapping[int, tuple[str, str]] = {
    5: _BY_NAME["EACCES"],
    19: ("磁盘设有写保护", "The disk is write-protected"),
    21: ("磁盘没有就绪", "The device is not ready"),
    32: ("文件正被其他程序打开", "Another program has the file open"),
    33: ("文件的一部分被其他程序锁定", "Another program has locked part of the file"),
    53: ("找不到这个网络路径", "The network path was not found"),
    64: ("网络文件夹的连接已中断", "The connection to the network folder broke"),
    67: ("找不到这个网络名称", "The network name was not found"),
    112: _BY_NAME["ENOSPC"],
    123: ("名称中有不能使用的字符", "The name has characters that cannot be used"),
    206: _BY_NAME["ENAMETOOLONG"],
    362: ("网盘程序没有运行", "The program of the cloud folder is not running"),
    1224: ("文件正被其他程序打开", "Another program has the file open"),
    1392: ("文件或文件夹已损坏", "The file or folder is damaged"),
}
LONGEST = 160


def system_words(error: OSError) -> tuple[str, str]:
    """Return why ``error`` came, in Chinese and in English, without the path.

    An error that is not known is its number and the system's own word, which stands in quotes in Chinese.
    """
    windows = getattr(error, "winerror", None)
    known = _OF_WINDOWS.get(windows) if windows is not None else None
    if known is None and error.errno is not None:
        known = _BY_NUMBER.get(error.errno)
    if known is not None:
        return known
    number = windows if windows is not None else error.errno
    word = original(error.strerror or ("" if number is not None else str(error)) or type(error).__name__)
    if number is None:
        return f"原因不明，原文“{word}”", word
    return f"系统错误 {number}，原文“{word}”", f"system error {number}: {word}"


def original(words: str) -> str:
    """Return words that are not ours as one line of bounded length that may stand in quotes."""
    line = " ".join(words.split()).translate({ord("“"): '"', ord("”"): '"'})
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
