# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case, with_project

CASE = harbor_case(
    "harbor_retention_policy",
    {
        "project": "test",
        "rules": [
            {"keep": "latest_pushed", "number": 10},
            {"keep": "always", "tags": "v*"},
        ],
        "cron": "0 0 3 * * *",
    },
    furnish=with_project(),
    change=(
        {"rules": []},
        {"rules": [{"keep": "latest_pushed", "number": 5}, {"keep": "always", "tags": "v*"}]},
        {"rules": [{"keep": "pulled_within_days", "number": 7, "repositories": "nightly/**"}]},
        {"rules": [{"keep": "always", "tags": "v*", "tags_excluded": True, "disabled": True}]},
        {"rules": [{"keep": "always", "untagged": False}]},
        {"cron": ""},
        {"cron": "0 30 * * * *"},
    ),
    wrong=(
        ({"cron": "30 2 * * *"}, "cron is '30 2 * * *', but a schedule has six fields"),
        ({"cron": "1 0 0 * * *"}, "but Harbor takes only 0 in the first field"),
        ({"rules": [{"keep": "some"}]}, "rules[0].keep is 'some', but Harbor knows latest_pushed"),
        ({"rules": [{"keep": "latest_pushed"}]}, "rules[0].number is missing, but keep is"),
        ({"rules": [{"keep": "latest_pulled", "number": 0}]}, "rules[0].number is 0, but Harbor"),
        ({"rules": [{"keep": "always", "number": 1}]}, "rules[0].number is 1, but keep is"),
        ({"rules": [{"keep": "always"}, {"keep": "always"}]}, "rules[1] says the same as rules[0]"),
        ({"rules": [{"keep": "always", "tags": "{a"}]}, "rules[0].tags is '{a', but its { and }"),
    ),
)
