# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""harbor_admin_password on the double: whichever password there is, and an answer that is lost."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.twinstar.registry.tests.unit.plugins.module_utils._io.scripted_server import (  # noqa: E501
    Reply,
    serving,
)

from .contract import Answer, run_module
from .harbor import Harbor, a_harbor

WANTED = "Wanted-Word-1"


@pytest.fixture(name="harbor")
def _harbor() -> Iterator[Harbor]:
    with a_harbor() as found:
        found.hub  # noqa: B018  (the administrator of a genuine one keeps his password)
        yield found


def give(harbor: Harbor, **options: Any) -> Answer:
    task = {"harbor_url": harbor.url, "harbor_password": WANTED, **options}
    return run_module("harbor_admin_password", task)


def test_the_password_of_the_file_in_place_is_tried_and_not_shown(
    harbor: Harbor, tmp_path: pathlib.Path
) -> None:
    path = tmp_path / "harbor.yml"
    path.write_text(f"harbor_admin_password: {harbor.password}\n")
    answer = give(harbor, harbor_yml=str(path), previous=["Never-Word-1"])
    assert answer.json["plan"] == ["set the password of admin"]
    assert harbor.password not in answer.output
    assert not give(harbor, harbor_yml="/nonexistent/harbor.yml").changed


def test_where_none_fits_nothing_is_sent_that_changes_something(harbor: Harbor) -> None:
    answer = give(harbor, previous=["Never-Word-1"])
    assert answer.failed
    assert "nor previous[0]. Name the present password" in answer.json["msg"]
    assert harbor.writes() == 0


def test_a_password_that_was_set_although_the_answer_was_lost_is_set(harbor: Harbor) -> None:
    harbor.hub.fail("PUT", drop=True, after=True)
    answer = give(harbor, previous=[harbor.password])
    assert not answer.failed, answer.json
    assert not give(harbor).changed


def test_a_play_tells_a_harbor_that_is_down_or_elsewhere_from_a_wrong_password(
    harbor: Harbor,
) -> None:
    elsewhere = Reply(308, (("Location", "https://harbor.abc.com/api/v2.0/users/current"),))
    with serving(lambda _request: elsewhere) as moved, serving(lambda _request: Reply(502)) as down:
        asked = {"moved": moved.url, "unreachable": down.url, "refused": harbor.url}
        told = {cause: give(harbor, harbor_url=url) for cause, url in asked.items()}
    assert {cause: answer.json["cause"] for cause, answer in told.items()} == dict(
        zip(asked, asked)
    )
    assert give(harbor, harbor_url=down.url).json["cause"] == "unreachable"
    assert give(harbor, harbor_url="not an address").json["cause"] == "input"
