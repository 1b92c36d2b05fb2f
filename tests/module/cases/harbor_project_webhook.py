# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case, with_project

SECRET = "Bearer planted-token-1"
TARGET = {"address": "https://build.example.com/hooks/harbor", "auth_header": SECRET}

CASE = harbor_case(
    "harbor_project_webhook",
    {
        "project": "test",
        "name": "build-server",
        "description": "tells of each push",
        "event_types": ["PUSH_ARTIFACT", "DELETE_ARTIFACT"],
        "targets": [TARGET],
        "enabled": True,
    },
    furnish=with_project(),
    change=(
        {"description": ""},
        {"event_types": ["PUSH_ARTIFACT"]},
        {"targets": [{**TARGET, "auth_header": "Bearer planted-token-2"}]},
        {"targets": [{**TARGET, "auth_header": ""}]},
        {"targets": [{**TARGET, "address": "https://other.example.com"}]},
        {"targets": [{**TARGET, "skip_cert_verify": True}]},
        {"targets": [{**TARGET, "payload_format": "CloudEvents"}]},
        {"targets": [{"type": "slack", "address": "https://hooks.example.com/services/T0/B0"}]},
        {"enabled": False},
    ),
    wrong=(
        ({"name": ""}, "name is '', but the name of a webhook has 1 to 255 characters"),
        ({"event_types": ["TEA_TIME"]}, "event_types[0] is 'TEA_TIME', but Harbor knows"),
        ({"event_types": []}, "event_types is empty, but Harbor wants at least one"),
        ({"targets": []}, "targets is empty, but Harbor wants whom to tell"),
        ({"targets": [{**TARGET, "address": "x"}]}, "targets[0].address is 'x', but an address"),
        ({"targets": [{**TARGET, "type": "mail"}]}, "targets[0].type is 'mail', but Harbor"),
        (
            {"targets": [{**TARGET, "type": "slack", "payload_format": "CloudEvents"}]},
            "targets[0].payload_format is 'CloudEvents', but Slack",
        ),
    ),
    secrets=(SECRET, "planted-token-2"),
)
