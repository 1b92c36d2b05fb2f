# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The marked block of a hosts file: everything outside it keeps its bytes."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from typing import Any

from .errors import InputError
from .file_option import BACKUP, state
from .option import Option
from .plan import Format, Merged

_NAME = re.compile(
    r"[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?"
)


def not_an_address(value: str) -> str | None:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return "but an address is IPv4 or IPv6, such as 192.168.126.40 or 2001:db8::40. Correct it."
    return None


def not_a_host_name(value: str) -> str | None:
    if len(value) <= 253 and _NAME.fullmatch(value):
        return None
    return "but a host name has letters, digits, hyphens and dots only. Correct it."


def not_a_block_name(value: str) -> str | None:
    if value.strip() == value and value and "\n" not in value and "\r" not in value:
        return None
    return (
        "but it stands in a comment line, so it has no line break and no blank at its ends. "
        "Shorten it."
    )


def _canonical(address: str) -> str:
    return str(ipaddress.ip_address(address))


def _family(address: str) -> int:
    return ipaddress.ip_address(address).version


def _wrong(params: Mapping[str, Any]) -> list[str]:
    seen: dict[tuple[str, int], str] = {}
    found = []
    for index, entry in enumerate(params.get("entries") or ()):
        if not_an_address(entry["address"]):
            continue
        if not entry["names"]:
            found.append(
                f"entries[{index}].names is empty, but an address needs a name. "
                "Give one, or leave the entry out."
            )
        for name in entry["names"]:
            key = (name.lower().rstrip("."), _family(entry["address"]))
            address = _canonical(entry["address"])
            if seen.setdefault(key, address) != address:
                found.append(
                    f"entries[{index}].names has {name!r} for {address}, but it stands for "
                    f"{seen[key]} already, and a name has one IPv4 and one IPv6 address here. "
                    "Remove one of them."
                )
    return found


def _markers(name: str) -> tuple[str, str]:
    return f"# BEGIN {name}", f"# END {name}"


def _split(text: str, name: str) -> tuple[list[str], list[str] | None, list[str]]:
    """Lines with their ends before, inside and after the block; inside is None without one."""
    begin, end = _markers(name)
    lines = [line for line in re.split(r"(?<=\n)", text) if line]
    begins = [i for i, line in enumerate(lines) if line.strip() == begin]
    ends = [i for i, line in enumerate(lines) if line.strip() == end]
    if not begins and not ends:
        return lines, None, []
    if len(begins) != 1 or len(ends) != 1 or ends[0] < begins[0]:
        where = ", ".join(str(i + 1) for i in sorted(begins + ends))
        raise InputError(
            f"the hosts file has unpaired marks of block {name!r} (line {where}). "
            f"Leave one {begin!r} before one {end!r}, or remove both; the file was left as it was."
        )
    return lines[: begins[0]], lines[begins[0] + 1 : ends[0]], lines[ends[0] + 1 :]


def _mappings(lines: Iterable[str]) -> list[tuple[int, str, list[str]]]:
    """(line number from 1, address, names) of every line that maps; others are skipped."""
    found = []
    for number, line in enumerate(lines, 1):
        words = line.split("#", 1)[0].split()
        if len(words) > 1 and not not_an_address(words[0].split("%", 1)[0]):
            found.append((number, words[0], words[1:]))
    return found


def _conflicts(
    outside: list[tuple[int, str, list[str]]], entries: list[dict[str, Any]], block: str
) -> list[str]:
    wanted = {
        (name.lower().rstrip("."), _family(entry["address"])): _canonical(entry["address"])
        for entry in entries
        for name in entry["names"]
    }
    found = []
    for number, address, names in outside:
        bare = address.split("%", 1)[0]
        for name in names:
            ours = wanted.get((name.lower().rstrip("."), _family(bare)))
            if ours is not None and ours != _canonical(bare):
                found.append(
                    f"line {number} of the hosts file maps {name} to {address}, but block "
                    f"{block!r} maps it to {ours}, and the first line wins. "
                    "Remove one of them, or set conflict to 'warn'."
                )
    return found


def merge(text: str | None, params: Mapping[str, Any], seen: Mapping[str, Any]) -> Merged:
    """The file with the block as wanted, or without it."""
    before = text or ""
    name = params["name"]
    head, inside, tail = _split(before, name)
    entries = [
        {"address": _canonical(entry["address"]), "names": list(entry["names"])}
        for entry in params.get("entries") or ()
    ]
    if params["state"] == "absent" or not entries:
        after = "".join(head + tail)
        why = (f"remove block {name} from {params['path']}",) if inside is not None else ()
        return Merged(after if text is not None else None, {"entries": []}, why)

    shift = 0 if inside is None else len(inside) + 2
    outside = _mappings(head) + [
        (number + len(head) + shift, address, names) for number, address, names in _mappings(tail)
    ]
    conflicts = _conflicts(outside, entries, name)
    if conflicts and params["conflict"] == "fail":
        raise InputError(conflicts)

    begin, end = _markers(name)
    ending = "\r\n" if "\r\n" in before else "\n"
    body = [f"{entry['address']} {' '.join(entry['names'])}{ending}" for entry in entries]
    if head and not head[-1].endswith("\n"):
        head = [*head[:-1], head[-1] + ending]
    after = "".join([*head, begin + ending, *body, end + ending, *tail])
    verb = "add" if inside is None else "change"
    why = (f"{verb} block {name} in {params['path']}",) if after != before else ()
    return Merged(after, {"entries": entries}, why, warnings=tuple(conflicts))


HOSTS_FILE = Format(
    kind="hosts_block",
    options=(
        Option("path", "The hosts file.", type="path", default="/etc/hosts"),
        Option(
            "name",
            "Name of the block: it stands in the comment lines before and after it, "
            "so that several blocks can live in one file.",
            default="twinstar.registry",
            wrong=not_a_block_name,
        ),
        Option(
            "entries",
            (
                "What the block says, exactly: an entry that is not listed leaves the block.",
                "Required when O(state=present). An empty list removes the block.",
            ),
            type="list",
            elements="dict",
            suboptions=(
                Option("address", "An IPv4 or IPv6 address.", required=True, wrong=not_an_address),
                Option(
                    "names",
                    "The names that resolve to the address, the canonical one first.",
                    type="list",
                    elements="str",
                    required=True,
                    wrong=not_a_host_name,
                ),
            ),
        ),
        Option(
            "conflict",
            (
                "What to do when a line outside the block maps one of the names to another "
                "address of the same family.",
                "V(fail) names the line and leaves the file as it was; V(warn) writes the block "
                "all the same.",
            ),
            default="fail",
            choices=("fail", "warn"),
        ),
        state("Whether the block is there."),
        BACKUP,
    ),
    merge=merge,
    wrong=_wrong,
    rules={"required_if": [("state", "present", ("entries",))]},
)
