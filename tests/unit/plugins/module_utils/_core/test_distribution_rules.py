# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.distribution_config import (
    DISTRIBUTION_CONFIG,
    configured,
    merge,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.distribution_option import (
    SECTIONS,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.distribution_release import (
    LINES,
    RELEASES,
    Key,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.distribution_value import (
    not_a_duration,
    not_an_address,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.option import Option, faults

FILES = {"filesystem": {"rootdirectory": "/var/lib/registry"}}
TLS = {"certificate": "/tls/registry.crt", "key": "/tls/registry.key"}


def wrong(version: str = "2.8", **said: Any) -> list[str]:
    params = {"path": "/conf/config.yml", "version": version, "storage": FILES, **said}
    return [*faults(DISTRIBUTION_CONFIG.options, params), *DISTRIBUTION_CONFIG.wrong(params)]


def doubts(**said: Any) -> tuple[str, ...]:
    params = {"path": "/conf/config.yml", "version": "2.8", "storage": FILES, **said}
    return merge(None, params, {}).warnings


def said_at(path: str, value: Any) -> dict[str, Any]:
    """{"a": {"b": value}} for "a.b"."""
    for name in reversed(path.split(".")):
        value = {name: value}
    return dict(value)


def with_storage(**more: Any) -> dict[str, Any]:
    return {"storage": {**FILES, **more}}


# -- releases --------------------------------------------------------------------------------------


def keys_of(options: tuple[Option, ...], path: str = "") -> Iterator[tuple[str, Key]]:
    for option in options:
        assert isinstance(option, Key), f"{path}{option.name} says no release"
        yield f"{path}{option.name}", option
        yield from keys_of(option.suboptions, f"{path}{option.name}.")


def test_a_line_means_its_newest_release() -> None:
    assert {LINES[line] for line in LINES} == set(RELEASES)
    assert LINES["3"] == RELEASES[-1]


@pytest.mark.parametrize(
    ("version", "said", "words"),
    [
        ("2.8", {"tags": {"maxtags": 5}}, "tags is set, but it is known to release 3.1 and newer"),
        ("3.0", {"tags": {"maxtags": 5}}, "and this is 3.0. Leave it out."),
        ("3", {"compatibility": {"schema1": {"enabled": True}}}, "releases up to 2.8 only"),
        ("3", {"reporting": {"newrelic": {"licensekey": "x"}}}, "reporting is set"),
        ("3", {"redis": {"addr": "redis:6379"}}, "Use redis.addrs instead."),
        ("2.8", {"redis": {"addrs": ["redis:6379"]}}, "Use redis.addr instead."),
        ("3", {"redis": {"addrs": ["r:1"], "pool": {"maxidle": 1}}}, "Use redis.poolsize, "),
        ("3.1", {"redis": {"addrs": ["r:1"], "tls": {"clientcas": ["/a"]}}}, "redis.tls.rootcas"),
        ("3.0", {"redis": {"addrs": ["r:1"], "tls": {"rootcas": ["/a"]}}}, "redis.tls.clientcas"),
        ("2.8", {"http": {"h2c": {"enabled": True}}}, "http.h2c is set"),
        ("2.8", with_storage(tag={"concurrencylimit": 1}), "release 3.0 and newer only"),
        ("2.8", {"storage": {"s3": {"region": "r", "bucket": "b", "accelerate": True}}}, "s3.acc"),
        ("3", {"storage": {"swift": {"username": "u"}}}, "storage.swift is set"),
        ("3", {"storage": {"oss": {"bucket": "b"}}}, "storage.oss is set"),
        ("2.8", {"extra": {"http": {"h2c": {"enabled": True}}}}, "extra.http.h2c is set"),
        ("3", {"http": {"tls": {**TLS, "minimumtls": "tls1.0"}}}, "knows tls1.2 and tls1.3"),
        (
            "3",
            {"http": {"tls": {**TLS, "ciphersuites": ["TLS_RSA_WITH_RC4_128_SHA"]}}},
            "does not know it",
        ),
        (
            "2.8",
            {"storage": {"s3": {"region": "r", "bucket": "b", "storageclass": "GLACIER_IR"}}},
            "distribution 2.8 knows NONE, STANDARD, REDUCED_REDUNDANCY",
        ),
        (
            "2.8",
            {"middleware": {"storage": [{"name": "rewrite"}]}},
            "middleware.storage[0].name is 'rewrite'",
        ),
    ],
)
def test_a_key_of_another_release_is_named(version: str, said: dict[str, Any], words: str) -> None:
    assert any(words in fault for fault in wrong(version, **said)), wrong(version, **said)


def test_every_key_says_which_releases_know_it_and_its_text_does_too() -> None:
    for path, key in keys_of(SECTIONS):
        assert key.since in RELEASES, path
        assert key.until in RELEASES, path
        assert any(key.known_to(release) for release in RELEASES), path
        assert key.text, path
        assert bool(key.gate) == ("Known to" in str(key.text)), path


# -- misspelt, misplaced, mistyped (in extra: Ansible itself refuses them in an option) ------------


@pytest.mark.parametrize(
    ("extra", "fault"),
    [
        (
            {"log": {"levl": "info"}},
            "extra.log.levl is no key of distribution, but level is. Correct it, if that is meant.",
        ),
        (
            {"HTTP": {"addr": ":5000"}},
            "extra.HTTP is no key of distribution, but http is. Correct it, if that is meant.",
        ),
        (
            {"auth": {"htpasswd": {"realm": "r"}, "path": "/auth/htpasswd"}},
            "extra.auth.path is no key of distribution, but auth.htpasswd.path is. Move it there.",
        ),
        (
            {"path": "/auth/htpasswd"},
            "extra.path is no key of distribution, but auth.htpasswd.path and "
            "http.debug.prometheus.path are. Move it there.",
        ),
        (
            {"http": {"certificate": "/a"}},
            "extra.http.certificate is no key of distribution, but http.tls.certificate is. "
            "Move it there.",
        ),
        (
            {"http": {"relativeurls": "maybe"}},
            "extra.http.relativeurls is 'maybe', but distribution reads true or false there. "
            "Correct it.",
        ),
        (
            {"catalog": {"maxentries": True}},
            "extra.catalog.maxentries is True, but distribution reads a whole number there. "
            "Correct it.",
        ),
        (
            {"log": {"level": "trace"}},
            "extra.log.level is 'trace', but distribution knows error, warn, info, debug. "
            "Use one of these.",
        ),
        (
            {"http": {"draintimeout": "10"}},
            "extra.http.draintimeout is '10', but a duration has units (ms, s, m, h), "
            "such as 10s or 1h30m. Add one.",
        ),
        (
            {"health": {"tcp": [{"addr": "redis:6379"}, {"addr": ":6379"}]}},
            "extra.health.tcp[1].addr is ':6379', but a server is HOST:PORT, such as "
            "redis.example.com:6379. Correct it.",
        ),
        (
            {"http": {"secret": 5}},
            "extra.http.secret is set, but distribution reads a text there. Correct it.",
        ),
        (
            {"validation": {"manifests": {"urls": {"allow": [1]}}}},
            "extra.validation.manifests.urls.allow is [1], but each of its entries is a text. "
            "Correct it.",
        ),
        (
            {"proxy": {"username": "u", "password": "p"}},
            "proxy.remoteurl is missing, but distribution needs it. Add it.",
        ),
    ],
)
def test_what_is_wrong_in_extra_is_named(extra: dict[str, Any], fault: str) -> None:
    assert fault in wrong(extra=extra)


def test_a_driver_that_nobody_knows_is_a_doubt_and_counts_as_the_driver() -> None:
    assert not wrong(storage={}, extra={"storage": {"tape": {"drive": 1}}})
    assert "storage has filesystem and tape" in wrong(extra={"storage": {"tape": {}}})[0]


# -- one by one ------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["0", "10s", "1h30m", "1.5s", ".5s", "100ms", "168h", "3µs"])
def test_a_duration_of_go_is_one(value: str) -> None:
    assert not_a_duration(value) is None


@pytest.mark.parametrize("value", ["", "10", "10 s", "1d", "s", "-1s", "1w", "1h30", "."])
def test_other_durations_are_refused(value: str) -> None:
    assert not_a_duration(value)


@pytest.mark.parametrize(
    "value", [":5000", "127.0.0.1:5000", "[::1]:5000", "localhost:0", "a-b.c_d:65535"]
)
def test_an_address_to_listen_on_is_one(value: str) -> None:
    assert not_an_address(value) is None


@pytest.mark.parametrize(
    "value", ["5000", "localhost", ":65536", "::1:5000", "http://a:5000", "a:b", ":-1", "a b:1", ""]
)
def test_other_addresses_are_refused(value: str) -> None:
    assert not_an_address(value)


@given(st.text(max_size=20))
def test_no_value_gives_a_traceback(value: str) -> None:
    for _path, key in keys_of(SECTIONS):
        if key.wrong and key.type == "str":
            key.wrong(value)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("http.host", "registry.abc.com", "http.host is 'registry.abc.com', but a URL"),
        ("http.host", "https://", "but a URL"),
        ("http.host", "https://a:x", "but a URL"),
        ("http.prefix", "/mine", "but a prefix starts and ends with '/'"),
        ("http.headers", {"X-A": "nosniff"}, "header X-A needs a list of texts"),
        ("http.headers", {"X A": ["a"]}, "'X A' is no name of a header"),
        ("http.headers", {"X-A": ["a\r\nSet-Cookie: b"]}, "has a line break"),
        ("http.secret", "a\nb", "http.secret is set, but"),
        ("http.tls", {"certificate": "tls/a", "key": "/b"}, "the path of a file"),
        ("http.addr", "5000", "http.addr is '5000', but an address is"),
        ("http.debug.addr", "5001", "but an address is"),
        ("auth.htpasswd", {"realm": "r", "path": "/auth/"}, "the path of a file"),
        ("auth.htpasswd", {"realm": "r", "path": "auth/htpasswd"}, "the path of a file"),
        ("storage.filesystem.rootdirectory", "data", "but a path starts with '/'"),
        ("storage.filesystem.maxthreads", 0, "distribution takes 1 or more"),
        ("catalog.maxentries", 0, "distribution takes 1 or more"),
        ("redis.addr", ":6379", "but a server is HOST:PORT"),
        ("proxy.remoteurl", "registry-1.docker.io", "but a URL starts with https://"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused(path: str, value: Any, words: str) -> None:
    found = wrong(**said_at(path, value))
    assert any(words in fault for fault in found), found


def test_a_secret_is_in_no_fault() -> None:
    found = wrong(
        http={"secret": "PLANTED\n"},
        notifications={
            "endpoints": [{"name": "a", "url": "http://a", "headers": {"A": "PLANTED"}}]
        },
        extra={"redis": {"password": ["PLANTED"]}},
    )
    assert len(found) == 3
    assert not any("PLANTED" in fault for fault in found)


# -- between keys ----------------------------------------------------------------------------------

S3 = {"region": "r", "bucket": "b"}
AZURE = {"accountname": "a", "container": "c"}
TOKEN = {"realm": "https://a", "service": "s", "issuer": "i"}
PURGED = {"age": "168h", "interval": "24h"}
PURGING = {"maintenance": {"uploadpurging": PURGED}}
MAIL = {"type": "mail", "levels": ["panic"]}


@pytest.mark.parametrize(
    ("version", "said", "words"),
    [
        ("2.8", {"storage": {}}, "storage has no driver, but it needs exactly one of filesystem"),
        ("2.8", {"storage": {"delete": {"enabled": True}}}, "storage has no driver"),
        ("2.8", {"storage": {**FILES, "inmemory": {}}}, "storage has filesystem and inmemory"),
        ("2.8", with_storage(cache={"blobdescriptor": "redis"}), "but redis.addr is not set"),
        ("3", with_storage(cache={"blobdescriptor": "redis"}), "but redis.addrs is not set"),
        (
            "2.8",
            with_storage(cache={"blobdescriptor": "inmemory", "layerinfo": "inmemory"}),
            "an older name of blobdescriptor",
        ),
        ("2.8", with_storage(**PURGING), "has no dryrun, but distribution needs all"),
        ("2.8", {"storage": {"s3": {**S3, "accesskey": "a"}}}, "one of accesskey and secretkey"),
        ("2.8", {"storage": {"s3": {**S3, "keyid": "a"}}}, "encrypt is not true"),
        (
            "2.8",
            {"storage": {"gcs": {"bucket": "b", "keyfile": "/a", "credentials": {"a": "b"}}}},
            "keyfile is set too and wins",
        ),
        ("2.8", {"storage": {"gcs": {"bucket": "b", "chunksize": 5}}}, "multiples of 262144"),
        ("2.8", {"storage": {"azure": AZURE}}, "azure.accountkey is missing"),
        ("3", {"storage": {"azure": AZURE}}, "azure.credentials is missing"),
        (
            "3",
            {"storage": {"azure": {**AZURE, "credentials": {"type": "shared_key"}}}},
            "but accountkey is missing",
        ),
        (
            "3",
            {"storage": {"azure": {**AZURE, "credentials": {"type": "client_secret"}}}},
            "but credentials.clientid is missing",
        ),
        (
            "2.8",
            {"auth": {"silly": {"realm": "r", "service": "s"}, "none": {}}},
            "auth has silly and none, but distribution takes exactly one way",
        ),
        ("2.8", {"auth": {"token": TOKEN}}, "auth.token.rootcertbundle is missing"),
        ("3", {"auth": {"token": TOKEN}}, "neither rootcertbundle nor jwks"),
        (
            "3",
            {"auth": {"token": {**TOKEN, "jwks": "/a", "autoredirectpath": "/b"}}},
            "autoredirect is not true",
        ),
        ("2.8", {"http": {"net": "unix"}}, "http.addr is not set"),
        ("2.8", {"http": {"net": "unix", "addr": ":5000"}}, "the path of a file"),
        (
            "2.8",
            {"http": {"addr": ":5000", "debug": {"addr": "127.0.0.1:5000"}}},
            "both cannot listen on one port",
        ),
        ("2.8", {"http": {"tls": {"certificate": "/a"}}}, "one of certificate and key"),
        ("2.8", {"http": {"tls": {"minimumtls": "tls1.3"}}}, "there is no TLS at all"),
        (
            "2.8",
            {"http": {"tls": {**TLS, "letsencrypt": {"cachefile": "/a"}}}},
            "one is all it can have",
        ),
        (
            "3",
            {"http": {"tls": {**TLS, "clientauth": "request-client-cert"}}},
            "without clientcas nobody is asked",
        ),
        ("3", {"http": {"tls": TLS, "h2c": {"enabled": True}}}, "h2c is HTTP/2 without TLS"),
        (
            "2.8",
            {"http": {"tls": {**TLS, "ciphersuites": ["TLS_AES_128_GCM_SHA265"]}}},
            "Did you mean TLS_AES_128_GCM_SHA256?",
        ),
        ("2.8", {"redis": {"password": "x"}}, "redis has no addr"),
        ("3", {"redis": {"password": "x"}}, "redis has no addrs"),
        ("3", {"redis": {"addrs": ["r:1"], "sentinelpassword": "x"}}, "need mastername"),
        ("3", {"redis": {"addrs": ["r:1"], "tls": {"key": "/a"}}}, "one of certificate and key"),
        (
            "2.8",
            {"notifications": {"endpoints": [{"name": "a", "url": "http://a"}] * 2}},
            "notifications.endpoints[1].name is 'a', but another",
        ),
        (
            "3",
            {"middleware": {"repository": [{"name": "of our own", "disabled": True}]}},
            "middleware.repository[0].disabled is true, but distribution runs",
        ),
        (
            "2.8",
            {"middleware": {"storage": [{"name": "cloudfrnt"}]}},
            "distribution has cloudfront",
        ),
        (
            "2.8",
            {"middleware": {"storage": [{"name": "redirect", "options": {"baseurI": "x"}}]}},
            "middleware.storage[0].options.baseurI is no key of distribution, but baseurl is",
        ),
        (
            "2.8",
            {"middleware": {"storage": [{"name": "redirect"}]}},
            "middleware.storage[0].options.baseurl is missing",
        ),
        ("2.8", {"proxy": {"remoteurl": "https://a", "username": "u"}}, "username and password"),
        (
            "3",
            {
                "proxy": {
                    "remoteurl": "https://a",
                    "username": "u",
                    "password": "p",
                    "exec": {"command": "c"},
                }
            },
            "exec is set too and wins",
        ),
        (
            "2.8",
            {
                **with_storage(maintenance={"readonly": {"enabled": True}}),
                "proxy": {"remoteurl": "https://a"},
            },
            "but a cache has to write",
        ),
        (
            "3",
            {"validation": {"manifests": {"indexes": {"platforms": "list"}}}},
            "platforms 'list' and platformlist",
        ),
        ("2.8", {"validation": {"enabled": True, "disabled": True}}, "both enabled and disabled"),
        ("2.8", {"log": {"hooks": [MAIL]}}, "log.hooks[0].options.smtp.addr is missing"),
    ],
)
def test_keys_that_do_not_go_together_are_refused(
    version: str, said: dict[str, Any], words: str
) -> None:
    found = wrong(version, **said)
    assert any(words in fault for fault in found), found


@pytest.mark.parametrize(
    "said",
    [
        {"storage": {"inmemory": {}}},
        {"auth": {"none": {}}},
        with_storage(maintenance={"uploadpurging": {"enabled": False}}),
        with_storage(maintenance={"uploadpurging": {**PURGED, "dryrun": False}}),
        {"http": {"net": "unix", "addr": "/run/registry.sock"}},
        {"http": {"addr": ":5000", "debug": {"addr": "127.0.0.1:5001"}}},
        {"http": {"addr": "192.168.126.50:5000", "debug": {"addr": "127.0.0.1:5000"}}},
        {"http": {"addr": ":0", "debug": {"addr": ":0"}}},
        {"http": {"tls": {"letsencrypt": {"cachefile": "/a"}}}},
        {"log": {"hooks": [{**MAIL, "disabled": True}]}},
        {"middleware": {"registry": [{"name": "of our own", "options": {"a": 1}}]}},
        {"middleware": {"storage": [{"name": "of our own"}]}},
    ],
)
def test_what_goes_together_is_taken(said: dict[str, Any]) -> None:
    assert not wrong(**said)


def test_all_faults_of_one_input_are_told_at_once() -> None:
    assert len(wrong(http={"prefix": "x", "host": "y"}, catalog={"maxentries": 0})) == 3


# -- doubts ----------------------------------------------------------------------------------------


def test_a_cache_that_cannot_delete_or_gives_away_credentials_is_a_doubt() -> None:
    proxy = {"remoteurl": "https://a", "username": "u", "password": "p"}
    assert len(doubts(proxy=proxy)) == 2
    silly = {"silly": {"realm": "r", "service": "s"}}
    assert not doubts(proxy=proxy, auth=silly, storage={**FILES, "delete": {"enabled": True}})


def test_rules_change_nothing_in_what_they_read() -> None:
    params = {"path": "/a", "version": "2.8", "storage": {"s3": dict(S3)}, "extra": {"zebra": {}}}
    before = copy.deepcopy(params)
    DISTRIBUTION_CONFIG.wrong(params)
    configured(params)
    assert params == before
