# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""LDAP and OIDC: there is no directory behind the double, and that is what it says.

Unless it has the option `ldap`, the names of users who are to be found in one.
"""

from __future__ import annotations

import json
import secrets
import ssl
import urllib.request
from typing import Any

from ..answers import Answer, bad_request, broken, crashed
from ..binding import Bool, Int, List, Str, Struct
from ..call import Call
from ..context import sealed
from ..routing import Routes

routes = Routes()

LDAP = Struct(
    "LdapConf",
    ldap_url=Str(),
    ldap_search_dn=Str(),
    ldap_search_password=Str(),
    ldap_base_dn=Str(),
    ldap_filter=Str(),
    ldap_uid=Str(),
    ldap_scope=Int(),
    ldap_connection_timeout=Int(),
    ldap_verify_cert=Bool(),
)
UIDS = Struct("LdapImportUsers", ldap_uid_list=List(Str()))
OIDC = Struct("PingOIDCBody", url=Str(), verify_cert=Bool())


@routes("POST", "/ldap/ping", body=("ldapconf", LDAP), body_needed=False)
def ping_ldap(call: Call) -> Answer:
    """200, whatever comes of it."""
    call.require_system("configuration", "read")
    if call.body is None:
        raise crashed()
    password = call.body.get("ldap_search_password", "")
    if not password and call.setting("auth_mode") == "ldap_auth":
        password = call.setting("ldap_search_password")
    if not password:
        return Answer(body={"message": "error: empty password"})
    return Answer(body={"message": "error: ldap server network timeout"})


@routes("GET", "/ldap/users/search", query={"username": Str()})
def search_ldap_users(call: Call) -> Answer:
    call.require_system("ldap-user", "list")
    raise broken()


@routes("GET", "/ldap/groups/search", query={"groupname": Str(), "groupdn": Str()})
def search_ldap_groups(call: Call) -> Answer:
    call.require_system("ldap-user", "list")
    raise broken()


@routes("POST", "/ldap/users/import", body=("uid_list", UIDS))
def import_ldap_users(call: Call) -> Answer | None:
    call.require_system("ldap-user", "create")
    directory = call.hub.options.get("ldap")
    if not directory:
        raise broken()
    failed = []
    for uid in call.body.get("ldap_uid_list") or ():
        if uid in directory:
            onboard(call, uid)
        else:
            failed.append({"uid": uid, "error": "unknown_user" if uid else "empty_uid"})
    return Answer(404, failed) if failed else None


def onboard(call: Call, name: str) -> None:
    """Make him known, if he is not."""
    users = call.table("users")
    if users.one(username=name) is None:
        users.insert(
            username=name,
            email=None,
            realname=name,
            comment="",
            sysadmin_flag=False,
            creation_time=call.now,
            update_time=call.now,
            **sealed(secrets.token_hex()),
        )


@routes("POST", "/system/oidc/ping", body=("endpoint", OIDC))
def ping_oidc(call: Call) -> None:
    call.require_system("configuration", "update")
    url, verify = call.body.get("url", ""), call.body.get("verify_cert", False)
    with call.outside():
        well = is_issuer(url, verify)
    if not well:
        raise bad_request("failed to verify connection")


def is_issuer(url: str, verify: bool) -> bool:
    """Whether the address has an OIDC document of its own."""
    if not url.startswith(("http://", "https://")):
        return False
    trust = ssl.create_default_context()
    if not verify:
        trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
    address = url.rstrip("/") + "/.well-known/openid-configuration"
    try:
        with urllib.request.urlopen(address, timeout=5, context=trust) as answer:
            document: Any = json.loads(answer.read(1 << 20))
    except (OSError, ValueError):
        return False
    return isinstance(document, dict) and document.get("issuer") == url
