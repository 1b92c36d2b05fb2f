# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does a registry answer, and is it the one that is expected?"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from .._core.errors import Refused, Unreachable
from .._core.option import Option
from .._core.registry_option import CONNECTION, connection_faults, not_headers
from .query import Query
from .registry_client import Answered, connect

_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.5, 5.0


class AnotherInstance(Refused):
    """A registry answers, but without the headers that were expected."""


def ping(
    params: Mapping[str, Any],
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Mapping[str, Any]:
    """Ask until it answers as expected, or until the wait is over; then say what was seen last.

    A refused password or an untrusted certificate ends the wait: time does not mend them.
    """
    deadline = clock() + params["wait"]
    pause = _SHORTEST_PAUSE
    while True:
        try:
            return _ping_once(params, deadline - clock())
        except (Unreachable, Answered, AnotherInstance) as problem:
            if isinstance(problem, Answered) and not problem.may_pass:
                raise
            left = deadline - clock()
            if left <= 0:
                if not params["wait"]:
                    raise
                kind = Unreachable if isinstance(problem, Unreachable) else Refused
                raise kind(f"waited {params['wait']} s; at last: {problem}") from None
            sleep(min(pause, left))
            pause = min(pause * 2, _LONGEST_PAUSE)


def _ping_once(params: Mapping[str, Any], left: float) -> Mapping[str, Any]:
    # A question that hangs must not outlast the wait by much.
    timeout = min(params["timeout"], max(1, left)) if params["wait"] else params["timeout"]
    client = connect({**params, "timeout": timeout}, attempts=1)
    greeting = client.greet()
    expected = params.get("expect_headers") or {}
    found = {name: greeting.headers.get(name.lower()) for name in expected}
    for name, value in expected.items():
        seen = found[name]
        if seen is None or str(value) not in (seen, *(part.strip() for part in seen.split(","))):
            raise AnotherInstance(
                f"reach {client.name}: GET /v2/ was answered with {name} "
                f"{'missing' if seen is None else repr(seen)}, but {str(value)!r} is expected. "
                "Another registry answers at that address; end it, or correct expect_headers."
            )
    return {
        "reachable": True,
        "authenticated": client.log_in(),
        "auth": greeting.auth,
        "api_version": greeting.api_version,
        "headers": found,
    }


def not_a_wait(value: int) -> str | None:
    return None if value >= 0 else "but a wait is 0 seconds or more. Raise it."


PING = Query(
    kind="registry_ping",
    options=(
        *CONNECTION,
        Option(
            "wait",
            (
                "Seconds to wait for a registry that does not answer yet, answers with a server's "
                "error, or lacks O(expect_headers).",
                "With V(0) it is asked once.",
            ),
            type="int",
            default=0,
            wrong=not_a_wait,
        ),
        Option(
            "expect_headers",
            "Headers that the answer must carry, with these values: a proof that this instance "
            "answers, and not another at the same address.",
            type="dict",
            wrong=not_headers,
        ),
    ),
    ask=ping,
    faults=connection_faults,
)
