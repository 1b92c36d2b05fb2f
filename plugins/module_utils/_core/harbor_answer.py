# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer of Harbor says that is no success, and what can be done about it."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from .harbor_request import API, Caller
from .registry_answer import parse_json, words

MASK = "********"
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Said:
    """``code`` is Harbor's own (FORBIDDEN), empty where the answer is not Harbor's.

    ``message`` is one line without secrets; both are empty for an empty body.
    """

    code: str = ""
    message: str = ""


def said(body: bytes, content_type: str, secrets: Iterable[str] = ()) -> Said:
    """The answer's own words. The values of ``secrets`` are masked in them, however written."""
    hide = sorted({form for secret in secrets for form in _forms(secret)}, key=len, reverse=True)
    parsed = parse_json(body)
    if parsed is None:
        masked = _masked(body.decode("utf-8", "replace"), hide).encode("utf-8", "replace")
        return Said("", _masked(words(masked, content_type), hide))
    parsed = _masked(parsed, hide)
    errors = parsed.get("errors") if isinstance(parsed, dict) else None
    listed = errors if isinstance(errors, list) else []
    told = [error for error in listed if isinstance(error, dict)]
    code = str(told[0].get("code") or "") if told else ""
    if code:
        parsed = {"errors": [{"message": error.get("message")} for error in told]}
    # Once more, since blanks were put together.
    return Said(code, _masked(words(json.dumps(parsed).encode(), content_type), hide))


def cure(status: int, told: Said, caller: Caller | None) -> str:
    """What to do, as a sentence or two. ``caller`` is None when it is not known."""
    message = told.message
    if "in read only mode" in message:
        return "Switch it off with harbor_read_only."
    if "exceed the configured upper limit" in message:
        return "Raise the project's quota, or free space in it."
    if "configured as immutable" in message:
        return "A rule of the project makes it so. Disable it first (harbor_immutable_tag_rule)."
    if "is referenced by others" in message:
        return "It belongs to an index, an image for several platforms. Remove that instead."
    if "supported for a proxy cache project" in message:
        return "Such a project only keeps what is pulled through it. Choose another one."
    if message == "failed to verify connection":
        return (
            "Harbor asked that address for .well-known/openid-configuration, and it did not "
            "answer, or its certificate was not trusted. Correct url, or verify_certs."
        )
    if "registry is unhealthy" in message:
        # Asked with every creation and change, whatever is changed (controller/registry).
        return (
            "Harbor asked that registry, and it did not answer, its certificate was not trusted, "
            "or it refused the credentials. See that Harbor itself reaches its url, then correct "
            "insecure, ca_certificate, access_key or access_secret."
        )
    if "HTTP request to an HTTPS server" in message or "sent to HTTPS port" in message:
        return "Write https:// in harbor_url."
    if status in (502, 503, 504):
        return "Harbor's core does not answer the proxy before it. See that all of Harbor runs."
    if status == 429:
        return "It is asked too often. Wait, then run again."
    if status == 413:
        return "A proxy before Harbor limits the size of a request. Raise its limit."
    if status >= 500:
        return (
            "Harbor tells the reason only in core.log; some values that it cannot store end so too."
        )
    if not told.code and (message or status in (404, 405)):
        # An error of Harbor's has a code, but for a few with an empty body.
        return "That is not Harbor's answer. Look at host, port and path of harbor_url."
    if status == 401:
        if caller is None:
            return "These credentials are wrong, or the account is disabled, expired or not there."
        if caller.kind == "anonymous":
            return "It wants a login. Give harbor_username and harbor_password."
        return (
            f"Harbor knew {who(caller)} before. See that no other caller tries wrong passwords "
            "for that name, then run again."
        )
    if status == 403:
        return _permission(message, caller)
    if status == 404 and message.startswith("path "):
        return "This Harbor has no such end point. Look at its version."
    return _CURES.get(status, "Look at Harbor's core.log.")


_CURES = {
    400: "Correct what it names.",
    404: "Look at the name.",
    405: "It cannot be done to this object.",
    409: "Something else has that name, or was made by another run just now. Run again to see.",
    412: "Put right what stands in the way first.",
    415: "Look at what stands between this host and Harbor.",
    422: "A value is longer or of another kind than this version of Harbor takes. Correct it.",
}


def who(caller: Caller) -> str:
    """The caller in a sentence."""
    if caller.kind == "anonymous":
        return "an anonymous caller"
    return f"{'robot account' if caller.kind == 'robot' else 'user'} {caller.name}"


def login_refused(name: str, at_once: bool) -> str:
    """Why a login may have failed, and the cure. Harbor does not tell one reason from another.

    ``at_once``: Harbor did not take the 1.5 s that a wrong password costs, not even in a second
    try 2 s later.
    """
    if "$" in name:  # no user name has one, and the usual prefix of robots ends with it
        text = (
            f"The secret of robot account {name} was refused, or the account is disabled, expired "
            "or not there. Correct harbor_password, and give harbor_username as the full name "
            "with the prefix, as in robot$ci or robot$project+ci."
        )
    else:
        text = (
            f"The password of user {name} was refused, or there is no such user. Correct "
            "harbor_username and harbor_password; a robot account needs its full name with the "
            "prefix, as in robot$ci."
        )
    if at_once:
        text += (
            " It was refused at once, as Harbor does while another caller tries wrong passwords "
            "for that name: see that none does."
        )
    return text


def moved(base: str, asked: str, location: str) -> tuple[str, str]:
    """Where a redirect leads, without credentials and query; then the cure.

    ``base`` is harbor_url, ``asked`` the address that was asked for.
    """
    try:
        there = urlsplit(urljoin(asked, location))
        host, port = there.hostname, there.port
    except ValueError:
        there, host, port = urlsplit(""), None, None
    if there.scheme not in _DEFAULT_PORTS or not host:
        return "what is no address", "Look at what serves that address."
    netloc = f"[{host}]" if ":" in host else host
    if port and port != _DEFAULT_PORTS[there.scheme]:
        netloc += f":{port}"
    below = urlsplit(asked).path[len(urlsplit(base).path.rstrip("/")) :]
    new = f"{there.scheme}://{netloc}"
    shown = new + there.path
    if not there.path.endswith(below) or API not in below:
        return shown, "That is no end point of Harbor's. Look at what stands before it."
    new += there.path[: -len(below)]
    if base.startswith("https:") and new.startswith("http:"):
        return shown, "That is not encrypted. Mend the address that the proxy before it gives."
    if new == base.rstrip("/"):
        return shown, "That is where it was asked. Look at what stands before Harbor."
    return shown, f"A redirect is not followed with a password. Write {new} in harbor_url."


def _permission(message: str, caller: Caller | None) -> str:
    if message == "User with ID 1 cannot be deleted" or "cannot be deleted" in message:
        return "Neither the first administrator nor oneself can be removed."
    if "Current password is incorrect" in message:
        return "Correct the current password."
    if "CSRF" in message:
        return "A cookie came along, which a proxy must have added. Take it away there."
    name = who(caller) if caller else "this caller"
    if caller is not None and message == caller.name:
        # src/server/v2.0/handler: a refusal for the system as a whole says only who was refused.
        return (
            f"It is for system administrators. Log in as one instead of as {name}, or as a robot "
            "account that has this permission."
        )
    if "only system" in message.lower():
        return f"Log in as such a one instead of as {name}."
    if message == "forbidden":
        return (
            f"Make {name} a project administrator of the project, or log in as a system "
            "administrator; a project that is not there is answered the same."
        )
    return f"Look at what {name} may do there."


def _forms(secret: str) -> list[str]:
    """The ways in which a message may quote the text."""
    if not secret:
        return []
    return [
        secret,
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        html.escape(secret),
        quote(secret, safe="", errors="replace"),
        quote(secret, errors="replace"),
    ]


def _masked(value: Any, hide: list[str]) -> Any:
    if isinstance(value, str):
        for form in hide:
            value = value.replace(form, MASK)
        return value
    if isinstance(value, dict):
        return {key: _masked(item, hide) for key, item in value.items()}
    if isinstance(value, list):
        return [_masked(item, hide) for item in value]
    return value
