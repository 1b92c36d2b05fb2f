# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.distribution_config import (
    DISTRIBUTION_CONFIG,
    configured,
    merge,
    secrets_of,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.distribution_option import (
    SECTIONS,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import InputError
from ansible_collections.twinstar.registry.plugins.module_utils._core.option import faults
from ansible_collections.twinstar.registry.plugins.module_utils._core.plan import Merged
from ansible_collections.twinstar.registry.plugins.module_utils._core.yaml_config import (
    changed_keys,
    masked,
    parse,
    render,
)
from ansible_collections.twinstar.registry.tests.unit.plugins.module_utils._core.seed import SEED

# As it was printed: a quote is missing, and path has the wrong depth. YAML takes both.
PRINTED = """version: 0.1
http:
  addr: :5000
  headers:
    Access-Control-Allow-Methods: ['HEAD', GET', 'OPTIONS', 'DELETE', 'POST', 'PUT']
auth:
  htpasswd:
    realm: basic-realm
path: /auth/htpasswd
"""


def params(**said: Any) -> dict[str, Any]:
    return {"path": "/conf/config.yml", "version": "2.8", **said}


def merged(text: str | None, **said: Any) -> Merged:
    return merge(text, params(**said), {})


def written(text: str | None, **said: Any) -> str:
    found = merged(text, **said).text
    assert found is not None
    return found


def wrong(**said: Any) -> list[str]:
    given = params(**said)
    return [*faults(DISTRIBUTION_CONFIG.options, given), *DISTRIBUTION_CONFIG.wrong(given)]


# -- rendering -------------------------------------------------------------------------------------


def test_the_first_twin_stars_configuration_can_be_said_and_reads_the_same() -> None:
    assert not wrong(**SEED)
    assert yaml.safe_load(written(None, **SEED)) == {"version": 0.1, **SEED}


def test_sections_have_one_order_whatever_the_tasks() -> None:
    turned = {name: SEED[name] for name in reversed(SEED)}
    assert written(None, **turned) == written(None, **SEED)
    assert written(None, **SEED).startswith("# Made by twinstar.registry.registry_config")


def test_what_is_left_out_is_not_written() -> None:
    said = {
        "log": None,
        "redis": {},
        "storage": {"filesystem": None, "inmemory": {}, "delete": {"enabled": True}, "s3": None},
        "http": {"addr": ":5000", "tls": None, "debug": None},
    }
    assert parse(written(None, **said)) == {
        "version": 0.1,
        "storage": {"inmemory": {}, "delete": {"enabled": True}},
        "http": {"addr": ":5000"},
    }


def test_a_key_that_is_not_in_the_task_leaves_the_file() -> None:
    before = render({"version": 0.1, **SEED, "catalog": {"maxentries": 5}})
    found = merged(before, **SEED)
    assert "catalog" not in (found.text or "")
    assert found.result["changed_keys"] == ["catalog.maxentries"]
    assert found.why == ("change catalog.maxentries in /conf/config.yml",)


def test_an_equal_file_stays_however_it_is_written() -> None:
    by_hand = "# mine\n" + yaml.safe_dump({"version": 0.1, **SEED}, default_flow_style=True)
    found = merged(by_hand, **SEED)
    assert found.text == by_hand
    assert not found.why
    assert found.result == {"path": "/conf/config.yml", "proved_by": None, "changed_keys": []}


def test_the_configuration_as_it_was_printed_becomes_the_one_that_was_meant() -> None:
    found = merged(PRINTED, **SEED)
    assert found.result["changed_keys"] == [
        "log.level",
        "log.fields.service",
        "log.fields.environment",
        "storage.filesystem.rootdirectory",
        "auth.htpasswd.path",
        "http.headers.Access-Control-Allow-Origin",
        "http.headers.Access-Control-Allow-Methods",
        "http.headers.Access-Control-Allow-Headers",
        "http.http2.disabled",
        "path",
    ]
    assert found.why == (
        "change log.level, log.fields.service, log.fields.environment, "
        "storage.filesystem.rootdirectory, auth.htpasswd.path and 5 more in /conf/config.yml",
    )
    assert parse(found.text or "") == {"version": 0.1, **SEED}


def test_a_file_that_is_not_yaml_is_replaced_and_the_place_is_named() -> None:
    found = merged("version: 0.1\nlog: {level: 'debug}\n", **SEED)
    assert found.why == ("replace /conf/config.yml: it is not YAML, line 3, column 1.",)
    assert found.shown is not None
    assert found.shown[0] == "<it is not YAML, line 3, column 1.>\n"
    assert parse(found.text or "") == {"version": 0.1, **SEED}


@pytest.mark.parametrize("text", ["- a\n", "words\n", "5\n"])
def test_a_file_that_is_no_dictionary_is_replaced(text: str) -> None:
    assert merged(text, **SEED).why == ("replace /conf/config.yml: it is YAML, but no dictionary.",)


AMBIGUOUS = [
    *("yes", "NO", "on", "y", "null", "~", "", " a"),
    *("1e3", "0x10", "010", "1_0", "1:30", ".5", "2026-11-24"),
    *(":5000", "a: b", "# c", "a\nb", "*a", "é🔑"),
]


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_a_text_stays_a_text(text: str) -> None:
    rendered = render({"log": {"fields": {"a": text, text: "b"}}})
    assert yaml.safe_load(rendered) == {"log": {"fields": {"a": text, text: "b"}}}
    # Go's YAML knows more words and numbers than PyYAML: whatever is not plainly a word is quoted.
    assert f"a: {text}\n" not in rendered


def test_changed_keys_are_paths_and_a_list_is_one_value() -> None:
    before = {"version": 0.1, "http": {"addr": ":1", "headers": {"A": ["x"]}}, "old": {"key": 1}}
    after = {"version": 0.1, "http": {"addr": ":2", "headers": {"A": ["y"]}}, "storage": {"s3": {}}}
    assert changed_keys(before, after) == [
        "http.addr",
        "http.headers.A",
        "storage.s3",
        "old.key",
    ]


# -- secrets ---------------------------------------------------------------------------------------

HIDDEN: dict[str, Any] = {
    "storage": {"s3": {"region": "r", "bucket": "b", "accesskey": "S-a", "secretkey": "S-b"}},
    "http": {"secret": "S-c"},
    "redis": {"addr": "redis:6379", "password": "S-d"},
    "notifications": {
        "endpoints": [{"name": "n", "url": "http://a", "headers": {"Authorization": ["S-e"]}}]
    },
    "proxy": {"remoteurl": "https://a", "username": "u", "password": "S-f"},
    "log": {"hooks": [{"type": "mail", "options": {"smtp": {"password": "S-g"}}}]},
    "extra": {"storage": {"own": {"apitoken": "S-h"}}},
}


def test_no_secret_is_in_a_diff_and_a_new_one_shows() -> None:
    found = merged(None, **HIDDEN)
    assert found.shown is not None
    assert "S-" not in found.shown[1]
    assert found.shown[1].count("<secret>") == 8
    other = merged(found.text, **{**HIDDEN, "http": {"secret": "S-other"}})
    assert other.shown is not None
    assert "S-" not in "".join(other.shown)
    assert 'secret: "<new secret>"' in other.shown[1]
    assert other.shown[1].count("<new secret>") == 1
    assert "<new secret>" not in other.shown[0]
    assert other.result["changed_keys"] == ["http.secret"]


def test_a_file_by_hand_may_hide_secrets_under_names_that_nobody_knows() -> None:
    text = "storage: {own: {apikey: S-1, credentials: {a: S-2}}}\nhttp: {secret: S-3}\n"
    assert "S-" not in DISTRIBUTION_CONFIG.shown(text)
    assert "apikey" in DISTRIBUTION_CONFIG.shown(text)


def test_a_broken_file_is_not_shown_at_all() -> None:
    assert (
        DISTRIBUTION_CONFIG.shown("http: {secret: S-3") == "<it is not YAML, line 1, column 19.>\n"
    )


def test_every_secret_is_known_to_whoever_hides_them() -> None:
    assert secrets_of(configured(params(**HIDDEN))) == {f"S-{letter}" for letter in "abcdefgh"}


@pytest.mark.parametrize(
    ("mode", "said", "warned"),
    [
        (0o644, HIDDEN, True),
        (0o640, HIDDEN, False),
        (None, HIDDEN, False),
        (0o644, {**HIDDEN, "mode": "0644"}, False),
        (0o644, SEED, False),
    ],
)
def test_secrets_in_a_file_that_everybody_reads_are_a_warning(
    mode: int | None, said: dict[str, Any], warned: bool
) -> None:
    found = merge(None, params(**said), {"mode": mode}).warnings
    assert any("lets every user of the host read it" in warning for warning in found) == warned


# -- the task --------------------------------------------------------------------------------------


def test_extra_is_added_to_the_sections() -> None:
    text = written(None, **SEED, extra={"storage": {"delete": {"enabled": True}}})
    assert parse(text)["storage"] == {
        "filesystem": {"rootdirectory": "/var/lib/registry"},
        "delete": {"enabled": True},
    }


def test_what_is_said_twice_is_refused() -> None:
    said = wrong(**SEED, extra={"http": {"addr": ":6000"}})
    assert said == [
        "extra.http.addr is set outside extra too, but one of them must win. Say it once."
    ]


def test_a_key_that_nobody_knows_is_a_warning() -> None:
    found = merged(None, **SEED, extra={"storage": {"tiering": {"on": True}}, "zebra": 1})
    assert [warning.split(" is no key")[0] for warning in found.warnings] == [
        "extra.storage.tiering",
        "extra.zebra",
    ]
    assert "zebra: 1" in (found.text or "")


def test_volumes_belong_to_an_image() -> None:
    assert "volumes is set" in wrong(**SEED, volumes=["/a:/b"])[0]
    assert not wrong(**SEED, volumes=["/a:/b"], image="registry:2")
    assert "volumes[0] is 'a:/b'" in wrong(**SEED, volumes=["a:/b"], image="registry:2")[0]


def test_who_proved_it_is_predicted_only_when_there_is_something_to_prove() -> None:
    assert merged(None, **SEED, binary="/bin/registry").result["proved_by"] == "/bin/registry"
    assert merged(None, **SEED, image="registry:2").result["proved_by"] == "registry:2"
    now = written(None, **SEED)
    assert merged(now, **SEED, image="registry:2").result["proved_by"] is None


# -- laws ------------------------------------------------------------------------------------------

words = st.text(max_size=12)
leaves = st.one_of(
    words,
    st.booleans(),
    st.integers(min_value=-(2**40), max_value=2**40),
    st.lists(words, max_size=3),
)
trees = st.recursive(
    st.dictionaries(words, leaves, max_size=4),
    lambda below: st.dictionaries(words, st.one_of(leaves, below), max_size=4),
    max_leaves=8,
)


@given(trees)
def test_what_is_rendered_reads_the_same(tree: dict[str, Any]) -> None:
    assert parse(render(tree)) == tree


@given(trees)
def test_merging_twice_is_merging_once(tree: dict[str, Any]) -> None:
    once = written(None, **SEED, extra={"zebra": tree})
    again = merged(once, **SEED, extra={"zebra": tree})
    assert again.text == once
    assert not again.why


@given(st.one_of(st.text(max_size=80), trees.map(render)))
def test_no_text_gives_a_traceback_or_changes_the_outcome(text: str) -> None:
    assert parse(written(text, **SEED)) == {"version": 0.1, **SEED}
    with contextlib.suppress(InputError):
        DISTRIBUTION_CONFIG.shown(text)


@given(trees, trees)
def test_differing_keys_are_empty_exactly_for_equals(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert not changed_keys(one, one)
    keyed = {f"k{i}": tree for i, tree in enumerate((one, other))}
    assert bool(changed_keys({"k": keyed["k0"]}, {"k": keyed["k1"]})) == (one != other)


@given(trees)
def test_a_mask_keeps_the_shape(tree: dict[str, Any]) -> None:
    assert list(masked({"extra": tree}, None, SECTIONS)["extra"]) == list(tree)
