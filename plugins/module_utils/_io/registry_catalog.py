# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which repositories a registry lists, and which tags they have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.option import Option
from .._core.registry_option import CONNECTION, connection_faults
from .query import Query
from .registry_client import RegistryClient, connect
from .side_by_side import side_by_side

PAGE = 100


def list_catalog(params: Mapping[str, Any]) -> Mapping[str, Any]:
    client = connect(params)
    size = params["page_size"]
    repositories = client.pages(
        "/v2/_catalog",
        "repositories",
        f"list the repositories of {client.name}",
        size=size,
        scopes=("registry:catalog:*",),
    )
    tags: Mapping[str, list[str]] = {}
    if params["tags"]:
        found = side_by_side(lambda name: list_tags(client, name, size), repositories or [])
        # A repository stays in the catalog when its last tag is deleted, and then has no tags.
        tags = {name: listed or [] for name, listed in zip(repositories or [], found)}
    return {"repositories": repositories, "tags": tags}


def list_tags(client: RegistryClient, repository: str, size: int = PAGE) -> list[str] | None:
    """The tags, sorted; None for a repository that is not there."""
    return client.pages(
        f"/v2/{repository}/tags/list",
        "tags",
        f"list the tags of {repository} in {client.name}",
        size=size,
        scopes=(f"repository:{repository}:pull",),
        also=404,
    )


def not_a_page_size(value: int) -> str | None:
    return None if 0 < value <= 1000 else "but a page has 1 to 1000 names. Choose one of these."


CATALOG = Query(
    kind="registry_catalog_info",
    options=(
        *CONNECTION,
        Option(
            "page_size",
            "How many names a request asks for; all pages are read. A registry may give fewer.",
            type="int",
            default=PAGE,
            wrong=not_a_page_size,
        ),
        Option(
            "tags",
            "Whether to list the tags of each repository too, with at least one more request for "
            "each.",
            type="bool",
            default=False,
        ),
    ),
    ask=list_catalog,
    faults=connection_faults,
)
