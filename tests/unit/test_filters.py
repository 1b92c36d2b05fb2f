# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters as a playbook calls them; what they compute is tested in the pure rooms."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar, trust_as_template

FIT = {
    "system": {"id": "debian", "version": "12", "name": "Debian"},
    "memory_mib": 2048,
    "disks": [],
    "selinux": "disabled",
    "firewall": "none",
    "engine": {"installed": False, "running": False, "version": ""},
    "compose": {"kind": "none", "version": ""},
    "ports": [],
    "findings": [],
    "verdict": "ok",
}


def table(**variables: Any) -> Any:
    text = "{{ results | twinstar.registry.preflight_table(silent=silent) }}"
    return Templar(loader=DataLoader(), variables=variables).template(trust_as_template(text))


def test_a_playbook_gets_the_lines_of_the_table() -> None:
    lines = table(results={"edge": FIT}, silent=["lost"])
    assert len(lines) == 4
    assert lines[2].startswith("| edge | debian 12 | 2048 MiB | -")
    assert lines[3].endswith("| no answer |")


@pytest.mark.parametrize("results", [["edge"], {"edge": {}}, {"edge": None}, {"edge": []}])
def test_another_thing_than_results_is_named(results: Any) -> None:
    with pytest.raises(AnsibleFilterError, match="a dict from host to the host_preflight"):
        table(results=results, silent=[])


ROBOT = {"name": "ci", "full_name": "robot$ci", "secret": "Made-By-Harbor-1"}


def docker_config(**variables: Any) -> Any:
    text = "{{ robot | twinstar.registry.to_docker_config('harbor.abc.com', secret=secret) }}"
    return Templar(loader=DataLoader(), variables=variables).template(trust_as_template(text))


def test_a_playbook_gets_the_text_of_a_config_json() -> None:
    text = docker_config(robot=ROBOT, secret=None)
    assert isinstance(text, str)
    assert list(json.loads(text)["auths"]) == ["harbor.abc.com"]


def test_a_robot_without_a_secret_is_named() -> None:
    with pytest.raises(AnsibleFilterError, match=r"robot account robot\$ci is not in"):
        docker_config(robot={**ROBOT, "secret": None}, secret=None)
