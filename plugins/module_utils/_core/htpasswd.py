# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users of an htpasswd file: a line is ``name:hash``, and every other line stays as it is.

A hash has a fresh salt, so it cannot be planned: the planned text has FRESH where one will stand,
and ``with_hashes`` puts them in when the plan is applied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .errors import InputError
from .file_option import BACKUP, open_to_all, state
from .option import Option
from .plan import Format, Merged

FRESH = "<new hash>"

_BCRYPT = re.compile(r"\$2[aby]\$(?P<cost>[0-9]{2})\$[./A-Za-z0-9]{53}")
_BYTES = 72  # bcrypt reads no further


def not_a_name(value: str) -> str | None:
    if not value:
        return "but a user needs a name. Give one."
    if ":" in value:
        return "but a colon ends the name in an htpasswd file. Remove it."
    if value.startswith("#"):
        return "but a line that starts with '#' is a comment. Rename the user."
    if re.search(r"[\x00-\x1f\x7f\x85\u2028\u2029]", value):
        return "but a name has no line break and no control character. Remove it."
    if value != value.strip():
        return "but a registry cuts blanks off the ends of a line. Remove them."
    return None


def not_a_password(value: str) -> str | None:
    """The rule only: the password itself is shown nowhere."""
    if not value:
        return "but it is empty, and a user needs a password. Give one."
    if re.search(r"[\x00\r\n]", value):
        return "but a password has no line break and no NUL. Remove it."
    size = len(value.encode("utf-8", "surrogatepass"))
    if size > _BYTES:
        return (
            f"but it has {size} bytes as UTF-8, and bcrypt reads {_BYTES}. Use a shorter password."
        )
    return None


def not_a_cost(value: int) -> str | None:
    if 4 <= value <= 31:
        return None
    return "but bcrypt's cost is 4 to 31; each step doubles the time of a login. Use 10."


@dataclass(frozen=True)
class Line:
    """One line with its end. ``name`` is None where the line is no user's."""

    text: str
    number: int
    name: str | None = None
    hash: str = ""

    @property
    def cost(self) -> int | None:
        """Cost of a bcrypt hash; None for any other hash."""
        match = _BCRYPT.fullmatch(self.hash)
        return int(match["cost"]) if match else None


def lines_of(text: str | None) -> list[Line]:
    """Every line of the file. A registry trims lines and skips empty ones and comments."""
    found = []
    for number, line in enumerate((part for part in re.split(r"(?<=\n)", text or "") if part), 1):
        body = line.strip()
        name, colon, rest = body.partition(":")
        if colon and name and not body.startswith("#"):
            found.append(Line(line, number, name, rest))
        else:
            found.append(Line(line, number))
    return found


def checkable(text: str | None, params: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(name, password, hash) of listed users whose hash has the wanted form and cost.

    Only these are worth the time of a check; any other hash is replaced anyway.
    """
    if params["state"] == "absent":
        return []
    listed = {user["name"]: user["password"] for user in params["users"]}
    return [
        (line.name, listed[line.name], line.hash)
        for line in lines_of(text)
        if line.name is not None and line.name in listed and line.cost == params["cost"]
    ]


def _wrong(params: Mapping[str, Any]) -> list[str]:
    found = []
    seen: dict[str, int] = {}
    for index, user in enumerate(params["users"]):
        first = seen.setdefault(user["name"], index)
        if first != index:
            found.append(
                f"users[{index}].name is {user['name']!r}, but users[{first}] has that name too. "
                "Leave one of them out."
            )
        if params["state"] == "present" and user.get("password") is None:
            found.append(f"users[{index}].password is missing, but state is present. Add it.")
    return found


def merge(text: str | None, params: Mapping[str, Any], seen: Mapping[str, Any]) -> Merged:
    """The file with the users as wanted; ``seen['verified']`` are names whose password is right."""
    lines = lines_of(text)
    names = [user["name"] for user in params["users"]]
    if params["state"] == "absent":
        return _without(text, lines, set(names), params)
    _no_duplicates(lines, set(names), params)
    there = {line.name for line in lines if line.name}
    verified = set(seen["verified"])
    added = [name for name in names if name not in there]
    changed = [name for name in names if name in there and name not in verified]
    removed = sorted(there - set(names)) if params["exclusive"] else []

    ending = "\r\n" if text and "\r\n" in text else "\n"
    kept = []
    for line in lines:
        if params["exclusive"] and line.name not in names:
            continue
        if line.name in changed:
            end = line.text[len(line.text.rstrip("\r\n")) :]
            kept.append(f"{line.name}:{FRESH}{end}")
        else:
            kept.append(line.text)
    if kept and added and not kept[-1].endswith("\n"):
        kept[-1] += ending
    kept += [f"{name}:{FRESH}{ending}" for name in added]
    after = "".join(kept)
    result = {
        "users": _users(after),
        "added": added,
        "changed": changed,
        "removed": removed,
    }
    why = [
        f"{verb} {_listed(who)} {word} {params['path']}"
        for verb, who, word in (
            ("add", added, "to"),
            ("give a new hash to", changed, "in"),
            ("remove", removed, "from"),
        )
        if who
    ]
    if not why and after != (text or ""):
        why = [f"remove what is no listed user's from {params['path']}"]
    if text is None and not why:
        why = [f"make {params['path']} without any user"]
    return Merged(
        after,
        result,
        tuple(why),
        warnings=(
            *_doubts(lines, params),
            *(open_to_all(params, seen.get("mode"), "hashes of passwords") if after else ()),
        ),
        shown=(shown(text or ""), _shown_after(after, params["cost"])),
    )


def _without(
    text: str | None, lines: list[Line], names: set[str], params: Mapping[str, Any]
) -> Merged:
    removed = sorted({line.name for line in lines if line.name} & names)
    after = None if text is None else "".join(line.text for line in lines if line.name not in names)
    return Merged(
        after,
        {"users": _users(after), "added": [], "changed": [], "removed": removed},
        (f"remove {_listed(removed)} from {params['path']}",) if removed else (),
        warnings=tuple(_doubts(lines, params)),
        shown=(shown(text or ""), shown(after or "")),
    )


def _no_duplicates(lines: list[Line], names: set[str], params: Mapping[str, Any]) -> None:
    places: dict[str, list[int]] = {}
    for line in lines:
        if line.name in names:
            places.setdefault(str(line.name), []).append(line.number)
    found = [
        f"{params['path']} has {name!r} on lines {' and '.join(map(str, numbers))}, but a user has "
        "one line. Remove all but one; the file was left as it was."
        for name, numbers in places.items()
        if len(numbers) > 1
    ]
    if found:
        raise InputError(found)


def _doubts(lines: Iterable[Line], params: Mapping[str, Any]) -> list[str]:
    """A registry reads the whole file or nothing: one bad line locks everybody out."""
    if params["state"] == "present" and params["exclusive"]:
        return []
    return [
        f"line {line.number} of {params['path']} is no 'name:hash', and a registry refuses every "
        "login because of it. Correct or remove it."
        for line in lines
        if line.name is None
        and line.text.strip()
        and not line.text.strip().startswith("#")
        and ":" not in line.text
    ]


def with_hashes(text: str, hashes: Mapping[str, str]) -> str:
    """The planned text with each FRESH replaced by the user's hash."""
    return "".join(
        line.text.replace(f":{FRESH}", f":{hashes[line.name]}", 1)
        if line.name is not None and line.hash == FRESH and line.name in hashes
        else line.text
        for line in lines_of(text)
    )


def awaited(text: str) -> list[str]:
    """Names of the planned text that wait for a hash."""
    return [line.name for line in lines_of(text) if line.name and line.hash == FRESH]


def _users(text: str | None) -> list[str]:
    return list(dict.fromkeys(line.name for line in lines_of(text) if line.name))


def _listed(names: list[str], most: int = 5) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def shown(text: str) -> str:
    """The file for a diff: what kind of hash each user has, and nothing of the hash."""
    return "".join(_shown_line(line) for line in lines_of(text))


def _shown_line(line: Line) -> str:
    if line.name is None:
        comment = line.text.strip().startswith("#") or not line.text.strip()
        # A line without a colon may be half a hash.
        return line.text if comment else "<a line that is no user's>\n"
    kind = f"bcrypt, cost {line.cost}" if line.cost is not None else "another kind of hash"
    return f"{line.name}:<{kind}>\n"


def _shown_after(text: str, cost: int) -> str:
    return "".join(
        f"{line.name}:<new hash, bcrypt, cost {cost}>\n"
        if line.hash == FRESH
        else _shown_line(line)
        for line in lines_of(text)
    )


HTPASSWD = Format(
    kind="htpasswd_users",
    options=(
        Option("path", "The htpasswd file. Its directory must exist.", required=True, type="path"),
        Option(
            "users",
            (
                "The users, in one list. A user that is there keeps its line's place, a new one "
                "comes last.",
                "An empty list makes a missing file without users, and with O(exclusive=true) "
                "empties one that is there. That locks everybody out, which is meant: a registry "
                "that finds no file invents a user.",
            ),
            type="list",
            elements="dict",
            required=True,
            suboptions=(
                Option("name", "Name of the user.", required=True, wrong=not_a_name),
                Option(
                    "password",
                    (
                        "The password, of at most 72 bytes as UTF-8. It is checked against the "
                        "hash in the file, and the hash is replaced only if it does not fit.",
                        "Required when O(state=present).",
                    ),
                    secret=True,
                    wrong=not_a_password,
                ),
            ),
        ),
        Option(
            "cost",
            "Cost of the bcrypt hash. A hash of another cost or another kind is replaced.",
            type="int",
            default=10,
            wrong=not_a_cost,
        ),
        Option(
            "exclusive",
            "Whether users that are not listed, comments and every other line leave the file. "
            "It has no meaning with O(state=absent).",
            type="bool",
            default=False,
        ),
        state("Whether the listed users are there."),
        BACKUP,
    ),
    merge=merge,
    shown=shown,
    wrong=_wrong,
    mode=0o640,
)
