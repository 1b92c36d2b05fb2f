# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Until Harbor 2.12 the purge of audit logs goes by operations, and not by types of events."""

from __future__ import annotations

from .contract import run_module
from .harbor import a_harbor

HOURS = {"retention_hours": 720, "include_operations": ["pull"]}


def test_an_older_harbor_purges_by_operations() -> None:
    with a_harbor(version="2.9.5") as harbor:
        params = {**harbor.connection, "schedule": "daily", **HOURS}
        predicted = run_module("harbor_purge_audit_log", params, check=True)
        done = run_module("harbor_purge_audit_log", params)
        assert not done.failed, done.json
        assert done.changed
        assert done.json["plan"] == predicted.json["plan"]
        assert not run_module("harbor_purge_audit_log", params).changed
        other = {**params, "include_operations": ["pull", "create"]}
        assert run_module("harbor_purge_audit_log", other).changed
        assert run_module("harbor_purge_audit_log", {**params, "schedule": "none"}).changed


def test_a_run_of_an_older_harbor_goes_by_operations_too() -> None:
    with a_harbor(version="2.9.5") as harbor:
        params = {**harbor.connection, "dry_run": True, "wait_timeout": 90, **HOURS}
        answer = run_module("harbor_purge_audit_log_run", params)
        assert not answer.failed, answer.json
        assert answer.changed
