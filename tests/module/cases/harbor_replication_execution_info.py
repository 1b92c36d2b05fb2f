# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import Harbor, harbor_case
from . import harbor_replication_policy_info
from .harbor_replication_run import VARIES


def furnish(harbor: Harbor) -> None:
    """A run that has nothing to copy, and so ends at once."""
    harbor_replication_policy_info.furnish(harbor)
    (policy,) = harbor.ask("GET", "/replication/policies?q=name=releases")
    harbor.ask("POST", "/replication/executions", {"policy_id": policy["id"]})


CASE = harbor_case(
    "harbor_replication_execution_info",
    {"policy": "releases"},
    furnish=furnish,
    reads=True,
    wrong=(
        ({"policy": "none"}, "replication policy none does not exist in this Harbor"),
        ({"limit": 0}, "limit is 0, but it is at least 1"),
    ),
    varies=(*VARIES, "stopped", "start_time", "end_time"),
)
