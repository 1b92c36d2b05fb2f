# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lookup as a playbook calls it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar, trust_as_template

from ansible_collections.twinstar.registry.plugins.lookup import harbor_artifact_digest
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_option import (
    HARBOR_CONNECTION,
)

from . import images
from .harbor import Harbor, a_harbor
from .images import NEW, OLD


@pytest.fixture(scope="module")
def harbor() -> Iterator[Harbor]:
    with a_harbor(registry=True) as found:
        images.furnish(found)
        yield found


def digest(
    harbor: Harbor, *terms: str, wanted: str = "", variables: Any = None, **options: Any
) -> Any:
    told = harbor.connection if variables is None else variables
    call = "lookup('twinstar.registry.harbor_artifact_digest', terms, wantlist=true, **options)"
    text = trust_as_template(f"{{{{ {call} }}}}")
    known = {**told, "terms": list(terms), "options": options}
    return Templar(loader=DataLoader(), variables=known).template(text)


def test_the_digest_of_a_tag(harbor: Harbor) -> None:
    assert digest(harbor, "test/app/web:nightly") == [OLD]


def test_several_in_their_order(harbor: Harbor) -> None:
    before = len(harbor.sent)
    assert digest(harbor, "test/app/web:1.1", "test/app/web:1.0", f"test/app/web@{OLD}") == [
        NEW,
        OLD,
        OLD,
    ]
    # The login, the version is not asked for, and one for each.
    assert len(harbor.sent) - before == 4


def test_the_name_of_an_image_will_do(harbor: Harbor) -> None:
    host = harbor.url.partition("//")[2]
    assert digest(harbor, f"{host}/test/app/web:1.0") == [OLD]
    with pytest.raises(AnsibleError, match="is named without a host"):
        digest(harbor, "other.example:5000/test/app/web:1.0")


def test_one_that_is_not_there_is_named_or_has_a_default(harbor: Harbor) -> None:
    words = "artifact test/app/web:none does not exist in this Harbor"
    with pytest.raises(AnsibleError, match=words):
        digest(harbor, "test/app/web:1.0", "test/app/web:none")
    assert digest(harbor, "test/none:1", "test/app/web:1.0", default="") == ["", OLD]


def test_all_faults_are_told_at_once(harbor: Harbor) -> None:
    with pytest.raises(AnsibleError) as caught:
        digest(harbor, "web:1.0", "test/app/web", "test/App:1")
    for words in ("it begins with a project", "has neither tag nor digest", "has lower-case"):
        assert words in str(caught.value)


def test_options_come_from_the_call_from_variables_or_from_the_environment(
    harbor: Harbor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert digest(harbor, "test/app/web:1.0", variables={}, **harbor.connection) == [OLD]
    indirect = {
        **harbor.connection,
        "harbor_password": trust_as_template("{{ vault_password }}"),
        "vault_password": harbor.password,
        "harbor_timeout": trust_as_template("{{ 10 + 10 }}"),
        # Of no interest, and not to be looked at.
        "other": trust_as_template("{{ nobody_knows }}"),
    }
    assert digest(harbor, "test/app/web:1.0", variables=indirect) == [OLD]
    for name, value in harbor.connection.items():
        monkeypatch.setenv(name.upper(), value)
    assert digest(harbor, "test/app/web:1.0", variables={}) == [OLD]


def test_wrong_options_and_a_refused_login_are_explained_without_the_password(
    harbor: Harbor,
) -> None:
    told = {**harbor.connection, "harbor_url": "harbor.abc.com"}
    with pytest.raises(AnsibleError, match="but the address of a Harbor starts with"):
        digest(harbor, "test/app/web:1.0", variables=told)
    with pytest.raises(AnsibleError, match="harbor_username is set, but harbor_password is not"):
        digest(harbor, "test/app/web:1.0", variables={**told, "harbor_password": None})
    wrong = {**harbor.connection, "harbor_username": "nobody", "harbor_password": "planted-secret"}
    with pytest.raises(AnsibleError, match="The password of user nobody was refused") as caught:
        digest(harbor, "test/app/web:1.0", variables=wrong)
    assert "planted-secret" not in str(caught.value)


def test_a_public_project_needs_no_login(harbor: Harbor) -> None:
    harbor.ask("PUT", "/projects/test", {"metadata": {"public": "true"}})
    anonymous = {"harbor_url": harbor.url}
    assert digest(harbor, "test/app/web:1.0", variables=anonymous) == [OLD]


def test_it_takes_what_modules_take() -> None:
    documented = yaml.safe_load(harbor_artifact_digest.DOCUMENTATION)["options"]
    for option in HARBOR_CONNECTION:
        own = documented[option.name]
        assert own["type"] == option.type
        assert own.get("default") == option.default
        assert [each["name"] for each in own.get("env", [])] == list(option.env)
        assert own["vars"][0]["name"] == f"harbor_{option.name.removeprefix('harbor_')}"
    assert set(documented) == {each.name for each in HARBOR_CONNECTION} | {"_terms", "default"}
