# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.engine_log import (
    complaint,
    refusal,
)


def test_the_last_error_is_told_with_its_cause() -> None:
    lines = [
        'time="x" level=error msg="older"',
        'time="x" level=error msg="Failed to \\"load\\"" error="no such driver"',
        'time="x" level=info msg="Loading containers: done."',
    ]
    assert complaint(lines) == 'Failed to "load": no such driver'


def test_what_it_ends_with_counts_more_than_an_error_on_the_way() -> None:
    lines = [
        "failed to start daemon: driver not supported",
        'time="x" level=error msg="connection lost"',
        "",
    ]
    assert complaint(lines) == "failed to start daemon: driver not supported"


def test_a_quiet_log_is_no_complaint() -> None:
    assert complaint([]) is None
    assert complaint(['time="x" level=info msg="API listen on /run/docker.sock"']) is None


@pytest.mark.parametrize(
    "line",
    [
        'time="x" level=error msg="unable to configure the Docker daemon with file /x: y"',
        'time="x" level=error msg="Error reconfiguring the daemon: insecure registry a_b …"',
        'time="x" level=error msg="Error reloading configuration" error="z"',
        'time="x" level=error msg="file configuration validation failed: bad attribute format: a"',
    ],
)
def test_a_refused_reload_is_told_apart_from_other_errors(line: str) -> None:
    other = 'time="x" level=error msg="Handler for POST /v1.41/images/create returned error"'
    assert refusal([other]) is None
    assert refusal([line, other]) == complaint([line])
    assert refusal([line, other])


def test_a_password_is_not_repeated() -> None:
    found = complaint(['level=error msg="proxy http://u:s3cret@proxy failed"'])
    assert found == "proxy http://xxxxx@proxy failed"


@given(st.lists(st.text(max_size=40)))
def test_any_log_can_be_read(lines: list[str]) -> None:
    complaint([f"level=error {line}" for line in lines])
