# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which repositories and tags of a project a rule is about, said in a readable way.

Harbor has lists of selectors, each with a decoration (matches, excludes); it takes any, and its
own web page writes one for repositories and one for tags. What is not of this form is shown as it
is, and left alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .._core.harbor_field import Field, Values

_REPOSITORY = {"repoMatches": False, "repoExcludes": True}
_TAG = {"matches": False, "excludes": True}
PATTERN = "C(*) stands for anything but a slash, C(**) for anything, C({a,b}) for one of several."


def not_a_pattern(value: str) -> str | None:
    if not value:
        return "but an empty pattern matches nothing. Write ** for all."
    if '"' in value:
        return "but no name of a repository and no tag has a quotation mark. Correct it."
    return _unbalanced(value)


def _unbalanced(value: str) -> str | None:
    depth = {"{": 0, "[": 0}
    for opening, closing in ("{}", "[]"):
        for letter in value:
            depth[opening] += (letter == opening) - (letter == closing)
            if depth[opening] < 0:
                break
        if depth[opening]:
            # Harbor takes it, and a rule of it matches nothing or fails as a whole.
            return f"but its {opening} and {closing} do not pair. Correct it."
    return None


SELECTORS = (
    Field(
        "repositories",
        f"A pattern of names of repositories, without the project. {PATTERN}",
        default="**",
        absent="**",
        wrong=not_a_pattern,
    ),
    Field(
        "repositories_excluded",
        "Whether it is about all repositories but those that match O(repositories).",
        type="bool",
        default=False,
        absent=False,
    ),
    Field(
        "tags",
        f"A pattern of tags. {PATTERN}",
        default="**",
        absent="**",
        wrong=not_a_pattern,
    ),
    Field(
        "tags_excluded",
        "Whether it is about all tags but those that match O(tags).",
        type="bool",
        default=False,
        absent=False,
    ),
)


def readable(rule: Mapping[str, Any]) -> Values | None:
    """The values of SELECTORS; None if they cannot say it all."""
    scopes = rule.get("scope_selectors")
    if not isinstance(scopes, Mapping) or set(scopes) != {"repository"}:
        return None
    repository = _only(scopes["repository"], _REPOSITORY)
    tag = _only(rule.get("tag_selectors"), _TAG)
    if repository is None or tag is None:
        return None
    return {
        "repositories": repository["pattern"],
        "repositories_excluded": _REPOSITORY[repository["decoration"]],
        "tags": tag["pattern"],
        "tags_excluded": _TAG[tag["decoration"]],
    }


def selectors(values: Mapping[str, Any]) -> Values:
    """The part of a rule's body that says so."""
    excluded = values.get("repositories_excluded"), values.get("tags_excluded")
    return {
        "scope_selectors": {
            "repository": [
                {
                    "kind": "doublestar",
                    "decoration": "repoExcludes" if excluded[0] else "repoMatches",
                    "pattern": values["repositories"],
                }
            ]
        },
        "tag_selectors": [
            {
                "kind": "doublestar",
                "decoration": "excludes" if excluded[1] else "matches",
                "pattern": values["tags"],
            }
        ],
    }


def sentence(values: Mapping[str, Any]) -> str:
    """The values in a sentence: "for tags v* of repositories app/**"."""
    tags = "all tags but" if values.get("tags_excluded") else "tags"
    repositories = "all repositories but" if values.get("repositories_excluded") else "repositories"
    return (
        f"for {tags} {values.get('tags', '**')} in {repositories} "
        f"{values.get('repositories', '**')}"
    )


def raw(rule: Mapping[str, Any]) -> str:
    """A rule of another form, as one text that is like no other rule's."""
    return json.dumps(rule, sort_keys=True)


def _only(found: Any, decorations: Mapping[str, bool]) -> Mapping[str, Any] | None:
    if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], Mapping):
        return None
    one: Mapping[str, Any] = found[0]
    known = one.get("kind") == "doublestar" and one.get("decoration") in decorations
    return one if known and isinstance(one.get("pattern"), str) else None
