"""Where a text is no YAML, JSON or XML, and why, told in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from json import JSONDecodeError
from typing import TYPE_CHECKING

from .causes import Known, cause_of, said_by
from .text import Text

if TYPE_CHECKING:
    from lxml.etree import XMLSyntaxError

# Of the reader in Python and of the one in C, whose words differ.
_YAML: Known = (
    (r"mapping values are not allowed|found unexpected ':'", "这里不能再有“键: 值”，文字中有冒号的请加引号"),
    (r"sequence entries are not allowed", "这里不能用“-”开列表，请另起一行"),
    (r"mapping keys are not allowed", "这里不能用“?”开头，文字请加引号"),
    (r"cannot start any token", "这里的字符不能用在开头"),
    (r"a tab character", "缩进用了制表符"),
    (r"unexpected end of stream|node content, but found '<stream end>'", "引号没有配对，到文件末尾还没有结束"),
    (r"document (?:indicator|separator)", "引号没有配对，到“---”还没有结束"),
    (r"could not find expected ':'", "这里缺少冒号"),
    (r"expected ',' or '([]}])'", "括号没有配对，这里应有“,”或“{}”"),
    (r"expected '-' indicator", "列表到这里断了，这一行应以“-”开头，并与上面对齐"),
    (r"did not find expected key|expected <block end>", "缩进与上面没有对齐"),
    (r"expected (?:the )?node content", "这里缺少值"),
    (r"expected '?<document start>", "括号或缩进多出一层，这里的内容没有归属"),
    (r"found another document", "一个文件只能有一份内容，请删去后面的“---”"),
    (r"escape (?:character|code|sequence)|hexdecimal|hexadecimal", "双引号里的反斜杠“\\”写法有误，可改用单引号"),
    (r"undefined alias", "“*”引用的名称，前面没有用“&”定义"),
    (r"second occurrence|duplicate anchor", "“&”定义的名称重复"),
    (r"alphabetic or numeric character", "“&”或“*”之后应为名称，文字请加引号"),
    (r"undefined tag|expected '[!>]'|URI|whitespace or line break|codec", "“!”标签写法有误，文字请加引号"),
    (r"indentation indicator|comment or (?:a )?line break|chomping", "“|”或“>”之后应换行"),
    (r"directive|incompatible YAML|version number|non-alphabetical", "“%”开头的指令不能使用"),
    (r"control characters|special characters|unacceptable character", "有不可见的控制字符，请删去"),
    (r"UTF-8|octet|codec", "有不能识别的字符，请另存为 UTF-8"),
    (r"not in range|too large", "双引号里的反斜杠“\\”写法有误，可改用单引号"),
)  # fmt: skip
# Every message that the standard library has.
_JSON: Known = (
    ("Expecting value", "这里缺少值，或值没有加英文双引号"),
    ("Expecting property name enclosed in double quotes", "这里应为加英文双引号的名称，最后一项之后不要逗号"),
    ("Expecting ':' delimiter", "这里缺少英文冒号"),
    ("Expecting ',' delimiter", "这里缺少英文逗号，或括号没有配对"),
    ("Illegal trailing comma", "最后一项之后不要逗号"),
    ("Extra data", "内容结束之后还有别的内容"),
    ("Unterminated string", "引号没有配对"),
    ("Invalid control character", "引号里有换行或控制字符"),
    (r"Invalid \\u", "“\\u”之后应为四位十六进制数"),
    (r"Invalid \\escape", "引号里的反斜杠“\\”写法有误，路径中请写“/”"),
    ("Unexpected UTF-8 BOM", "文件开头有多余的 BOM，请另存为 UTF-8"),
)
# By the codes of libxml2, which lxml hands on; expat's few say no more than these.
_XML: Mapping[int, str] = {
    4: "没有内容",
    5: "结束之后还有别的内容",
    8: "字符编号有误",
    9: "有不能使用的字符",
    14: "“&”写法有误",
    21: "“&”写法有误",
    22: "“&”写法有误",
    23: "“&”写法有误，后面缺少分号",
    26: "“&”代号没有定义",
    31: "声明的编码不能识别",
    32: "声明的编码不能识别",
    33: "引号没有配对",
    34: "引号没有配对",
    38: "引号里有“<”",
    39: "属性的值没有加引号",
    40: "引号没有配对",
    41: "属性缺少值",
    42: "属性重复",
    45: "注释没有结束",
    47: "处理指令没有结束",
    57: "开头的声明没有结束",
    63: "CDATA 没有结束",
    64: "开头的声明只能在第一行",
    65: "缺少空格",
    68: "标签的名称有误",
    72: "缺少“<”",
    73: "缺少“>”",
    74: "缺少“</”",
    75: "缺少“=”",
    76: "开始和结束的标签不配对",
    77: "标签没有结束",
    79: "编码的名称有误",
    81: "有不能识别的字符，编码有误",
    89: "内容互相引用，没有尽头",
    96: "版本号有误",
    99: "名称空间的地址有误",
    100: "名称空间的地址有误",
    110: "名称过长",
    114: "内容过大",
    201: "名称空间没有定义",
    202: "名称空间的写法有误",
    203: "属性重复",
}


def yaml_cause(error: Exception) -> Text:
    """Return why a text is no YAML, without the place."""
    return cause_of(str(getattr(error, "problem", None) or said_by(error)), _YAML)


def placed_yaml_cause(error: Exception) -> Text:
    """Return where a text is no YAML, and why."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    cause = yaml_cause(error)
    return cause if mark is None else at(mark.line + 1, mark.column + 1, cause)


def json_cause(error: JSONDecodeError) -> Text:
    """Return where a text is no JSON, and why."""
    return at(error.lineno, error.colno, cause_of(error.msg, _JSON))


def xml_cause(error: XMLSyntaxError) -> Text:
    """Return where a text is no XML, and why."""
    line, column = error.position
    words = said_by(error.msg or error).removesuffix(f", line {line}, column {column}")
    cause = cause_of(words)
    if "depth" in words or "HUGE" in words:
        cause = Text("嵌套过深，或内容过大", cause.en)
    elif error.code in _XML:
        cause = Text(_XML[error.code], cause.en)
    return at(line, column, cause) if line else cause


def at(line: int, column: int, cause: Text) -> Text:
    """Return a cause led by its place in the file."""
    return Text(f"第 {line} 行第 {column} 列：{cause.zh}", f"line {line}, column {column}: {cause.en}")
