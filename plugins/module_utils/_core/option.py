# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An option is said once: its row gives the argument spec, the documentation and the check."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# A check returns the rule that the value breaks and the cure, as in
# "but a mirror starts with https:// or http://. Add it.", or None when nothing is wrong.
Wrong = Callable[[Any], "str | None"]

# O(name), O(name=value), O(name[].other) in Ansible's markup.
_REFERENCE = re.compile(r"\bO\(([a-z][a-z0-9_]*)(?=[=)\[.])")
# What a text may name: (path, names of the options there), from the inside to the outside.
Scopes = tuple[tuple[str, frozenset[str]], ...]
# user:password@ of a URL.
_CREDENTIAL = re.compile(r"(?<=//)[^/@\s]*@")


@dataclass(frozen=True)
class Option:
    """One option of a module, or one suboption.

    ``text`` is one paragraph or several, in Ansible's markup. ``env`` names environment variables
    that stand in when the option is left out. A ``secret`` never appears in any output.
    """

    name: str
    text: str | tuple[str, ...]
    type: str = "str"
    elements: str | None = None
    required: bool = False
    default: Any = None
    choices: tuple[Any, ...] = ()
    secret: bool = False
    # Named like a secret ("password_file", "key") without being one: Ansible wants that said.
    not_secret: bool = False
    suboptions: tuple[Option, ...] = ()
    aliases: tuple[str, ...] = ()
    env: tuple[str, ...] = ()
    wrong: Wrong | None = None


def argument_spec(options: Iterable[Option]) -> dict[str, dict[str, Any]]:
    """The options as Ansible's argument spec; ``env`` becomes a fallback in ``_ansible``."""
    return {option.name: _argument(option) for option in options}


def _argument(option: Option) -> dict[str, Any]:
    spec: dict[str, Any] = {"type": option.type}
    if option.elements:
        spec["elements"] = option.elements
    if option.required:
        spec["required"] = True
    if option.default is not None:
        spec["default"] = option.default
    if option.choices:
        spec["choices"] = list(option.choices)
    if option.aliases:
        spec["aliases"] = list(option.aliases)
    if option.secret:
        spec["no_log"] = True
    elif option.not_secret:
        spec["no_log"] = False
    if option.suboptions:
        spec["options"] = argument_spec(option.suboptions)
    return spec


def documentation(
    options: Iterable[Option], where: str = "", around: Scopes = ()
) -> dict[str, dict[str, Any]]:
    """The options as the ``options`` of an Ansible documentation fragment.

    A text names an option beside it, or one further out, by its name alone. Here that becomes the
    whole path, since the same options stand in one module alone and in another within a list.
    """
    listed = tuple(options)
    scopes = ((where, frozenset(option.name for option in listed)), *around)
    return {option.name: _documented(option, where, scopes) for option in listed}


def _placed(text: str, scopes: Scopes) -> str:
    def path(found: re.Match[str]) -> str:
        for where, names in scopes:
            if found[1] in names:
                return f"O({where}{found[1]}"
        return f"C({found[1]}"  # it is an option of another module that has this one

    return re.sub(_REFERENCE, path, text)


def _documented(option: Option, where: str, scopes: Scopes) -> dict[str, Any]:
    paragraphs = [option.text] if isinstance(option.text, str) else list(option.text)
    paragraphs = [_placed(text, scopes) for text in paragraphs]
    if option.env:
        names = ", ".join(f"E({name})" for name in option.env)
        paragraphs.append(f"If left out, the environment variable {names} is used, where set.")
    doc: dict[str, Any] = {"description": paragraphs, "type": option.type}
    if option.elements:
        doc["elements"] = option.elements
    if option.required:
        doc["required"] = True
    if option.default is not None:
        doc["default"] = option.default
    if option.choices:
        doc["choices"] = list(option.choices)
    if option.aliases:
        doc["aliases"] = list(option.aliases)
    if option.suboptions:
        many = "[]" if option.type == "list" else ""
        doc["suboptions"] = documentation(option.suboptions, f"{where}{option.name}{many}.", scopes)
    return doc


def faults(options: Iterable[Option], params: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Every value that breaks its option's rule, as a sentence with the option's full path.

    A secret's value is never repeated, nor is a credential in a URL.
    """
    for option in options:
        value = params.get(option.name)
        if value is None:
            continue
        where = f"{path}{option.name}"
        many = option.type == "list"
        for index, item in enumerate(value if many else [value]):
            here = f"{where}[{index}]" if many else where
            if option.wrong:
                rule = option.wrong(item)
                if rule:
                    yield f"{here} {_shown(option, item)}, {rule}"
            if option.suboptions and isinstance(item, Mapping):
                yield from faults(option.suboptions, item, f"{here}.")


def _shown(option: Option, value: Any) -> str:
    if option.secret:
        return "is set"
    return f"is {re.sub(_CREDENTIAL, '********@', repr(value))}"
