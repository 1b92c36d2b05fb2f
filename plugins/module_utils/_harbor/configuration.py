# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Harbor's settings. A PUT merges, and one refused value refuses all of it.

Two of the passwords cannot be read, and an address to forward audit logs to is asked only after it
was stored: where no row of it was in the database before, the running core goes on with the refused
one (src/controller/config/controller.go).
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator, Mapping
from typing import Any

from .._core.harbor_field import Field, Values, as_set, to_wire
from .._core.harbor_request import Request
from .._core.harbor_spec import Asking, Change, Look, Spec
from .._core.harbor_version import Version
from .registry import not_stars
from .size import as_bytes, not_a_limit

PLACE = ("configurations",)
AUTH_MODES = ("db_auth", "ldap_auth", "oidc_auth", "http_auth", "uaa_auth")
# src/controller/config: as many digits as the portal takes.
MOST = 9_999_999_999
# The passwords that no answer shows, and what they go with.
_HIDDEN = {
    "ldap_search_password": ("ldap_url", "ldap_search_dn"),
    "oidc_client_secret": ("oidc_endpoint", "oidc_client_id"),
    "email_password": ("email_host", "email_username"),
}
_ENDPOINT = "audit_log_forward_endpoint"
_EVENTS = "disabled_audit_log_event_types"
_SCOPES = ("base", "onelevel", "subtree")


# -- rules


def _empty(value: str) -> str | None:
    # Harbor's NonEmptyStringType: what was set once cannot be cleared.
    if value.strip():
        return None
    return "but Harbor does not take an empty one, also to clear it. Leave it out."


def _not_positive(value: int) -> str | None:
    if 0 < value <= MOST:
        return None
    return f"but it is 1 to {MOST}. Change it."


def _not_seconds(value: int) -> str | None:
    return None if value > 0 else "but it is at least 1 second. Raise it."


def _not_a_port(value: int) -> str | None:
    return None if 0 < value < 65536 else "but a port is 1 to 65535. Correct it."


def not_a_prefix(value: str) -> str | None:
    if value and not re.search(r"\s", value):
        return None
    return (
        "but the names of all robot accounts begin with it, and without it, or with blanks in it, "
        "they could not be told from users or typed. Choose another, such as robot$."
    )


def _not_an_address(value: str) -> str | None:
    if not value or re.fullmatch(r"https?://[^/\s]+\S*", value):
        return None
    return "but an address starts with https:// or http://. Correct it, or give an empty text."


def _not_host_and_port(value: str) -> str | None:
    if not value or re.fullmatch(r"[^\s/]+:[0-9]{1,5}", value):
        return None
    return (
        "but it is the host and the TCP port of a syslog server, as in syslog.example.com:514. "
        "Correct it, or give an empty text."
    )


def _no_openid(value: str) -> str | None:
    if not value or "openid" in [each.strip() for each in value.split(",")]:
        return None
    return "but OpenID Connect wants openid in the list. Add it, as in openid,profile,email."


def _not_texts(value: Mapping[str, Any]) -> str | None:
    if all(isinstance(each, str) for each in value.values()):
        return None
    return "but Harbor takes texts only as values. Put them in quotes."


def _not_an_event(value: str) -> str | None:
    if value and not re.search(r"[\s,]", value):
        return None
    return "but an event is one word, such as create_user. Correct it."


# -- values as people write them


def _as_scope(value: Any) -> Any:
    """The word of a number, which Harbor and its pages show."""
    text = str(value)
    return _SCOPES[int(text)] if text in ("0", "1", "2") else value


def _parsed(value: Any) -> Any:
    """The object that a JSON text holds; any other text as it is."""
    if not isinstance(value, str):
        return value
    try:
        found = json.loads(value)
    except ValueError:
        return value
    return found if isinstance(found, dict) else value


def _as_json(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _as_parameters(value: Any) -> Any:
    found = _parsed(value)
    return found if isinstance(found, dict) else {}


def _as_words(value: str) -> list[str]:
    return [each.strip() for each in value.split(",") if each.strip()]


# -- looking and changing


def settings(why: str) -> Generator[Any, Any, Values]:
    """Every setting by its name, and in ``_fixed`` those that cannot be changed."""
    reply = yield Request("GET", PLACE, why=why)
    entries = {name: entry for name, entry in reply.body.items() if "value" in entry}
    wire = {name: entry["value"] for name, entry in entries.items()}
    wire["_fixed"] = sorted(name for name, entry in entries.items() if not entry.get("editable"))
    return wire


def all_fixed(change: Change) -> list[str]:
    """A Harbor whose settings come from its environment."""
    wire = change.wire or {}
    if len(wire.get("_fixed") or ()) < len([name for name in wire if not name.startswith("_")]):
        return []
    name = change.differ[0]
    shown = "is set" if _secret(change, name) else f"is {change.want[name]!r}"
    return [
        f"{name} {shown}, but this Harbor was started with CONFIG_OVERWRITE_JSON, and then nobody "
        "can change a setting. Change it there, in the environment of harbor-core."
    ]


def _secret(change: Change, name: str) -> bool:
    return any(each.name == name and each.secret for each in change.spec.fields)


def _look(asking: Asking) -> Look:
    wire = yield from settings("look up Harbor's configuration")
    want = (asking.wanted or ({},))[0]
    always = want.get("update_secret") == "always"
    wire["_due"] = [
        name
        for name, beside in _HIDDEN.items()
        if always or any(want.get(each) not in (None, wire.get(each)) for each in beside)
    ]
    events = want.get(_EVENTS)
    if events and _EVENTS in wire and as_set(events) != as_set(_as_words(wire[_EVENTS])):
        wire["_events"] = yield from known_events(asking.version)
    prefix = wire.get("robot_name_prefix")
    if asking.wanted is not None and prefix is not None and not_a_prefix(str(prefix)):
        asking.warnings.append(
            f"robot_name_prefix of this Harbor is {prefix!r}, with which the names of all robot "
            "accounts begin. To set another, such as robot$, mends it."
        )
    return [wire]


def known_events(version: Version) -> Generator[Any, Any, list[str]]:
    """The words for events in audit logs; none where this Harbor does not tell them."""
    if version < Version.of("2.13"):
        return []
    reply = yield Request(
        "GET",
        ("auditlog-exts", "events"),
        allow=frozenset({401, 403, 404}),
        why="look up the events of audit logs",
    )
    rows = reply.body if reply.status == 200 and isinstance(reply.body, list) else []
    return sorted(str(row["event_type"]) for row in rows if row.get("event_type"))


def unknown_events(name: str, wanted: Any, known: Any, where: str = "") -> list[str]:
    return [
        f"{where}{name}[{index}] is {each!r}, but this Harbor knows {', '.join(known)}. Use one "
        "of these."
        for index, each in enumerate(wanted or ())
        if known and each not in known
    ]


def _steps(change: Change) -> Iterator[Request]:
    seen, want = change.seen or {}, change.want
    if _ENDPOINT in change.differ and not seen.get(_ENDPOINT) and want[_ENDPOINT]:
        yield change.request(
            "PUT",
            PLACE,
            {_ENDPOINT: ""},
            why=f"store {_ENDPOINT} as it is, so that one that is refused is not used all the same",
        )
    body = to_wire([each for each in change.spec.fields if each.name in change.differ], want)
    yield change.request("PUT", PLACE, body, why=change.sentence(change.differ))


def _judge(change: Change) -> list[str]:
    found = all_fixed(change)
    if found:
        return found
    wire, want, seen = change.wire or {}, change.want, change.seen or {}
    if "auth_mode" in change.differ and "auth_mode" in wire["_fixed"]:
        found.append(
            f"auth_mode is {want['auth_mode']!r}, but it is {seen.get('auth_mode')!r} and Harbor "
            "does not change it any more: there are users besides admin. Remove them first, or "
            "leave it out."
        )
    after = {**seen, **want}
    if {"skip_audit_log_database", _ENDPOINT} & set(change.differ) and (
        after.get("skip_audit_log_database") and not after.get(_ENDPOINT)
    ):
        found.append(
            f"skip_audit_log_database is true, but {_ENDPOINT} is empty, and audit logs would be "
            "nowhere. Give both, or neither."
        )
    return found + unknown_events(_EVENTS, want.get(_EVENTS), wire.get("_events"))


def _freezes(change: Change) -> bool:
    """Once it is read-only, nothing else can be written."""
    return "read_only" in change.differ and bool(change.want["read_only"])


# -- the settings


def _text(name: str, text: str, **more: Any) -> Field:
    return Field(name, text, **more)


def _flag(name: str, text: str, **more: Any) -> Field:
    return Field(name, text, type="bool", **more)


def _number(name: str, text: str, wrong: Any = _not_positive, **more: Any) -> Field:
    return Field(name, text, type="int", wrong=wrong, **more)


def _hidden(name: str, text: str, whose: str, **more: Any) -> Field:
    """A secret of which Harbor does not even show whether there is one: who it is of tells."""
    return Field(
        name,
        (text, "See O(update_secret) for when it is written; an empty text takes it away."),
        secret=True,
        wrong=not_stars,
        held=lambda wire: bool(wire.get(whose)),
        differs=lambda wanted, wire: name in wire["_due"],
        **more,
    )


def _scope(name: str, text: str) -> Field:
    return Field(
        name,
        text,
        known=_SCOPES,
        clean=_as_scope,
        read=_as_scope,
        write=_SCOPES.index,
    )


_BASIC = (
    Field(
        "auth_mode",
        (
            "Where users come from: V(db_auth) is Harbor's own database, V(ldap_auth) a directory, "
            "V(oidc_auth) an OpenID Connect provider, V(http_auth) a proxy, V(uaa_auth) Cloud "
            "Foundry.",
            "It can be changed only as long as there is no user besides C(admin).",
        ),
        known=AUTH_MODES,
    ),
    _flag(
        "primary_auth_mode",
        "Whether the login page goes straight to the provider of O(auth_mode).",
        since="2.8",
    ),
    _flag("self_registration", "Whether people may sign up on the login page."),
    Field(
        "project_creation_restriction",
        "Who may create projects.",
        known=("everyone", "adminonly"),
    ),
    _flag(
        "read_only",
        "Whether nothing can be pushed, created, changed or removed. "
        "M(twinstar.registry.harbor_read_only) switches just this.",
    ),
    _number(
        "token_expiration",
        "Minutes for which a token to pull or push is good.",
        not_secret=True,
    ),
    _number("session_timeout", "Minutes after which a login on Harbor's pages ends.", since="2.7"),
    _number(
        "robot_token_duration",
        "Days for which a new robot account is good if nothing else is said.",
        not_secret=True,
    ),
    Field(
        "robot_name_prefix",
        (
            "What the names of robot accounts begin with, C(robot$) in a new Harbor.",
            "Another one renames every robot account there is, also for its login.",
        ),
        wrong=not_a_prefix,
    ),
    _flag("notification_enable", "Whether webhooks are sent at all."),
    _flag(
        "quota_per_project_enable",
        "Whether projects have storage limits. A project that is created while it is off never "
        "gets one.",
    ),
    Field(
        "storage_per_project",
        "The storage limit of new projects: bytes, an amount such as V(10GiB), or V(unlimited).",
        clean=as_bytes,
        wrong=not_a_limit,
    ),
    _flag(
        "scanner_skip_update_pulltime",
        "Whether a scan does not count as a pull in the time of the last pull.",
        since="2.8",
    ),
    Field(
        "banner_message",
        (
            "A message on top of Harbor's pages: a dictionary with C(message), C(type) "
            "(V(success), V(info), V(warning) or V(danger)), C(closable) (a boolean), and, to show "
            "it for some time only, C(fromDate) and C(toDate). An empty text takes it away.",
            "Harbor keeps any text; its pages show such a dictionary only.",
        ),
        type="raw",
        clean=_parsed,
        read=_parsed,
        write=_as_json,
        since="2.9",
    ),
)
_AUDIT = (
    Field(
        _ENDPOINT,
        (
            "Host and TCP port of a syslog server that audit logs are sent to, as in "
            "V(syslog.example.com:514); an empty text sends none.",
            "Harbor tries it at once, and refuses what it does not reach. A Harbor that was given "
            "its first one by other means may report and use it in spite of having refused it: to "
            "write an empty text once mends that.",
        ),
        wrong=_not_host_and_port,
        since="2.6",
    ),
    _flag(
        "skip_audit_log_database",
        f"Whether audit logs are only forwarded and not kept, which needs O({_ENDPOINT}).",
        since="2.6",
    ),
    Field(
        _EVENTS,
        "Events that no audit log is kept of, such as V(pull_artifact); these and no others.",
        type="list",
        elements="str",
        read=_as_words,
        write=",".join,
        same=as_set,
        wrong=_not_an_event,
        since="2.13",
    ),
)
_LDAP = (
    _text(
        "ldap_url",
        "Address of the directory, as V(ldaps://ldap.example.com).",
        wrong=_empty,
    ),
    _text(
        "ldap_base_dn",
        "Where users are looked for, such as V(ou=people,dc=example,dc=com).",
        wrong=_empty,
    ),
    _text("ldap_uid", "Attribute that has the user name, V(cn) in a new Harbor.", wrong=_empty),
    _text("ldap_filter", "Filter that users must meet, such as V((objectClass=person))."),
    _scope("ldap_scope", "How deep below O(ldap_base_dn) users are looked for."),
    _text("ldap_search_dn", "DN as which Harbor looks for users; empty is anonymously."),
    _hidden("ldap_search_password", "Password of O(ldap_search_dn).", "ldap_search_dn"),
    _number("ldap_timeout", "Seconds to wait for the directory.", wrong=_not_seconds),
    _flag("ldap_verify_cert", "Whether the certificate of the directory is verified."),
    _text("ldap_group_base_dn", "Where groups are looked for."),
    _text("ldap_group_search_filter", "Filter that groups must meet."),
    _text("ldap_group_attribute_name", "Attribute that has the name of a group, such as V(cn)."),
    _scope(
        "ldap_group_search_scope", "How deep below O(ldap_group_base_dn) groups are looked for."
    ),
    _text("ldap_group_admin_dn", "DN of the group whose members administer Harbor."),
    _text(
        "ldap_group_membership_attribute",
        "Attribute of a user that has the DNs of the user's groups, C(memberof) in a new Harbor.",
    ),
    _flag(
        "ldap_group_attach_parallel",
        "Whether the groups of a user are looked up side by side at a login.",
        since="2.12",
    ),
)
_OIDC = (
    _text("oidc_name", "Name of the OpenID Connect provider, as the login page shows it."),
    _text("oidc_endpoint", "Address of the provider.", wrong=_not_an_address),
    _text("oidc_client_id", "Name of Harbor at the provider."),
    _hidden("oidc_client_secret", "Secret of Harbor at the provider.", "oidc_client_id"),
    _text(
        "oidc_scope",
        "What Harbor asks the provider for, with commas between, as V(openid,profile,email).",
        wrong=_no_openid,
    ),
    _text("oidc_user_claim", "Claim that has the user name."),
    _text("oidc_groups_claim", "Claim that has the names of the user's groups."),
    _text("oidc_admin_group", "Name of the group whose members administer Harbor."),
    _text(
        "oidc_group_filter",
        "Regular expression that names of groups must match to be taken over.",
        since="2.7",
    ),
    _flag("oidc_verify_cert", "Whether the certificate of the provider is verified."),
    _flag(
        "oidc_auto_onboard",
        "Whether users get the name of O(oidc_user_claim) without being asked.",
    ),
    _flag(
        "oidc_logout", "Whether logging out of Harbor ends the provider's session.", since="2.13"
    ),
    Field(
        "oidc_extra_redirect_parms",
        "Parameters to add when a user is sent to the provider; these and no others.",
        type="dict",
        clean=_as_parameters,
        read=_as_parameters,
        write=_as_json,
        wrong=_not_texts,
    ),
)
_HTTP = (
    _text("http_authproxy_endpoint", "Address that logins are sent to.", wrong=_not_an_address),
    _text(
        "http_authproxy_tokenreview_endpoint",
        "Address at which tokens are verified.",
        not_secret=True,
        wrong=_not_an_address,
    ),
    _text(
        "http_authproxy_admin_groups",
        "Groups whose members administer Harbor, with commas between.",
    ),
    _text("http_authproxy_admin_usernames", "Users who administer Harbor, with commas between."),
    _flag("http_authproxy_verify_cert", "Whether the certificate of the proxy is verified."),
    _flag(
        "http_authproxy_skip_search",
        "Whether users and groups that Harbor does not know are taken over unasked.",
    ),
    _text(
        "http_authproxy_server_certificate",
        "Certificate that the proxy must have, in PEM.",
    ),
)
_UAA = (
    _text("uaa_endpoint", "Address of the UAA.", wrong=_not_an_address),
    _text("uaa_client_id", "Name of Harbor at the UAA."),
    Field(
        "uaa_client_secret",
        "Secret of Harbor at the UAA.",
        secret=True,
        wrong=not_stars,
        held=lambda wire: bool(wire.get("uaa_client_secret")),
        differs=lambda wanted, wire: wanted != (wire.get("uaa_client_secret") or ""),
    ),
    _flag("uaa_verify_cert", "Whether the certificate of the UAA is verified."),
)
_EMAIL = (
    _text("email_host", "Host of the mail server.", until="2.6"),
    _number("email_port", "Port of the mail server.", wrong=_not_a_port, until="2.6"),
    _text("email_username", "User to log in as at the mail server.", until="2.6"),
    _hidden("email_password", "Password of O(email_username).", "email_username", until="2.6"),
    _text("email_from", "Sender of Harbor's mails.", until="2.6"),
    _text("email_identity", "Identity for the login at the mail server.", until="2.6"),
    _flag("email_ssl", "Whether the mail server is asked over TLS from the start.", until="2.6"),
    _flag("email_insecure", "Whether its certificate is not verified.", until="2.6"),
)

CONFIGURATION = Spec(
    kind="configuration",
    plural="configurations",
    title="Harbor's configuration",
    path=PLACE,
    single=True,
    look=_look,
    steps=_steps,
    judge=_judge,
    last=_freezes,
    order=1,
    fields=(
        *_BASIC,
        *_AUDIT,
        *_LDAP,
        *_OIDC,
        *_HTTP,
        *_UAA,
        *_EMAIL,
        Field(
            "update_secret",
            "When O(ldap_search_password), O(oidc_client_secret) and O(email_password) are "
            "written, since Harbor never shows them: with V(on_create) together with another "
            "address or user that they are for, with V(always) at every run, which is a change "
            "then.",
            choices=("on_create", "always"),
            default="on_create",
            control=True,
        ),
        Field(
            "fixed",
            "Settings that cannot be changed in this Harbor as it is.",
            type="list",
            elements="str",
            api="_fixed",
            made=True,
        ),
    ),
)
