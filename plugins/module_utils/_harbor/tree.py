# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind of object that harbor_state manages and harbor_export writes, in the order to read.

The only file that imports all of this room: a module ships what it imports.
"""

from __future__ import annotations

from .._core.harbor_tree import Branch
from .configuration import CONFIGURATION
from .cve_allowlist import CVE_ALLOWLIST
from .garbage_collection import GARBAGE_COLLECTION
from .immutable_tag_rule import IMMUTABLE_TAG_RULE
from .label import LABEL
from .member import MEMBER
from .preheat_instance import PREHEAT_INSTANCE
from .preheat_policy import PREHEAT_POLICY
from .project import PROJECT
from .purge_audit_log import PURGE_AUDIT_LOG
from .registry import REGISTRY
from .replication_policy import REPLICATION_POLICY
from .retention_policy import RETENTION_POLICY
from .robot_account import ROBOT_ACCOUNT
from .scan_all_schedule import SCAN_ALL_SCHEDULE
from .scanner import SCANNER
from .user import USER
from .user_group import USER_GROUP
from .webhook import WEBHOOK

TREE = (
    Branch("configuration", CONFIGURATION, alone=True),
    Branch("cve_allowlist", CVE_ALLOWLIST, alone=True),
    Branch("registries", REGISTRY),
    Branch("users", USER),
    Branch("user_groups", USER_GROUP),
    Branch("labels", LABEL),
    Branch("scanners", SCANNER),
    Branch("preheat_instances", PREHEAT_INSTANCE),
    Branch(
        "projects",
        PROJECT,
        below=(
            Branch("members", MEMBER),
            Branch("labels", LABEL, scope="project_labels"),
            Branch("robot_accounts", ROBOT_ACCOUNT, scope="project_robot_accounts"),
            Branch("webhooks", WEBHOOK),
            Branch("immutable_tag_rules", IMMUTABLE_TAG_RULE),
            Branch("retention_policy", RETENTION_POLICY, alone=True),
            Branch("preheat_policies", PREHEAT_POLICY),
        ),
    ),
    Branch("robot_accounts", ROBOT_ACCOUNT),
    Branch("replication_policies", REPLICATION_POLICY),
    Branch("garbage_collection", GARBAGE_COLLECTION, alone=True),
    Branch("purge_audit_log", PURGE_AUDIT_LOG, alone=True),
    Branch("scan_all_schedule", SCAN_ALL_SCHEDULE, alone=True),
)
