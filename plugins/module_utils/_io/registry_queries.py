# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the reading modules ask a registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.errors import Problem
from .._core.option import Option
from .._core.registry_option import CONNECTION, CONNECTION_RULES, not_headers
from .query import Query


def _later(params: Mapping[str, Any]) -> Mapping[str, Any]:
    raise Problem("not written yet.")


def not_a_wait(value: int) -> str | None:
    return None if value >= 0 else "but a wait is 0 seconds or more. Raise it."


def not_a_page_size(value: int) -> str | None:
    return None if 0 < value <= 1000 else "but a page has 1 to 1000 names. Choose one of these."


PING = Query(
    kind="registry_ping",
    options=(
        *CONNECTION,
        Option(
            "wait",
            (
                "Seconds to wait for a registry that does not answer yet, or answers 5xx, or lacks O(expect_headers).",
                "With V(0) it is asked once.",
            ),
            type="int",
            default=0,
            wrong=not_a_wait,
        ),
        Option(
            "expect_headers",
            "Headers that the answer must carry, with these values: a proof that this instance answers, and not another on the same address.",
            type="dict",
            wrong=not_headers,
        ),
    ),
    ask=_later,
    rules=CONNECTION_RULES,
)

CATALOG = Query(
    kind="registry_catalog_info",
    options=(
        *CONNECTION,
        Option(
            "page_size",
            "How many names a request asks for; all pages are read. A registry may give fewer.",
            type="int",
            default=100,
            wrong=not_a_page_size,
        ),
        Option(
            "tags",
            "Whether to list the tags of each repository too: one more request, at least, for each.",
            type="bool",
            default=False,
        ),
    ),
    ask=_later,
    rules=CONNECTION_RULES,
)

TAGS = Query(
    kind="registry_tag_info",
    options=(
        *CONNECTION,
        Option(
            "images",
            (
                "What to look up: V(repository) for all its tags, V(repository:tag), or V(repository@digest).",
                "The registry's own name may stand before the repository.",
            ),
            type="list",
            elements="str",
            required=True,
        ),
        Option(
            "details",
            "Whether to read sizes, platforms and creation times too: two more requests, at least, for each image.",
            type="bool",
            default=False,
        ),
    ),
    ask=_later,
    rules=CONNECTION_RULES,
)
