# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Metadata keys without a Harbor."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_plan import (
    Part,
    compared,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_request import (
    Caller,
    Ref,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_version import Version
from ansible_collections.twinstar.registry.plugins.module_utils._harbor.project_metadata import (
    PROJECT_METADATA,
    as_word,
)


def faults(name: str, value: str, version: str = "2.15.2") -> tuple[str, ...]:
    want = {"name": name, "value": value}
    part = Part(PROJECT_METADATA, Ref("project", "test"), (want,), ("",))
    admin = Caller("user", "admin", 1, sysadmin=True)
    return compared(part, [], Version.of(version), admin).faults


@pytest.mark.parametrize(
    ("given", "word"), [(True, "true"), ("False", "false"), ("high", "high"), (5, "5")]
)
def test_a_value_is_a_word(given: Any, word: str) -> None:
    assert as_word(given) == word


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("auto_scan", "true"),
        ("severity", "none"),
        ("proxy_speed_kb", "-1"),
        ("max_upstream_conn", "10"),
        ("a_key_of_a_newer_harbor", "anything"),
    ],
)
def test_values_that_a_key_takes(name: str, value: str) -> None:
    assert faults(name, value) == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("auto_scan", "1"),
        ("public", "maybe"),
        ("severity", "Low"),
        ("proxy_speed_kb", "-5"),
        ("max_upstream_conn", "0"),
        ("retention_id", "1"),
    ],
)
def test_values_that_do_harm_are_refused(name: str, value: str) -> None:
    assert len(faults(name, value)) == 1


@pytest.mark.parametrize(
    ("name", "value", "version"),
    [
        ("auto_sbom_generation", "true", "2.9.5"),
        ("proxy_speed_kb", "1", "2.11"),
        ("max_upstream_conn", "1", "2.13.5"),
        ("proxy_cache_local_on_not_found", "true", "2.15.1"),
    ],
)
def test_a_key_that_this_harbor_lacks_is_told(name: str, value: str, version: str) -> None:
    (fault,) = faults(name, value, version)
    assert f"{name} needs Harbor" in fault
