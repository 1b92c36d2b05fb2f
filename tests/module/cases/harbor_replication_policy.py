# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case


def with_registry(harbor: Harbor) -> None:
    harbor.ask("POST", "/registries", {"name": "hub-2", "type": "harbor", "url": harbor.url})
    harbor.ask("POST", "/registries", {"name": "hub-3", "type": "harbor", "url": harbor.url})


CASE = harbor_case(
    "harbor_replication_policy",
    {
        "name": "releases",
        "description": "what is released",
        "dest_registry": "hub-2",
        "dest_namespace": "mirror",
        "dest_namespace_replace_count": 1,
        "filters": [
            {"type": "name", "value": "prod/**"},
            {"type": "label", "labels": ["b", "a"], "decoration": "excludes"},
        ],
        "trigger": "scheduled",
        "cron": "0 30 2 * * *",
        "deletion": True,
        "override": True,
        "enabled": True,
        "speed": 1024,
        "copy_by_chunk": True,
    },
    furnish=with_registry,
    change=(
        {"description": ""},
        {"dest_registry": "hub-3"},
        {"src_registry": "hub-3", "dest_registry": None},
        {"dest_namespace": "copies"},
        {"dest_namespace_replace_count": -1},
        {"filters": []},
        {"filters": [{"type": "tag", "value": "v*"}]},
        {"trigger": "manual"},
        {"cron": "0 0 3 * * *"},
        {"deletion": False},
        {"override": False},
        {"enabled": False},
        {"speed": 0},
        {"copy_by_chunk": False},
    ),
    wrong=(
        ({"cron": "0 * * * * *"}, "cron is '0 * * * * *', but a replication may not run every"),
        ({"cron": "30 2 * * *"}, "cron is '30 2 * * *', but a schedule has six fields"),
        ({"cron": ""}, "cron is missing, but trigger is 'scheduled'"),
        ({"trigger": "event_based"}, "cron is '0 30 2 * * *', but trigger is 'event_based'"),
        ({"trigger": "often"}, "trigger is 'often', but Harbor knows manual, scheduled"),
        ({"src_registry": "hub-3"}, "src_registry is 'hub-3', but dest_registry is 'hub-2'"),
        ({"dest_registry": None}, "src_registry and dest_registry are missing"),
        ({"filters": [{"type": "shape", "value": "x"}]}, "filters[0].type is 'shape', but"),
        ({"filters": [{"type": "name"}]}, "a filter of the type name has a value"),
        ({"filters": [{"type": "label", "value": "x"}]}, "a filter of labels has their names"),
        ({"name": "n" * 256}, "but the name of a policy has 1 to 255 characters"),
    ),
)
