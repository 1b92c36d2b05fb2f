# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does Harbor reach a directory, an OIDC provider or a registry, and may it log in there?

Harbor is told to try, and changes nothing by that: it is done in check mode, too.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from .._core.errors import Refused
from .._core.harbor_action import Action, Call, Prepare, Todo
from .._core.harbor_field import Values
from .._core.harbor_request import Ref, Request
from .._core.option import Option
from .registry import REGISTRY, UNHEALTHY, as_stored, not_a_url, not_stars

KINDS = ("ldap", "oidc", "registry")
_SCOPES = {"base": 0, "onelevel": 1, "subtree": 2}
# Option of ldap -> setting of Harbor, which stands in for an option that is left out.
_LDAP = {
    "url": "ldap_url",
    "base_dn": "ldap_base_dn",
    "search_dn": "ldap_search_dn",
    "search_password": "ldap_search_password",
    "filter": "ldap_filter",
    "uid": "ldap_uid",
    "scope": "ldap_scope",
    "verify_certs": "ldap_verify_cert",
}
_REGISTRY = ("type", "url", "credential_type", "access_key", "access_secret", "ca_certificate")


def _prepare(call: Call) -> Prepare:
    for kind, test in (("ldap", _ldap), ("oidc", _oidc), ("registry", _registry)):
        if call.params.get(kind) is not None:
            name = yield from test(call.params[kind])
            return Todo(result={"kind": kind, "name": name, "reachable": True})
    return Todo()


def _ldap(params: Mapping[str, Any]) -> Generator[Request, Any, str]:
    given = {name: value for name, value in params.items() if value is not None}
    if "scope" in given:
        given["scope"] = _SCOPES[given["scope"]]
    reply = yield Request("GET", ("configurations",), why="look up the settings of LDAP")
    stored = reply.body or {}
    body: Values = {}
    for name, setting in _LDAP.items():
        value = given.get(name, (stored.get(setting) or {}).get("value"))
        # A stored password is not shown; Harbor takes it by itself when none is sent.
        if value is not None:
            body[setting] = value
    url = str(body.get("ldap_url") or "")
    if not url:
        raise Refused("ldap.url is missing, but Harbor has no address of a directory. Give it.")
    why = f"test the LDAP server {url}"
    answer = yield Request("POST", ("ldap", "ping"), body, why=why)
    told = answer.body or {}
    if not told.get("success"):
        reason = str(told.get("message") or "").rpartition("error: ")[2].rstrip(".")
        raise Refused(
            f"{why}: Harbor could not log in there: {reason or 'it does not say why'}. Correct "
            "what it names."
        )
    return url


def _oidc(params: Mapping[str, Any]) -> Generator[Request, Any, str]:
    url = params["url"]
    yield Request(
        "POST",
        ("system", "oidc", "ping"),
        {"url": url, "verify_cert": params["verify_certs"]},
        why=f"test the OIDC provider {url}",
    )
    return str(url)


def _registry(params: Mapping[str, Any]) -> Generator[Request, Any, str]:
    name = params.get("name")
    if name:
        body: Values = {"id": Ref(REGISTRY.kind, name)}
    else:
        body = {each: params[each] for each in _REGISTRY if params.get(each) is not None}
        body["url"] = as_stored(body["url"])
        body["insecure"] = not params["verify_certs"]
    what = str(name or body["url"])
    why = f"test the registry {what}"
    yield Request("POST", ("registries", "ping"), body, why=why, hint=UNHEALTHY)
    return what


def _faults(params: Mapping[str, Any]) -> list[str]:
    found = []
    given = [kind for kind in KINDS if params.get(kind) is not None]
    if len(given) != 1:
        what = " and ".join(given) + " are given" if given else "nothing is given"
        found.append(f"{what}, but one thing is tested at a time. Give one of {', '.join(KINDS)}.")
    registry = params.get("registry")
    if registry is not None:
        others = [each for each in _REGISTRY if registry.get(each) is not None]
        if registry.get("name") and others:
            found.append(
                f"registry.name is {registry['name']!r}, but {others[0]} is given too, and a "
                "stored registry is tested as it is stored. Leave out one of them."
            )
        for each in ("type", "url"):
            if not registry.get("name") and not registry.get(each):
                found.append(
                    f"registry.{each} is missing, but the registry is not named either. Give "
                    "name, or type and url."
                )
        url = registry.get("url")
        rule = not_a_url(as_stored(url)) if url else None
        if rule:
            found.append(f"registry.url is {url!r}, {rule}")
    return found


def not_an_ldap_url(value: str) -> str | None:
    if value.startswith(("ldap://", "ldaps://")) and len(value.partition("://")[2]) > 0:
        return None
    return "but the address of a directory starts with ldaps:// or ldap://. Correct it."


def not_an_issuer(value: str) -> str | None:
    if value.startswith(("https://", "http://")):
        return None
    return "but a provider's address starts with https:// or http://. Correct it."


_VERIFY = Option(
    "verify_certs",
    "Whether Harbor verifies the certificate there.",
    type="bool",
    default=True,
)

CONNECTION_TEST = Action(
    kind="connection",
    options=(
        Option(
            "ldap",
            "The directory to test. What is left out is as Harbor has it configured, so C({}) "
            "tests the configuration.",
            type="dict",
            suboptions=(
                Option("url", "Its address.", wrong=not_an_ldap_url),
                Option("base_dn", "Where users are looked for."),
                Option("search_dn", "Who looks for them."),
                Option("search_password", "The password of O(search_dn).", secret=True),
                Option("filter", "Which entries are users."),
                Option("uid", "The attribute that a user name is looked for in."),
                Option("scope", "How deep it is looked.", choices=tuple(_SCOPES)),
                Option(
                    "verify_certs", "Whether Harbor verifies the certificate there.", type="bool"
                ),
            ),
        ),
        Option(
            "oidc",
            "The OIDC provider to test.",
            type="dict",
            suboptions=(
                Option(
                    "url",
                    "Its address, below which C(/.well-known/openid-configuration) is.",
                    required=True,
                    wrong=not_an_issuer,
                ),
                _VERIFY,
            ),
        ),
        Option(
            "registry",
            "The registry to test, a stored one by its name, or any other.",
            type="dict",
            suboptions=(
                Option("name", "Name of a registry that Harbor has."),
                Option("type", "What serves there, as in the module harbor_registry."),
                Option("url", "Its address."),
                Option(
                    "credential_type",
                    "How Harbor logs in there.",
                    choices=("basic", "oauth", "secret"),
                ),
                Option("access_key", "The user or key to log in with.", not_secret=True),
                Option(
                    "access_secret",
                    "The password or secret of O(access_key).",
                    secret=True,
                    wrong=not_stars,
                ),
                Option(
                    "ca_certificate",
                    "The certificate (PEM, the text itself) of the authority that its own is "
                    "from. Needs Harbor 2.15 or newer.",
                ),
                _VERIFY,
            ),
        ),
    ),
    prepare=_prepare,
    faults=_faults,
    refers=lambda: (REGISTRY,),
)
