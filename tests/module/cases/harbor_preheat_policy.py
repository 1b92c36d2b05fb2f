# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case

INSTANCE = {
    "name": "shop",
    "vendor": "dragonfly",
    "endpoint": "http://127.0.0.1:9/shop",
    "auth_mode": "NONE",
    "enabled": True,
}


def with_instance(harbor: Harbor) -> None:
    harbor.ask("POST", "/projects", {"project_name": "test"})
    harbor.ask("POST", "/p2p/preheat/instances", INSTANCE)
    other = {"name": "other", "endpoint": "http://127.0.0.1:9/other"}
    harbor.ask("POST", "/p2p/preheat/instances", {**INSTANCE, **other})


CASE = harbor_case(
    "harbor_preheat_policy",
    {
        "project": "test",
        "name": "releases",
        "description": "what the shop sells",
        "instance": "shop",
        "enabled": True,
        "filters": {"repositories": "**", "tags": "v*", "labels": ["hardened"]},
        "cron": "0 0 3 * * *",
        "extra_attrs": {},
    },
    furnish=with_instance,
    change=(
        {"description": ""},
        {"instance": "other"},
        {"enabled": False},
        {"filters": {"repositories": "web/**", "signed": True}},
        {"filters": {"labels": []}},
        {"cron": "0 0 4 * * *"},
        {"trigger": "event_based", "cron": None},
        {"extra_attrs": {"scope": "all_peers", "cluster_ids": [1, 2]}},
    ),
    wrong=(
        ({"name": "a b"}, "name is 'a b', but such a name has letters and digits"),
        ({"filters": {"tags": ""}}, "filters.tags is '', but an empty pattern matches nothing"),
        ({"trigger": "manual"}, "cron is '0 0 3 * * *', but trigger is 'manual'"),
        ({"cron": None, "trigger": "scheduled"}, "cron is missing, but trigger is 'scheduled'"),
        ({"extra_attrs": {"scope": "all"}}, "but Dragonfly knows the scopes single_seed_peer"),
    ),
)
