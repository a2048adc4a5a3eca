"""All files of a new workspace: its settings, its tables, examples of how to fill them in, and a page of help."""

from __future__ import annotations

from collections.abc import Sequence

from ...engine.packs.model import RuleBook
from ...engine.packs.schema import pack_schema, schema_text, workspace_schema
from ...engine.text import Text
from .as_csv import template_csv
from .as_xlsx import TemplateBook, shown_example
from .settings import BOOK, settings
from .tables import templates
from .template import Asked, Template, for_example

SETTINGS = "checkbranch.yaml"
EXAMPLE = "填写示例"
HELP = Text("使用说明.md", "README.md")
SCHEMAS = ".checkbranch"  # what an editor goes by while one writes; no command reads it
SETTINGS_SCHEMA, PACK_SCHEMA = f"{SCHEMAS}/workspace.schema.json", f"{SCHEMAS}/pack.schema.json"


def packs_of(asked: Asked) -> list[str]:
    """Return the shipped packs that a workspace begins with."""
    return ["cn-party-branch", "huanghou-relocation"] if asked.households else ["cn-party-branch"]


def workspace_files(asked: Asked, rules: RuleBook, language: str) -> dict[str, bytes]:
    """Return the content of every file by its path in the workspace; drop-downs hold the words of ``rules``.

    The examples are a workspace of their own in a folder of its own: they can be checked, and never count as records.
    """
    invented = for_example(asked)
    found = _workspace(asked, templates(asked, rules), language, examples=False)
    shown = _workspace(invented, templates(invented, rules), language, examples=True)
    found |= {f"{EXAMPLE}/{path}": content for path, content in shown.items()}
    found[HELP.say(language)] = _help(asked, templates(asked, rules), language).encode("utf-8")
    found[SETTINGS_SCHEMA] = schema_text(workspace_schema(language)).encode("utf-8")
    found[PACK_SCHEMA] = schema_text(pack_schema(language)).encode("utf-8")
    return found


def schema_line(path: str) -> str:
    """Return the line that tells an editor by which schema a file is written, ``path`` as seen from the file."""
    return f"# yaml-language-server: $schema={path}\n"


def _workspace(asked: Asked, tables: Sequence[Template], language: str, *, examples: bool) -> dict[str, bytes]:
    rows = [table.examples if examples else table.rows for table in tables]
    head = schema_line(f"../{SETTINGS_SCHEMA}" if examples else SETTINGS_SCHEMA)
    found = {SETTINGS: (head + settings(asked, tables, language)).encode("utf-8")}
    if asked.form == "xlsx":
        return {**found, BOOK: TemplateBook(tables, language).write(rows)}
    return found | {f"{table.name}.csv": template_csv(table, own) for table, own in zip(tables, rows, strict=True)}


_HELP = Text(
    """# {name}：使用说明

1. 打开{where}，在表头下面逐行登记。带下拉框的栏目请选取；没有的内容留空。
2. 只登记实际开展的活动。不得补写没有开过的会；补开的，写实际日期，并在“所属时段”写明所补的时段。
3. 支部情况、起止日期等写在 checkbranch.yaml 中，每一行都有说明。
4. 填好以后，在本文件夹中运行：

```
checkbranch check      只核对数据：读到了什么、哪里要改
checkbranch audit      按规则核对：缺什么、哪些不规范、还能补什么
checkbranch inspect    迎检自查
```

“{example}”文件夹是虚构的示例，可以照着填，不计入台账；不需要时可以删去。

## 各栏怎么填
""",
    """# {name}: how to use this folder

1. Open {where} and enter one row per gathering below the headers. Choose where there is a list; leave the rest empty.
2. Enter only what took place. Never write up a meeting that was not held; of a make-up, write the real day and, under
   所属时段, the period it is for.
3. The size of the branch, the days from which the ledger is known and so on are in checkbranch.yaml, each explained.
4. Then run in this folder:

```
checkbranch check      the data alone: what was read, and what to mend where
checkbranch audit      the rules: what is missing, what is not in order, what can still be made good
checkbranch inspect    the self-check for an inspection
```

The folder {example} is an invented example to go by; it never counts as records. Delete it when it is not needed.

## What to write in each column
""",
)


def _help(asked: Asked, tables: Sequence[Template], language: str) -> str:
    names = [f"{table.name}.csv" for table in tables] if asked.form == "csv" else [BOOK]
    where = ("、" if language != "en" else ", ").join(names)
    text = _HELP.say(language).format(name=asked.name, where=where, example=EXAMPLE)
    head = Text("| 栏目 | 必填 | 怎么填 | 示例 |", "| column | required | what to write | example |").say(language)
    for table in tables:
        text += f"\n### {table.name}\n\n{head}\n|---|---|---|---|\n"
        for column in table.columns:
            need = Text("是", "yes").say(language) if column.required else ""
            said = column.help.say(language)
            if column.words and column.form == "text":
                said += Text("可选：", " Words: ").say(language) + " / ".join(column.words)
            text += f"| {column.header} | {need} | {said} | {shown_example(table, column)} |\n"
    return text
