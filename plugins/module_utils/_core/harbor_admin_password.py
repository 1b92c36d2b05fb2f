# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The password that an account of Harbor shall have, and those that it may have still.

Harbor takes that of harbor.yml at its very first start only; later it is changed by the API, and
an account changes its own only with the present one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .harbor_option import HARBOR_CONNECTION
from .option import Option
from .registry_option import not_a_password

_KEY = "harbor_admin_password"
# What is said of them here is another thing.
_OWN = ("harbor_username", "harbor_password")

OPTIONS = (
    *(option for option in HARBOR_CONNECTION if option.name not in _OWN),
    Option("harbor_username", "The account, which Harbor itself must keep.", default="admin"),
    Option(
        "harbor_password",
        "The password that the account shall have: 8 to 128 characters with a capital letter, a "
        "small letter and a digit.",
        secret=True,
        required=True,
        wrong=not_a_password,
    ),
    Option(
        "harbor_yml",
        "A harbor.yml on the managed host, whose C(harbor_admin_password) is tried where "
        "O(harbor_password) is refused. A file that is not there is none.",
        type="path",
    ),
    Option(
        "previous",
        "Passwords that the account may have now. They are tried in this order, after that of "
        "O(harbor_yml).",
        type="list",
        elements="str",
        secret=True,
    ),
)


@dataclass(frozen=True)
class Candidate:
    """A password that may be the present one; ``name`` says where it comes from."""

    name: str
    password: str


def candidates(
    wanted: str, config: Mapping[str, Any], path: str | None, previous: Sequence[str]
) -> list[Candidate]:
    """In the order in which they are tried, each once; ``config`` is that of a harbor.yml."""
    found = []
    if isinstance(config.get(_KEY), (str, int)):
        found.append(Candidate(f"that of {path}", str(config[_KEY])))
    found += [Candidate(f"previous[{index}]", each) for index, each in enumerate(previous)]
    unlike: dict[str, Candidate] = {}
    for each in found:
        if each.password and each.password != wanted:
            unlike.setdefault(each.password, each)
    return list(unlike.values())


def unfit(password: str) -> str | None:
    """Harbor counts bytes, and only ASCII letters and digits as such."""
    kinds = all(re.search(kind, password) for kind in ("[a-z]", "[A-Z]", "[0-9]"))
    if kinds and 8 <= len(password.encode("utf-8", "replace")) <= 128:
        return None
    return (
        "harbor_password is set, but Harbor wants 8 to 128 characters with a capital letter, a "
        "small letter and a digit, all of them ASCII. Choose another."
    )


def none_fits(account: str, tried: Sequence[Candidate]) -> str:
    names = "".join(f", nor {each.name}" for each in tried)
    return (
        f"log in to Harbor as {account}: it takes neither harbor_password{names}. "
        "Name the present password in previous; nothing was changed."
    )
