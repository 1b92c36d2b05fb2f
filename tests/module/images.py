# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two projects, and images in one of them, for what deals with artifacts."""

from __future__ import annotations

from .harbor import Harbor
from .registry import OCI_MANIFEST

# What is pushed is the same each time, so that digests may stand in a module's RETURN.
OLD = "sha256:9f6dbf651ee4382006ba394b3eef93b714f60218a518a82999352aee8c1b914a"
NEW = "sha256:36035c0387a862dcbbce1e47865582c220f8e3c4c4715b986f9517e2bf08ef11"


def push(harbor: Harbor, repository: str, tag: str | None, text: str) -> str:
    """An image of a layer with that text; its digest."""
    layers = (b"layer one", text.encode())
    with harbor.pusher() as pusher:
        pushed = pusher.image(repository, tag, kind=OCI_MANIFEST, layers=layers)
    return str(pushed["digest"])


def furnish(harbor: Harbor) -> None:
    """test/app/web has two images: 1.0, which is nightly too, and 1.1; prod is empty."""
    for name in ("test", "prod"):
        harbor.ask("POST", "/projects", {"project_name": name})
    for name in ("hardened", "seen"):
        harbor.ask("POST", "/labels", {"name": name, "scope": "g"})
    assert push(harbor, "test/app/web", "1.0", "layer two") == OLD
    assert push(harbor, "test/app/web", "1.1", "layer three") == NEW
    tags = "/projects/test/repositories/app%252Fweb/artifacts/1.0/tags"
    harbor.ask("POST", tags, {"name": "nightly"})
