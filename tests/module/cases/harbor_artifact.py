# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case
from ..images import OLD, furnish

CASE = harbor_case(
    "harbor_artifact",
    {
        "project": "prod",
        "repository": "app/web",
        "copy_from": "test/app/web:1.0",
        "tags": ["1.0", "stable"],
        "labels": ["hardened"],
        "exclusive": ["tags", "labels"],
    },
    furnish=furnish,
    registry=True,
    change=(
        {"tags": ["1.0"]},
        {"tags": ["stable", "live"]},
        {"tags": []},
        {"labels": []},
        {"labels": ["hardened", "seen"]},
    ),
    wrong=(
        ({"copy_from": "web:1.0"}, "copy_from is 'web:1.0', but it begins with a project"),
        ({"copy_from": "test/app/web"}, "copy_from is 'test/app/web', but it has neither tag nor"),
        ({"tags": ["ok", "a b"]}, "tags[1] is 'a b', but a tag has up to 128 letters"),
        ({"reference": "1.0"}, "reference and copy_from say which artifact is meant"),
        ({"copy_from": None}, "reference and copy_from say which artifact is meant"),
        ({"labels": None}, "exclusive has 'labels', but labels is not set"),
        ({"state": "absent"}, "reference is not set, but state is 'absent'"),
        ({"copy_from": "prod/app/web:1"}, "copy_from is 'prod/app/web:1', but that is in the same"),
        (
            {"copy_from": f"test/app/web@{OLD}", "tags": None, "exclusive": []},
            f"copy_from is 'test/app/web@{OLD}' and names no tag, but tags is not set",
        ),
    ),
    absent={"state": "absent", "copy_from": None, "reference": OLD},
)
