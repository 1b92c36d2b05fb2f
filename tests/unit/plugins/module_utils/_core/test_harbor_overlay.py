# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core import harbor_overlay as o
from ansible_collections.twinstar.registry.plugins.module_utils._core.option import faults

CORE = "A=1\nCORE_SECRET=c\n\nCSRF_KEY=k\nREGISTRY_CREDENTIAL_PASSWORD=p\nNO_PROXY=b,a\n"
LINE = "harbor_registry_user:$2y$05$hash"


def test_values_are_found_in_the_files_of_a_prepare() -> None:
    env = {"core/env": CORE, "jobservice/env": "CORE_SECRET=other\nJOBSERVICE_SECRET=j\n"}
    assert o.values_of(env, f"{LINE}\n") == {
        "core_secret": "c",
        "csrf_key": "k",
        "registry_password": "p",
        "jobservice_secret": "j",
        "registry_passwd": LINE,
    }


def test_what_a_task_says_comes_before_what_was_kept_and_that_before_what_lies_there() -> None:
    merged = o.merged(
        {"core_secret": "given"},
        {"core_secret": "kept", "csrf_key": "kept"},
        {"core_secret": "found", "csrf_key": "found", "robot_prefix": "found"},
    )
    assert merged == {"core_secret": "given", "csrf_key": "kept", "robot_prefix": "found"}


def test_a_hash_goes_with_its_password_only() -> None:
    kept = {"registry_password": "p", "registry_passwd": LINE}
    assert o.merged({}, kept, {})["registry_passwd"] == LINE
    assert o.merged({"registry_password": "p"}, kept, {})["registry_passwd"] == LINE
    assert "registry_passwd" not in o.merged({"registry_password": "q"}, kept, {})
    assert o.merged({}, {"registry_password": "p"}, kept)["registry_passwd"] == LINE


def test_a_file_gets_the_values_and_keeps_all_else() -> None:
    values = {"core_secret": "C", "csrf_key": "K", "registry_passwd": LINE}
    assert o.overlaid("core/env", CORE, values) == (
        "A=1\nCORE_SECRET=C\n\nCSRF_KEY=K\nREGISTRY_CREDENTIAL_PASSWORD=p\nNO_PROXY=a,b\n"
    )
    assert o.overlaid("registry/passwd", "x:y\n", values) == f"{LINE}\n"
    assert o.overlaid("registry/passwd", "x:y\n", {}) == "x:y\n"


def test_a_name_that_only_begins_like_one_of_them_is_another() -> None:
    text = "CORE_SECRET_FILE=f\nXCORE_SECRET=x\nCORE_SECRET=\n"
    assert o.overlaid("core/env", text, {"core_secret": "C"}) == text


@given(
    st.text(), st.dictionaries(st.sampled_from(sorted(o.NAMES.values())), st.from_regex("[a-z]+"))
)
def test_an_overlay_twice_is_an_overlay_once(text: str, values: dict[str, str]) -> None:
    values = {name: value.strip() for name, value in values.items()}
    once = o.overlaid("core/env", text, values)
    assert o.overlaid("core/env", once, values) == once


@given(st.dictionaries(st.sampled_from(sorted(o.NAMES)), st.from_regex(r"\A[a-z0-9]+\Z")))
def test_the_values_that_were_laid_over_are_found_again(env: dict[str, str]) -> None:
    drawn = "".join(f"{name}=drawn\n" for name in env)
    values = {o.NAMES[name]: value for name, value in env.items()}
    text = o.overlaid("core/env", drawn, values)
    assert o.values_of({"core/env": text}, None) == values


def test_a_value_that_an_env_file_would_change_is_refused_without_being_shown() -> None:
    for value in ("a$b", "a #b", "'a'", "ä", "a\n", ""):
        found = list(faults(o.SECRETS, {"core_secret": value}))
        assert len(found) == 1
        assert found[0].startswith("core_secret is set, but an env file")
    assert not list(faults(o.SECRETS, {"core_secret": "aB3_-", "csrf_key": "k" * 32}))


def test_a_pair_is_given_whole() -> None:
    assert o.halves({"private_key": "a", "root_certificate": "b"}) == []
    assert o.halves({}) == []
    assert o.halves({"root_certificate": "b"})[0].startswith("secrets.root_certificate is set, but")
