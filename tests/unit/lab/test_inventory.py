# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A lab as an inventory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.lab import inventory
from tests.lab.definition import parse

LAB = parse(
    {
        "hosts": {
            "edge": {"debian": 12, "groups": ["registry", "client_trust"], "vars": {"port": 5000}},
            "client": {"debian": 13, "groups": ["client_trust"]},
            "alone": {"debian": 13},
        },
        "group_vars": {
            "all": {"domain": "abc.com"},
            "registry": {"edge": "{{ hostvars['edge'].lab_address }}:5000"},
            "harbor": {"for": "a group without hosts"},
        },
    }
)
PLACES = {
    "edge": inventory.Place("twinstar-site-edge", "10.213.0.10"),
    "client": inventory.Place("twinstar-site-client", "10.213.0.11"),
    "alone": inventory.Place("twinstar-site-alone", "10.213.0.12"),
}

INSTALLERS = {"2.15.2": {"path": "/cache/installers/it.tgz", "sha256": "0" * 64}}


def built() -> dict[str, Any]:
    data: dict[str, Any] = inventory.build("site", LAB, PLACES, "/cache/archives", INSTALLERS)[
        "all"
    ]
    return data


def test_a_host_says_how_it_is_reached() -> None:
    assert built()["hosts"]["client"] == {
        "ansible_host": "twinstar-site-client",
        "ansible_connection": "community.docker.docker",
        "ansible_user": "root",
        "ansible_python_interpreter": "/usr/bin/python3",
        "lab_address": "10.213.0.11",
        "lab_debian": 13,
    }


def test_a_host_has_its_own_variables() -> None:
    assert built()["hosts"]["edge"]["port"] == 5000


def test_all_hosts_know_the_lab_and_its_images_and_what_was_said_for_all() -> None:
    assert built()["vars"] == {
        "lab_name": "site",
        "lab_images": "/cache/archives",
        "lab_installers": INSTALLERS,
        "domain": "abc.com",
    }


def test_groups_have_their_hosts_and_variables_as_written() -> None:
    assert built()["children"] == {
        "registry": {
            "vars": {"edge": "{{ hostvars['edge'].lab_address }}:5000"},
            "hosts": {"edge": {}},
        },
        "harbor": {"vars": {"for": "a group without hosts"}},
        "client_trust": {"hosts": {"edge": {}, "client": {}}},
    }


def test_the_text_is_the_data_below_a_warning() -> None:
    data = inventory.build("site", LAB, PLACES, "/cache/archives", INSTALLERS)
    text = inventory.render(data)
    assert text.startswith("# Written by")
    assert yaml.safe_load(text) == data


def test_writing_replaces_and_leaves_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inventory, "folder", lambda lab: tmp_path / lab)
    inventory.write("site", "old\n")
    target = inventory.write("site", "new\n")
    assert target.read_text() == "new\n"
    assert [file.name for file in target.parent.iterdir()] == ["hosts.yml"]
