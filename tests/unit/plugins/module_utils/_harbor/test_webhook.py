# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Headers of webhooks: compared, kept, and never shown."""

from __future__ import annotations

from typing import Any

from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_field import given
from ansible_collections.twinstar.registry.plugins.module_utils._harbor.webhook import (
    WEBHOOK,
    with_headers,
)

TARGETS = next(each for each in WEBHOOK.fields if each.name == "targets")
STORED = {
    "targets": [
        {"type": "http", "address": "https://a.example.com", "auth_header": "planted-one"},
        {"type": "slack", "address": "https://b.example.com"},
    ]
}


def want(*targets: dict[str, Any]) -> Any:
    return given([TARGETS], {"targets": list(targets)})["targets"]


def differs(*targets: dict[str, Any]) -> bool:
    assert TARGETS.differs is not None
    return TARGETS.differs(want(*targets), STORED)


A = {"type": "http", "address": "https://a.example.com"}
B = {"type": "slack", "address": "https://b.example.com"}


def test_a_header_that_is_not_said_stays() -> None:
    assert [each["auth_header"] for each in with_headers(want(A, B), STORED)] == ["planted-one", ""]
    assert not differs(A, B)
    assert not differs(B, A)


def test_a_header_that_is_said_is_compared() -> None:
    assert not differs({**A, "auth_header": "planted-one"}, B)
    assert differs({**A, "auth_header": "two"}, B)
    assert differs({**A, "auth_header": ""}, B)


def test_a_header_does_not_go_to_another_address() -> None:
    (moved,) = with_headers(want({"address": "https://c.example.com"}), STORED)
    assert moved["auth_header"] == ""


def test_what_is_read_has_no_header() -> None:
    assert "planted-one" not in repr(WEBHOOK.read(STORED))
