# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..harbor import harbor_case

CASE = harbor_case(
    "harbor_job_queue",
    {"job_type": "REPLICATION", "action": "pause"},
    change=({"action": "resume"}, {"job_type": "WEBHOOK"}),
    # Another queue is not this one.
    one_way=(1,),
    absent=None,
    wrong=(({"job_type": "BOGUS"}, "job_type is 'BOGUS', but this Harbor knows"),),
)
