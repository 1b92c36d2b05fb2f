# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Artifacts and repositories: what is understood without asking Harbor."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_version import Version
from ansible_collections.twinstar.registry.plugins.module_utils._harbor.artifact import (
    covers,
    not_a_source,
)
from ansible_collections.twinstar.registry.plugins.module_utils._harbor.repository import (
    as_sent,
    escapes,
    not_a_reference,
    not_a_repository,
)

DIGEST = "sha256:" + "0" * 64


def rule(
    tags: str = "v*",
    repositories: str = "app/**",
    decorations: tuple[str, str] = ("matches", "repoMatches"),
    **more: Any,
) -> dict[str, Any]:
    return {
        "tag_selectors": [
            {"kind": "doublestar", "decoration": decorations[0], "pattern": tags},
        ],
        "scope_selectors": {
            "repository": [
                {"kind": "doublestar", "decoration": decorations[1], "pattern": repositories},
            ]
        },
        **more,
    }


def test_a_rule_covers_tags_of_repositories() -> None:
    assert covers(rule(), "app/web", "v1")
    assert not covers(rule(), "app/web", "latest")
    assert not covers(rule(), "web", "v1")
    assert covers(rule(decorations=("excludes", "repoMatches")), "app/web", "latest")
    assert covers(rule(decorations=("matches", "repoExcludes")), "web", "v1")
    assert not covers(rule(decorations=("excludes", "repoExcludes")), "app/web", "v1")


def test_a_rule_that_harbor_passes_over_covers_nothing() -> None:
    assert not covers(rule(disabled=True), "app/web", "v1")
    assert not covers({"tag_selectors": None, "scope_selectors": None}, "app/web", "v1")
    assert not covers({**rule(), "tag_selectors": []}, "app/web", "v1")
    assert not covers(rule(decorations=("odd", "repoMatches")), "app/web", "v1")
    assert not covers(rule(tags="{v"), "app/web", "v1")


def test_only_the_first_selector_counts() -> None:
    two = rule()
    two["tag_selectors"].append({"decoration": "matches", "pattern": "latest"})
    assert not covers(two, "app/web", "latest")


@pytest.mark.parametrize(
    ("version", "escaped"),
    [
        ("2.9.5", False),
        ("2.12.3", False),
        ("2.12.4", True),
        ("2.13.0", False),
        ("2.13.1", True),
        ("2.13.5", True),
        ("2.14.0", True),
        ("2.15.2", True),
    ],
)
def test_which_versions_escape_a_description(version: str, escaped: bool) -> None:
    assert escapes(Version.of(version)) is escaped
    text = "&lt;b&gt;&amp;&#34;&#39; &copy;"
    expected = "<b>&\"' &copy;" if escaped else text
    assert as_sent(text, Version.of(version)) == expected


def test_what_was_escaped_twice_is_taken_back_once() -> None:
    assert as_sent("&amp;lt;", Version.of("2.15.2")) == "&lt;"


@pytest.mark.parametrize("name", ["web", "app/web", "a/b/c.d", "a__b", "007"])
def test_names_of_repositories(name: str) -> None:
    assert not_a_repository(name) is None


@pytest.mark.parametrize(
    "name", ["", "App", "a//b", "/a", "a/", "a:1", f"a@{DIGEST}", "a b", "..", "ä"]
)
def test_no_names_of_repositories(name: str) -> None:
    assert not_a_repository(name)


def test_a_reference_is_a_tag_or_a_digest() -> None:
    for good in ("latest", "1.0", "_x", DIGEST):
        assert not_a_reference(good) is None
    for bad in ("", "-x", "a b", "x" * 129, "sha256:12", "a:b", "a/b"):
        assert not_a_reference(bad)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("test/web", "neither tag nor digest"),
        ("web:1", "begins with a project"),
        ("localhost/test/web:1", "named without a host. Leave out 'localhost'"),
        ("harbor.abc.com:443/test/web:1", "named without a host"),
        ("test/web@sha256:12", "a digest is sha256:"),
        ("Test/web:1", "lower-case"),
    ],
)
def test_what_cannot_be_copied_from(source: str, words: str) -> None:
    assert words in str(not_a_source(source))


def test_what_can_be_copied_from() -> None:
    for good in ("test/web:1", f"test/a/b@{DIGEST}", f"test/web:1@{DIGEST}"):
        assert not_a_source(good) is None
    assert not_a_source("harbor.abc.com:443/test/web:1", "harbor.abc.com:443") is None
