# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from .. import images
from ..harbor import Harbor, harbor_case


def furnish(harbor: Harbor) -> None:
    images.furnish(harbor)
    (label,) = harbor.ask("GET", "/labels?scope=g&q=name=hardened")
    artifact = "/projects/test/repositories/app%252Fweb/artifacts/1.0"
    harbor.ask("POST", f"{artifact}/labels", {"id": label["id"]})


CASE = harbor_case(
    "harbor_artifact_info",
    {"project": "test", "repository": "app/web", "tag": "nightly"},
    furnish=furnish,
    registry=True,
    reads=True,
    wrong=(
        ({"project": "none", "tag": None}, "project none does not exist in this Harbor"),
        ({"repository": None, "reference": "1.0"}, "reference is set, but repository is not"),
        ({"tagged": False}, "tag is set, but tagged is false"),
        ({"reference": "a b"}, "reference is 'a b', but a tag has up to 128 letters"),
    ),
    varies=("push_time",),
)
