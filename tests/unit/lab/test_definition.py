# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""molecule/<scenario>/lab.yml: what is read, and what is refused in which words."""

from __future__ import annotations

import pytest

from tests.lab import definition
from tests.lab.errors import LabError


def faults(data: object) -> list[str]:
    with pytest.raises(LabError) as caught:
        definition.parse(data)
    return str(caught.value).splitlines()


def test_a_host_needs_its_release_only() -> None:
    (host,) = definition.parse({"hosts": {"edge": {"debian": 12}}}).hosts
    assert host == definition.Host("edge", 12, engine=False, groups=(), volumes=(), vars={})


def test_everything_that_is_said_is_taken() -> None:
    read = definition.parse(
        {
            "hosts": {
                "edge": {
                    "debian": 13,
                    "engine": True,
                    "groups": ["registry"],
                    "volumes": ["/srv/docker"],
                    "installers": ["2.15.2"],
                    "vars": {"port": 5000},
                }
            },
            "group_vars": {"registry": {"secure": True}},
        }
    )
    assert read.hosts == (
        definition.Host(
            "edge", 13, True, ("registry",), ("/srv/docker",), ("2.15.2",), {"port": 5000}
        ),
    )
    assert read.group_vars == {"registry": {"secure": True}}


def test_what_is_for_the_runner_makes_no_other_lab() -> None:
    lab = {"hosts": {"edge": {"debian": 12}}}
    assert definition.parse({**lab, "wide": True, "swapped": False}) == definition.parse(lab)


def test_swapped_every_host_has_the_other_release_and_else_is_the_same() -> None:
    given = {"a": {"debian": 12, "groups": ["x"]}, "b": {"debian": 13, "engine": True}}
    lab = definition.parse({"hosts": given, "group_vars": {"x": {"y": 1}}})
    other = definition.swapped(lab)
    assert [(host.name, host.debian) for host in other.hosts] == [("a", 13), ("b", 12)]
    assert definition.swapped(other) == lab


def test_without_a_host_the_others_are_as_they_were() -> None:
    lab = definition.parse({"hosts": {"a": {"debian": 12}, "b": {"debian": 13}}})
    assert definition.without(lab, ["a"]).hosts == lab.hosts[1:]
    with pytest.raises(LabError, match="no host c to leave out"):
        definition.without(lab, ["a", "c"])


@pytest.mark.parametrize("data", [None, [], {}, {"hosts": None}, {"hosts": {}}])
def test_a_lab_without_hosts_is_refused(data: object) -> None:
    assert faults(data) == ["hosts is missing, but a lab has at least one host. Add one."]


def test_all_faults_are_told_at_once() -> None:
    told = faults(
        {
            "hosts": {
                "Edge": {"debian": 12},
                "a": {"debian": 11},
                "b": {"debian": "12", "engine": "yes", "groups": "registry"},
                "c": {"debian": 12, "image": "x"},
                "d": None,
            },
            "group_vars": {"registry": None},
            "host_vars": {},
            "wide": "yes",
        }
    )
    assert told == [
        "host_vars is unknown. Use hosts, group_vars, wide or swapped.",
        "wide is 'yes', but it takes true or false.",
        "group_vars has no variables by group. Write `group: {variable: value}`.",
        "a host's name is 'Edge', but a name has up to 31 small letters, digits, - and _,"
        " and starts with a letter. Choose another.",
        "hosts.a.debian is 11, but the lab has Debian 12 and 13. Use one of these.",
        "hosts.b.debian is '12', but it takes a number.",
        "hosts.b.engine is 'yes', but it takes true or false.",
        "hosts.b.groups is 'registry', but it takes a list.",
        "hosts.b.debian is '12', but the lab has Debian 12 and 13. Use one of these.",
        "hosts.c.image is unknown. Use one of debian, engine, groups, volumes, installers, vars.",
        "hosts.d has no settings. Write for instance `{debian: 12}`.",
    ]


@pytest.mark.parametrize("name", ["", "9lives", "a/b", "a.b", "UP", "../x", "a" * 32])
def test_a_name_that_is_no_name_is_refused(name: str) -> None:
    assert definition.wrong_name("the lab's name", name)


@pytest.mark.parametrize("name", ["a", "docker_engine", "site-2"])
def test_a_name_that_is_one_is_taken(name: str) -> None:
    assert not definition.wrong_name("the lab's name", name)
