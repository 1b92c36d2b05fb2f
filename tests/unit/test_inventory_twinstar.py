# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""inventories/twinstar: the two servers, complete and without a secret."""

from __future__ import annotations

import copy
import pathlib
import re
from typing import Any

import pytest
import yaml
from ansible.inventory.manager import InventoryManager
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible.vars.manager import VariableManager

from ansible_collections.twinstar.registry.plugins.module_utils._core.option import argument_spec
from ansible_collections.twinstar.registry.plugins.module_utils._harbor.tree import TREE
from ansible_collections.twinstar.registry.plugins.module_utils._io.harbor_state import TreeJob

ROOT = pathlib.Path(__file__).resolve().parents[2]
TWINSTAR = ROOT / "inventories" / "twinstar"
EXAMPLE = TWINSTAR / "group_vars" / "vault.example.yml"
ROLES = {
    path.parents[1].name: yaml.safe_load(path.read_text("utf-8"))["argument_specs"]["main"][
        "options"
    ]
    for path in (ROOT / "roles").glob("*/meta/argument_specs.yml")
}
HOSTS = ("hub", "edge")
ESTATE = TreeJob(TREE)
HARBOR = {"harbor_url", "harbor_username", "harbor_password", "harbor_ca_path", "harbor_estate"}


def variables(host: str, **extra: Any) -> dict[str, Any]:
    """Of one host, with the example's secrets, templates worked out."""
    loader = DataLoader()
    inventory = InventoryManager(loader=loader, sources=[str(TWINSTAR)])
    manager = VariableManager(loader=loader, inventory=inventory)
    found = manager.get_vars(host=inventory.get_host(host))
    found.update(loader.load_from_file(str(EXAMPLE), trusted_as_template=True))
    found.update(extra)
    templar = Templar(loader=loader, variables=found)
    named = {name for options in ROLES.values() for name in options} | {"ansible_host", *HARBOR}
    return {name: templar.template(found[name]) for name in sorted(named & set(found))}


def test_the_addresses_are_those_of_the_two_servers() -> None:
    assert variables("hub")["ansible_host"] == "192.168.126.40"
    assert variables("hub")["client_trust_server_names"] == ["harbor.abc.com"]
    assert variables("edge")["ansible_host"] == "192.168.126.50"
    assert "172.25.22.9" in variables("edge")["registry_tls_names"]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_variable_is_one_that_its_role_takes(host: str, scheme: str) -> None:
    found = variables(host, twinstar_scheme=scheme)
    for role, options in ROLES.items():
        # What asks Harbor's API is the playbooks' own, whatever the role harbor takes.
        given = {
            name: value
            for name, value in found.items()
            if name.startswith(f"{role}_") and name not in HARBOR
        }
        assert set(given) <= set(options)
        # A copy, since the validator fills in a default that is a dict where it lies.
        result = ArgumentSpecValidator(copy.deepcopy(options)).validate(given)
        assert not result.error_messages


def test_both_roads_are_one_word_apart() -> None:
    by_ca = variables("hub", twinstar_scheme="https")["client_trust_registries"][0]
    assert (by_ca["ca_host"], by_ca.get("insecure")) == ("edge", None)
    assert variables("edge", twinstar_scheme="https")["registry_tls"] == "generated"
    insecure = variables("hub", twinstar_scheme="http")["client_trust_registries"][0]
    assert (insecure["insecure"], insecure.get("ca_host")) == (True, None)
    assert variables("edge", twinstar_scheme="http")["registry_tls"] == "none"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_hub_is_asked_and_trusted_by_one_road(scheme: str) -> None:
    hub = variables("hub", twinstar_harbor_scheme=scheme)
    trusted = hub["client_trust_registries"][1]
    assert (trusted["address"], trusted.get("insecure", False)) == (
        "harbor.abc.com",
        scheme == "http",
    )
    assert trusted.get("ca_path", "") == hub["harbor_ca_path"]
    assert hub["harbor_url"] == {
        "http": "http://192.168.126.40",
        "https": "https://harbor.abc.com",
    }.get(scheme)


def test_the_estate_is_one_that_harbor_state_takes() -> None:
    hub = variables("hub")
    connection = {name: hub[name] for name in HARBOR - {"harbor_estate"}}
    connection["ca_path"] = connection.pop("harbor_ca_path") or None
    result = ArgumentSpecValidator(argument_spec(ESTATE.options)).validate(
        {**connection, **hub["harbor_estate"]}
    )
    assert not result.error_messages
    assert not ESTATE.wrong(result.validated_parameters)


def test_every_host_logs_in_as_a_robot_that_the_estate_makes() -> None:
    (project,) = variables("hub")["harbor_estate"]["projects"]
    made = {f"robot$test+{one['name']}": one["secret"] for one in project["robot_accounts"]}
    for host, robot in {"hub": "robot$test+push", "edge": "robot$test+pull"}.items():
        login = variables(host)["client_trust_registries"][1]
        assert login["username"] == robot
        assert login["password"] == made[robot]


def test_the_example_has_every_secret_and_no_other_file_has_one() -> None:
    used = set()
    for path in TWINSTAR.rglob("*.yml"):
        if path != EXAMPLE:
            lines = [line for line in path.read_text("utf-8").splitlines() if "#" not in line]
            used |= set(re.findall(r"\bvault_\w+", "\n".join(lines)))
            for line in lines:
                assert "password" not in line or "vault_" in line, line
    assert used == set(yaml.safe_load(EXAMPLE.read_text("utf-8")))


def test_the_example_is_not_read_as_variables() -> None:
    loader = DataLoader()
    inventory = InventoryManager(loader=loader, sources=[str(TWINSTAR)])
    manager = VariableManager(loader=loader, inventory=inventory)
    found = manager.get_vars(host=inventory.get_host("edge"))
    assert not [name for name in found if name.startswith("vault_")]


def test_nodes_see_the_same_registry_at_another_address() -> None:
    text = (TWINSTAR / "group_vars" / "kubernetes_nodes.yml").read_text("utf-8")
    assert "'address': '172.25.22.9:5000'" in text
