# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings. One refused key refuses the whole PUT; values are hardly judged."""

from __future__ import annotations

import functools
import json
import socket
from typing import Any

from ..answers import Answer, bad_request, forbidden
from ..binding import Bool, Int, Schema, Str, Struct, constant
from ..call import Call
from ..hub import Hub
from ..routing import Routes
from ..settings import SETTINGS
from ..versions import Version
from .quotas import check_limit

Row = dict[str, Any]

routes = Routes()
tables = {"settings": {"unique": [("name",)]}}

ENDPOINT = "audit_log_forward_endpoint"
NOT_EMPTY = ("ldap_base_dn", "ldap_uid", "ldap_url")
SCOPES = ("ldap_group_search_scope", "ldap_scope")
POSITIVE = ("token_expiration", "robot_token_duration", "session_timeout")
AUTH_MODES = ("db_auth", "ldap_auth", "uaa_auth", "http_auth", "oidc_auth")
MOST = 9_999_999_999
KINDS: dict[type, Schema] = {bool: Bool(), int: Int(), str: Str()}


@functools.cache
def body(version: Version) -> Struct:
    fields = {
        name: KINDS[type(setting.default)]
        for name, setting in SETTINGS.items()
        if setting.there(version)
    }
    return Struct("Configurations", **fields)


@routes("GET", "/configurations")
def get_configurations(call: Call) -> Answer:
    call.require_system("configuration", "read")
    editable = not call.hub.options.get("config_overwrite")
    answer: Row = {"scan_all_policy": {}}
    reads, old = call.hub.stale
    call.hub.stale = (max(reads - 1, 0), old)
    for name, setting in SETTINGS.items():
        if setting.there(call.version) and not setting.hidden:
            value = old[name] if reads else call.setting(name)
            answer[name] = {"value": value, "editable": editable}
    answer["auth_mode"]["editable"] = editable and not has_users(call.hub)
    return Answer(body=answer)


def has_users(hub: Hub) -> bool:
    return len(hub.store["users"]) > 1


@routes("PUT", "/configurations", body=("configurations", body))
def put_configurations(call: Call) -> None:
    call.require_system("configuration", "update")
    if call.hub.options.get("config_overwrite"):
        raise forbidden(
            "current config is init by env variable: CONFIG_OVERWRITE_JSON, it cannot be updated"
        )
    wanted: Row = call.body
    mode = wanted.get("auth_mode", call.setting("auth_mode"))
    if mode != call.setting("auth_mode") and has_users(call.hub):
        raise bad_request(
            "the auth mode cannot be modified as new users have been inserted into database"
        )
    for name in sorted(wanted):
        check(name, wanted[name])
    check_ldap_group(call, wanted)
    check_audit(call, wanted)
    for name in POSITIVE:
        check_positive(name, wanted.get(name))
    endpoint = wanted.get(ENDPOINT)
    reached = not endpoint or answers(call, endpoint)
    if not reached:
        # Harbor asks only after saving, and rolls back; but what was never in the database stays
        # in the running core.
        if call.table("settings").one(name=ENDPOINT) is None:
            call.hub.stuck[ENDPOINT] = endpoint
        raise bad_request(f"bad request: could not connect to the audit endpoint: {endpoint}")
    for name, value in wanted.items():
        store(call, name, value)
    call.audit("update", "configuration", "configuration", description="update configuration")


def check(name: str, value: Any) -> None:
    """A 400 for the few values that are judged by themselves."""
    item = f"bad request: item name {name}: "
    if name in NOT_EMPTY and not value.strip():
        raise bad_request(item + "the configure value can not be empty")
    if name == "auth_mode" and value not in AUTH_MODES:
        raise bad_request(item + f"invalid auth_mode, shoud be one of {', '.join(AUTH_MODES)}")
    if name == "project_creation_restriction" and value not in ("adminonly", "everyone"):
        raise bad_request(
            item + "invalid project_creation_restriction, should be adminonly or everyone"
        )
    if name in SCOPES and value not in (0, 1, 2):
        raise bad_request(item + "invalid scope, should be 0, 1 or 2")
    if name == "oidc_extra_redirect_parms":
        complaint = not_a_map(value)
        if complaint:
            raise bad_request(item + complaint)
    if name == "storage_per_project":
        check_limit(value, "bad request: ")


def not_a_map(text: str) -> str:
    """What Go says of a text that is no JSON object of strings; else empty."""
    try:
        found = json.loads(text, parse_constant=constant)
    except ValueError:
        return "unexpected end of JSON input" if not text.strip() else "invalid character"
    if isinstance(found, dict) and all(isinstance(one, str) for one in found.values()):
        return ""
    return "json: cannot unmarshal into Go value of type map[string]string"


def check_ldap_group(call: Call, wanted: Row) -> None:
    names = [f"ldap_group_{one}" for one in ("search_filter", "attribute_name")]
    names.append("ldap_group_membership_attribute")
    if not any(name in wanted for name in names):
        return
    sought, name, membership = (wanted.get(one, call.setting(one)) for one in names)
    if sought and not name:
        raise bad_request("bad request: ldap group name attribute can not be empty")
    if sought and not membership:
        raise bad_request("bad request: ldap group membership attribute can not be empty")


def check_audit(call: Call, wanted: Row) -> None:
    names = ("skip_audit_log_database", ENDPOINT)
    skip, endpoint = (wanted.get(name, call.setting(name)) for name in names)
    if any(name in wanted for name in names) and skip and not endpoint:
        raise bad_request(
            "bad request: audit log forward endpoint should be configured before enable skip audit"
            " log in database"
        )


def check_positive(name: str, value: int | None) -> None:
    if value is not None and value <= 0:
        raise bad_request(f"the {name} value must be positive")
    if value is not None and value > MOST:
        raise bad_request(f"the {name} value is over the limit value: {MOST}")


def store(call: Call, name: str, value: Any) -> None:
    if name == "oidc_extra_redirect_parms":
        value = json.dumps(json.loads(value), sort_keys=True, separators=(",", ":"))
    settings = call.table("settings")
    row = settings.one(name=name)
    if row is None:
        settings.insert(name=name, value=value)
    else:
        settings.update(row["id"], value=value)
    call.hub.stuck.pop(name, None)


def answers(call: Call, endpoint: str) -> bool:
    """Whether something listens there."""
    host, colon, port = endpoint.rpartition(":")
    if not (colon and port.isdecimal()):
        return False
    with call.outside():
        try:
            socket.create_connection((host.strip("[]"), int(port)), 2).close()
        except (OSError, OverflowError):
            return False
    return True
