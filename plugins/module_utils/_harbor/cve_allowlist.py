# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CVEs that are passed over. A PUT replaces the whole list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .._core.harbor_field import Field, Values, as_set
from .._core.harbor_request import Request
from .._core.harbor_spec import Asking, Change, Look, Spec
from .instant import NEVER, as_epoch, not_an_instant

PLACE = ("system", "CVEAllowlist")


def not_a_cve(value: str) -> str | None:
    # Harbor trims nothing, and answers 500 to an empty one.
    return None if value and value == value.strip() else "but a CVE has a name. Correct it."


def each_once(cves: Iterable[str]) -> list[str]:
    """Harbor answers 500 to a list that has one twice."""
    return list(dict.fromkeys(cves))


def as_body(cves: Iterable[str] | None, expires_at: Any) -> Values:
    body: Values = {"items": [{"cve_id": each} for each in cves or ()]}
    if isinstance(expires_at, int) and expires_at != NEVER:
        body["expires_at"] = expires_at
    return body


def _look(asking: Asking) -> Look:
    reply = yield Request("GET", PLACE, why="look up Harbor's CVE allowlist")
    return [dict(reply.body)]


def _steps(change: Change) -> Iterator[Request]:
    values = {**(change.seen or {}), **change.want}
    body = as_body(values["cves"], values["expires_at"])
    yield change.request("PUT", PLACE, body, why=change.sentence(change.differ))


CVE_ALLOWLIST = Spec(
    kind="cve_allowlist",
    plural="cve_allowlists",
    title="Harbor's CVE allowlist",
    path=PLACE,
    single=True,
    look=_look,
    steps=_steps,
    order=20,
    fields=(
        Field(
            "cves",
            "The CVEs that projects pass over which use Harbor's own list; these and no others. "
            "An empty list passes over none.",
            type="list",
            elements="str",
            api="items",
            absent=[],
            clean=each_once,
            read=lambda items: [each["cve_id"] for each in items],
            same=as_set,
            wrong=not_a_cve,
        ),
        Field(
            "expires_at",
            "Until when the list counts: C(2027-01-31), C(2027-01-31T12:00:00Z), seconds since "
            "1970, or V(never).",
            absent=NEVER,
            clean=as_epoch,
            wrong=not_an_instant,
        ),
    ),
)
