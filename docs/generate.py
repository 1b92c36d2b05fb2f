# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make what is said once appear where people look for it.

Written from the modules' Options: plugins/doc_fragments/options.py, meta/runtime.yml and the
module table of README.md. Written from the roles' argument specs: the variables' table in each
role's README.md.
With --check nothing is written; a stale file is named and the exit status is 1.
"""

from __future__ import annotations

import argparse
import importlib
import pathlib
import re
import sys
from collections.abc import Iterator
from typing import Any

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINK = ROOT / "build" / "link"
PACKAGE = "ansible_collections.twinstar.registry.plugins"

HEADER = """\
# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""
MADE = "# Made by 'make docs'; edit the Options or the argument specs instead."


class _Dumper(yaml.SafeDumper):
    """Block style, lists indented, long sentences folded."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def dumped(data: Any) -> str:
    return str(yaml.dump(data, Dumper=_Dumper, sort_keys=False, width=50, allow_unicode=True))


def modules() -> Iterator[tuple[str, Any]]:
    """(name, module) of every module of the collection, by name."""
    for path in sorted((ROOT / "plugins" / "modules").glob("*.py")):
        yield path.stem, importlib.import_module(f"{PACKAGE}.modules.{path.stem}")


def fragments() -> str:
    documentation = importlib.import_module(f"{PACKAGE}.module_utils._core.option").documentation
    parts = [
        HEADER,
        MADE,
        "\nfrom __future__ import annotations\n\n",
        "class ModuleDocFragment:",
    ]
    for name, module in modules():
        text = dumped({"options": documentation(module.JOB.options)})
        parts.append(f'    {name.upper()} = r"""\n{text}"""\n')
    return "\n".join(parts).rstrip("\n") + "\n"


def runtime() -> str:
    # A group is there to be given address and credential once (module_defaults), and a module that
    # does not know an option refuses it: the group has those that take the address.
    address = {"registry": "url", "harbor": "harbor_url"}
    groups: dict[str, list[str]] = {group: [] for group in address}
    for name, module in modules():
        for group, members in groups.items():
            takes_it = any(option.name == address[group] for option in module.JOB.options)
            if takes_it and name.startswith(f"{group}_"):
                members.append(name)
    data = {
        "requires_ansible": ">=2.19.0",
        "action_groups": {group: members for group, members in groups.items() if members},
    }
    return f"---\n{MADE}\n{dumped(data)}"


def module_table() -> str:
    rows = ["| module | what it does |", "|---|---|"]
    for name, module in modules():
        rows.append(f"| `{name}` | {yaml.safe_load(module.DOCUMENTATION)['short_description']} |")
    return "\n".join(rows)


def _inline(value: Any) -> str:
    """The value as YAML on one line."""
    return str(yaml.safe_dump(value, default_flow_style=True, width=10_000)).splitlines()[0]


def _cell(text: Any) -> str:
    """Text of a table's cell; Ansible's own markup, O(name=value) and the like, becomes code."""
    return re.sub(r"\b[A-Z]\(([^()]*)\)", r"`\1`", " ".join(str(text).split())).replace("|", "\\|")


def role_table(role: str) -> str:
    spec = yaml.safe_load(
        (ROOT / "roles" / role / "meta" / "argument_specs.yml").read_text("utf-8")
    )
    rows = ["| variable | type | default | what it is |", "|---|---|---|---|"]
    for name, option in spec["argument_specs"]["main"]["options"].items():
        kind = option.get("type", "str")
        if option.get("elements"):
            kind += f" of {option['elements']}"
        default = ""
        if option.get("required"):
            default = "required"
        elif "default" in option:
            default = f"`{_inline(option['default'])}`"
        description = option["description"]
        text = " ".join(description) if isinstance(description, list) else description
        if option.get("choices"):
            text += " One of " + ", ".join(f"`{choice}`" for choice in option["choices"]) + "."
        rows.append(f"| `{name}` | {kind} | {_cell(default)} | {_cell(text)} |")
    return "\n".join(rows)


def between(page: str, mark: str, text: str) -> str:
    """The page with everything between the two marks replaced by the text."""
    begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    head, rest = page.split(begin, 1)
    tail = rest.split(end, 1)[1]
    return f"{head}{begin}\n{text}\n{end}{tail}"


def pages() -> Iterator[tuple[pathlib.Path, str]]:
    """(path, text) of every file that is made."""
    yield ROOT / "plugins" / "doc_fragments" / "options.py", fragments()
    yield ROOT / "meta" / "runtime.yml", runtime()
    readme = ROOT / "README.md"
    if readme.exists():
        yield readme, between(readme.read_text("utf-8"), "modules", module_table())
    for path in sorted((ROOT / "roles").glob("*/README.md")):
        yield path, between(path.read_text("utf-8"), "variables", role_table(path.parent.name))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing, name what is stale")
    check = parser.parse_args().check
    sys.path.insert(0, str(LINK))
    from ansible.plugins.loader import init_plugin_loader

    init_plugin_loader([str(LINK)])
    stale = []
    for path, text in pages():
        if path.exists() and path.read_text("utf-8") == text:
            continue
        stale.append(str(path.relative_to(ROOT)))
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    for name in stale:
        print(f"{'stale' if check else 'written'}: {name}")
    if check and stale:
        print("Run 'make docs' and commit the result.")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
