# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.twinstar.registry.plugins.module_utils._core import (
    harbor_admin_password as p,
)


def test_passwords_are_tried_in_order_and_each_once() -> None:
    config = {"harbor_admin_password": "file"}
    found = p.candidates("wanted", config, "/h/harbor.yml", ["wanted", "one", "file", "", "two"])
    assert [(each.name, each.password) for each in found] == [
        ("that of /h/harbor.yml", "file"),
        ("previous[1]", "one"),
        ("previous[4]", "two"),
    ]
    assert p.candidates("w", {}, None, []) == []
    assert p.candidates("w", {"harbor_admin_password": None}, "/h", []) == []


def test_where_none_fits_all_that_were_tried_are_named_and_none_is_shown() -> None:
    tried = [p.Candidate("that of /h/harbor.yml", "swordfish"), p.Candidate("previous[0]", "x1")]
    assert p.none_fits("admin", tried) == (
        "log in to Harbor as admin: it takes neither harbor_password, nor that of /h/harbor.yml, "
        "nor previous[0]. Name the present password in previous; nothing was changed."
    )


def test_what_harbor_would_refuse_is_known() -> None:
    assert p.unfit("Harbor12345") is None
    for password in (
        "harbor12345",
        "HARBOR12345",
        "HarborHarbor",
        "Hrb1",
        "Äarbor12345",
        "A1b" * 50,
    ):
        assert p.unfit(password)
