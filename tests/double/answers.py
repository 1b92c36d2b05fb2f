# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a handler gives back, and the refusals that it raises.

A body is a JSON value, or one of NOTHING (no Content-Type), BLANK (none, yet called JSON), Text and
Raw.
"""

from __future__ import annotations

import http
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Nothing:
    """No body and no Content-Type."""


class Blank:
    """No body, but Content-Type application/json, as a schedule that is not set answers."""


NOTHING, BLANK = Nothing(), Blank()


@dataclass(frozen=True)
class Text:
    """A body of plain text; a log that is asked for with Accept: application/json is JSON."""

    text: str


@dataclass(frozen=True)
class Raw:
    body: bytes
    content_type: str = "application/octet-stream"


@dataclass
class Answer:
    status: int = 200
    body: Any = NOTHING
    headers: dict[str, str] = field(default_factory=dict)


class Refused(Exception):
    """An answer that undoes what the request has written. Without a message its body is empty."""

    def __init__(
        self,
        status: int,
        code: str = "",
        message: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status, self.code, self.message = status, code, message
        self.headers = dict(headers or {})

    @property
    def body(self) -> Any:
        if self.message is None:
            return NOTHING
        return {"errors": [{"code": self.code, "message": self.message}]}


def bad_request(message: str) -> Refused:
    return Refused(400, "BAD_REQUEST", message)


def unauthorized(message: str = "unauthorized") -> Refused:
    return Refused(401, "UNAUTHORIZED", message)


def forbidden(message: str = "forbidden") -> Refused:
    return Refused(403, "FORBIDDEN", message)


def denied(message: str) -> Refused:
    return Refused(403, "DENIED", message)


def not_found(message: str) -> Refused:
    return Refused(404, "NOT_FOUND", message)


def conflict(message: str) -> Refused:
    return Refused(409, "CONFLICT", message)


def precondition(message: str) -> Refused:
    return Refused(412, "PRECONDITION", message)


def unprocessable(*faults: str) -> Refused:
    """What go-swagger says of a request before any handler sees it."""
    return Refused(422, "UNPROCESSABLE_ENTITY", "\n".join(("validation failure list:", *faults)))


def broken() -> Refused:
    """A 500 as Harbor gives it for its own errors, and for many a user's."""
    return Refused(500, "UNKNOWN", "internal server error")


def crashed() -> Refused:
    """A 500 without a body: the handler panicked."""
    return Refused(500)


def reason(status: int) -> str:
    return http.HTTPStatus(status).phrase
