# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import InputError
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_yml import (
    HARBOR,
    HARBOR_YML,
    configured,
    merge,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_yml_files import (
    Found,
    named_files,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_yml_key import Key
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_yml_option import (
    SECTIONS,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.harbor_yml_value import (
    not_a_duration,
    not_for_database,
    not_for_env,
    not_for_redis,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.option import Option, faults
from ansible_collections.twinstar.registry.plugins.module_utils._core.x509 import Certificate
from ansible_collections.twinstar.registry.plugins.module_utils._core.yaml_config import (
    at,
    leaves,
    parse,
    render,
)

from .harbor_yml_sets import BASE, CASES, HTTPS, REDIS, SERVER, SETS, VERSIONS, params

NEW = "2.15.2"


def wrong(version: str = NEW, **said: Any) -> list[str]:
    given_ = params(version, said)
    return [*faults(HARBOR_YML.options, given_), *HARBOR_YML.wrong(given_)]


def written(version: str = NEW, **said: Any) -> str:
    found = merge(None, params(version, said), {}).text
    assert found is not None
    return found


def config(version: str = NEW, **said: Any) -> dict[str, Any]:
    return parse(written(version, **said))


def there(task: dict[str, Any]) -> dict[str, Any]:
    """As if every file that the task names were there and right."""
    leaf = Certificate(0, 10**10, (task["hostname"],))
    named = named_files(task, task["with_trivy"])
    return {"files": {each.path: Found("file", 0o644, 0, "", (leaf,)) for each in named}, "now": 1}


def warnings(version: str = NEW, **said: Any) -> tuple[str, ...]:
    return merge(None, params(version, said), {}).warnings


def options(keys: tuple[Option, ...], path: str = "") -> Iterator[tuple[str, Option]]:
    for option in keys:
        yield f"{path}{option.name}", option
        yield from options(option.suboptions, f"{path}{option.name}.")


def said_at(path: str, value: Any) -> dict[str, Any]:
    """{"a": {"b": value}} for "a.b"."""
    for name in reversed(path.split(".")):
        value = {name: value}
    return dict(value)


# -- every set, for every version that knows it ----------------------------------------------------

each_case = pytest.mark.parametrize(
    ("name", "version", "task"), CASES, ids=[f"{name}-{version}" for name, version, _task in CASES]
)


@each_case
def test_what_is_right_has_no_fault(name: str, version: str, task: dict[str, Any]) -> None:
    assert [*faults(HARBOR_YML.options, task), *HARBOR_YML.wrong(task)] == []


@each_case
def test_the_file_says_what_was_configured(name: str, version: str, task: dict[str, Any]) -> None:
    found = merge(None, task, {})
    assert parse(found.text or "") == configured(task)
    again = merge(found.text, task, there(task))
    assert again.text == found.text
    assert not again.why


@each_case
def test_no_key_that_the_version_ignores_is_written(
    name: str, version: str, task: dict[str, Any]
) -> None:
    known = dict(options(SECTIONS))
    unknown = [
        path
        for path, _value in leaves(configured(task))
        if isinstance(known.get(path), Key) and not known[path].known_to(version)  # type: ignore[attr-defined]
    ]
    assert unknown == []


def needed(version: str) -> list[str]:
    """What prepare stops at, or takes for something else, where it is missing."""
    paths = [
        *("hostname", "harbor_admin_password", "data_volume", "http.port", "log.level"),
        *("log.local.location", "log.local.rotate_count", "log.local.rotate_size"),
        *("jobservice.max_job_workers", "notification.webhook_job_max_retry", "_version"),
        *("upload_purging.enabled",),
    ]
    number = tuple(map(int, version.split(".")))
    if number >= (2, 8):
        paths += [
            "jobservice.logger_sweeper_duration",
            "notification.webhook_job_http_client_timeout",
        ]
    if number >= (2, 9):
        paths.append("jobservice.job_loggers")
    return paths


@each_case
def test_what_prepare_needs_is_always_there(name: str, version: str, task: dict[str, Any]) -> None:
    said = configured(task)
    assert [path for path in needed(version) if at(said, path) is None] == []
    assert said.get("database") or said.get("external_database")
    if "metric" in said:
        assert set(said["metric"]) == {"enabled", "port", "path"}
    if "ip_family" in said:
        assert set(said["ip_family"]) == {"ipv4", "ipv6"}
    tls = at(said, "external_redis.tlsOptions")
    if tls:
        assert set(tls) == {"enable", "rootCA"}
    assert not (said.get("redis") and said.get("external_redis"))


@each_case
def test_the_shell_of_prepare_finds_the_volume_once(
    name: str, version: str, task: dict[str, Any]
) -> None:
    """Its own two words, by the real grep and awk."""
    found = subprocess.run(
        ["sh", "-c", "grep '^[^#]*data_volume:' | awk '{print $NF}'"],
        input=merge(None, task, {}).text,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout == f"{task['data_volume']}\n"


def test_every_option_is_in_a_set() -> None:
    said = {path for _name, _version, task in CASES for path in paths(task)}
    leaf = {path for path, option in options(SECTIONS) if not option.suboptions}
    assert leaf - said == set()


def paths(task: Any, path: str = "") -> Iterator[str]:
    for name, value in task.items():
        yield f"{path}{name}"
        if isinstance(value, dict):
            yield from paths(value, f"{path}{name}.")


@pytest.mark.parametrize("path", [path for path, _key in options(SECTIONS)])
def test_a_key_of_another_version_is_named(path: str) -> None:
    """Each gate from both sides: the oldest and the newest version."""
    known = dict(options(SECTIONS))
    key = known[path]
    assert isinstance(key, Key)
    above = [known[path.rsplit(".", depth)[0]] for depth in range(1, path.count(".") + 1)]
    for version in ("2.5.0", "2.15.2"):
        named = any(
            f"{path} is set, but it is known to" in fault
            for fault in HARBOR.unfit(said_at(path, 1), SECTIONS, version, "")
        )
        if all(isinstance(each, Key) and each.known_to(version) for each in above):
            assert named != key.known_to(version)


@pytest.mark.parametrize(
    ("path", "knows", "does_not"),
    [
        ("https.strong_ssl_ciphers", "2.9.3 2.9.5 2.10.1 2.11.0", "2.9.2 2.10.0"),
        ("trivy.skip_java_db_update", "2.9.3 2.10.1", "2.9.2 2.10.0"),
        ("trivy.security_check", "2.6.2 2.7.0", "2.5.6 2.6.1"),
        ("redis.harbor_db_index", "2.7.3 2.7.4 2.8.4 2.9.0", "2.7.2 2.8.0 2.8.3"),
        ("redis", "2.7.3 2.8.4", "2.8.3"),
        ("external_redis.username", "2.15.0", "2.9.5 2.13.5 2.14.4"),
        ("external_redis.tlsOptions", "2.13.0 2.15.2", "2.9.5 2.12.4"),
        ("external_redis.chartmuseum_db_index", "2.5.0 2.7.4", "2.8.0"),
        ("jobservice.job_loggers", "2.9.0", "2.8.6"),
        ("jobservice.max_job_duration_hours", "2.13.0", "2.12.4"),
        ("ip_family", "2.11.0", "2.10.3"),
        ("chart", "2.7.4", "2.8.0"),
        ("external_database.notary_signer", "2.8.6", "2.9.0"),
        ("trivy.db_repository", "2.15.0 2.16.0", "2.14.4"),
        ("core", "2.9.0", "2.8.6"),
        ("cache", "2.6.0", "2.5.6"),
        ("database.conn_max_lifetime", "2.7.0", "2.6.4"),
    ],
)
def test_gates_are_those_of_harbors_own_parser(path: str, knows: str, does_not: str) -> None:
    key = dict(options(SECTIONS))[path]
    assert isinstance(key, Key)
    assert [version for version in knows.split() if not key.known_to(version)] == []
    assert [version for version in does_not.split() if key.known_to(version)] == []


# -- how a version wants it ------------------------------------------------------------------------


@pytest.mark.parametrize("disable", [True, False])
def test_the_word_for_a_redirect_is_the_versions(disable: bool) -> None:
    said = {"storage_service": {"redirect": {"disable": disable}}}
    assert at(config("2.7.4", **said), "storage_service.redirect") == {"disabled": disable}
    assert at(config("2.8.0", **said), "storage_service.redirect") == {"disable": disable}


def test_the_configurations_version_is_that_of_the_minor() -> None:
    found = [str(config(version)["_version"]) for version in VERSIONS]
    assert found == ["2.5.0", "2.8.0", "2.9.0", "2.13.0", "2.15.0"]
    # One that is not known yet: its migration would begin where our knowledge ends.
    assert config("2.16.1")["_version"] == "2.15.0"


def test_a_zero_stays_a_zero() -> None:
    """prepare's `or` would make its own default of a number 0."""
    said = config(
        database={"password": "x", "max_idle_conns": 0},
        log={"local": {"rotate_count": 0}},
        external_redis={**REDIS, "idle_timeout_seconds": 0},
    )
    assert at(said, "database.max_idle_conns") == "0"
    assert at(said, "log.local.rotate_count") == "0"
    assert at(said, "external_redis.idle_timeout_seconds") == "0"


def test_a_one_stays_a_one_in_a_driver() -> None:
    """prepare compares with True, and 1 is equal to it: it would write `true`."""
    said = config(storage_service={"filesystem": {"maxthreads": 1}})
    assert at(said, "storage_service.filesystem.maxthreads") == "1"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\n"), min_size=1))
def test_a_text_of_a_driver_is_read_as_itself(text: str) -> None:
    """prepare writes it bare behind the name: `secretkey: TEXT`."""
    said = {"s3": {"region": "r", "bucket": "b", "accesskey": "a", "secretkey": text}}
    taken = at(configured(params(NEW, {"storage_service": said})), "storage_service.s3.secretkey")
    assert parse(f"s3:\n    secretkey: {taken}\n    x: 1\n") == {"s3": {"secretkey": text, "x": 1}}


def test_an_empty_section_is_not_written() -> None:
    said = config(trivy={}, http=None, cache=None, redis={}, storage_service={"s3": None})
    assert not {"trivy", "cache", "redis", "storage_service"} & set(said)
    assert said["http"] == {"port": 80}


def test_extra_keys_come_through_as_they_are() -> None:
    said = config(extra={"zebra": {"stripes": [1, "a"]}, "trivy": {"newest": True}})
    assert said["zebra"] == {"stripes": [1, "a"]}
    assert said["trivy"] == {"newest": True}


# -- passwords -------------------------------------------------------------------------------------


def compose_2(line: str) -> str:
    """An env file's value as Compose v2 reads it."""
    value = line.partition("=")[2].split("\n")[0].lstrip(" \t")
    if value[:1] in ("'", '"'):
        return value[1:].partition(value[0])[0]
    value = value.partition(" #")[0].rstrip()
    return re.sub(r"\$(\$|\{[^}]*\}|[A-Za-z_]\w*)?", lambda m: "$" if m[1] == "$" else "", value)


def compose_1(line: str) -> str:
    """The same as docker-compose 1.29 reads it."""
    value = re.sub(r"^[^\S\r\n]*", "", line.partition("=")[2])
    value = re.split(r"\r\n|\n|\r", value)[0]
    if value[:1] in ("'", '"'):
        return value[1:].partition(value[0])[0]
    value = re.sub(r"\s+#.*", "", value).rstrip()
    return re.sub(r"\$\{[^}]*\}", "", value)


PIECES = (
    "a",
    "B9",
    "$",
    "${A}",
    "$$",
    "#",
    " ",
    " #",
    "\t#",
    "'",
    '"',
    "\\",
    "=",
    ":",
    "é",
    "\x85",
)
passwords = st.one_of(
    st.text(min_size=1), st.lists(st.sampled_from(PIECES), min_size=1).map("".join)
)


@given(passwords)
def test_a_password_that_is_accepted_survives_the_env_file(password: str) -> None:
    if not_for_env(password) is None:
        line = f"HARBOR_ADMIN_PASSWORD={password}"
        assert compose_2(line) == password
        assert compose_1(line) == password
        assert len(line.splitlines()) == 1
        said = params(NEW, {"harbor_admin_password": password})
        if not any(0xD800 <= ord(letter) < 0xE000 for letter in password):
            assert parse(render(configured(said)))["harbor_admin_password"] == password


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("SECRET$x", "the character '$', and Compose"),
        ("SECRET #x", "'#' after a blank"),
        ("SECRET\t#x", "control character '\\t'"),
        ("'SECRET'", 'it begins with "\'"'),
        ('"SECRET', "it begins with '\"'"),
        (" SECRET", "a blank at an end"),
        ("SECRET ", "a blank at an end"),
        ("SECRET\nx", "control character '\\n'"),
        ("", "it is empty"),
    ],
)
def test_a_password_that_would_change_is_refused_by_its_character(
    password: str, words: str
) -> None:
    (fault,) = wrong(harbor_admin_password=password)
    assert fault.startswith("harbor_admin_password is set, but ")
    assert words in fault
    assert "SECRET" not in fault


@pytest.mark.parametrize("password", ["SECRET x", "SECRET'x", 'SECRET"x', "SECRET\\x", "SECRET$"])
def test_a_password_of_the_database_must_fit_a_connection_string_too(password: str) -> None:
    assert not_for_env(password) is None or "$" in password
    (fault,) = wrong(database={"password": password})
    assert fault.startswith("database.password is set, but it has the character")
    assert "SECRET" not in fault


@given(passwords)
def test_what_a_database_takes_an_env_file_takes(password: str) -> None:
    if not_for_database(password) is None:
        assert not_for_env(password) is None


@given(st.text("aZ09_.~+/=-:#@% \\'\"$é", min_size=1, max_size=8))
def test_a_password_of_redis_is_read_as_itself_where_it_stands_bare(password: str) -> None:
    if not_for_redis(password) is None:
        assert parse(f"redis:\n  password: {password}\n") == {"redis": {"password": password}}
        assert not_for_env(password) is None


@pytest.mark.parametrize("password", ["12345", "1e5", "0x1F", "1_000", "1.5", "yes", "null", "-a"])
def test_a_password_of_redis_that_yaml_takes_for_something_else_is_refused(password: str) -> None:
    assert wrong(external_redis={"host": "redis.abc.com:6379", "password": password})


def test_an_old_harbor_does_not_encode_the_password_of_redis() -> None:
    said = {"external_redis": {"host": "redis.abc.com:6379", "password": "a+b"}}
    for version in ("2.5.6", "2.7.1", "2.8.0"):
        (fault,) = wrong(version, **said)
        assert "external_redis.password is set, but Harbor before 2.8.1" in fault
    for version in ("2.7.2", "2.8.1", "2.15.2"):
        assert wrong(version, **said) == []


# -- faults ----------------------------------------------------------------------------------------

S3 = {"region": "r", "bucket": "b"}
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"hostname": "127.0.0.1"}, "hostname is '127.0.0.1', but that is every host for itself"),
    ({"hostname": "localhost"}, "hostname is 'localhost', but"),
    ({"hostname": "reg.mydomain.com"}, "the template's placeholder"),
    ({"hostname": "harbor.abc.com:8080"}, "Write 'harbor.abc.com', and set http.port"),
    ({"hostname": "https://harbor.abc.com"}, "Write 'harbor.abc.com'."),
    ({"hostname": "fd00::1"}, "would need brackets"),
    ({"hostname": ""}, "hostname is '', but a name has"),
    ({"hostname": "None "}, "hostname is 'None ', but"),
    ({"external_url": "https://harbor.abc.com/"}, "Write 'https://harbor.abc.com'."),
    ({"external_url": "https://u:p@harbor.abc.com"}, "Write 'https://harbor.abc.com'."),
    ({"external_url": "harbor.abc.com"}, "a URL starts with https://"),
    ({"http": {"port": 0}}, "http.port is 0"),
    ({"http": {"port": 65536}}, "http.port is 65536"),
    ({"http": {"port": 443}, "https": HTTPS}, "https.port is 443, but http.port has that port"),
    ({"http": {"port": 1514}}, "http.port is 1514, but the log container has that port"),
    ({"metric": {"enabled": True, "port": 80}}, "metric.port is 80, but http.port"),
    ({"metric": {"enabled": True, "port": 8080}}, "metric.port is 8080, but core"),
    ({"metric": {"enabled": True, "port": 70000}}, "metric.port is 70000"),
    (
        {"https": {**HTTPS, "certificate": "/your/certificate/path"}},
        "https.certificate is '/your/certificate/path', but that is the template's placeholder",
    ),
    ({"https": {**HTTPS, "private_key": "/your/private/key/path"}}, "https.private_key is"),
    ({"https": {**HTTPS, "private_key": "tls.key"}}, "a path starts with '/'"),
    ({"data_volume": "data"}, "data_volume is 'data', but"),
    ({"data_volume": "/my data"}, "data_volume is '/my data', but"),
    ({"data_volume": "/data/"}, "data_volume is '/data/', but"),
    ({"data_volume": "/"}, "data_volume is '/', but"),
    ({"data_volume": "/a/../b"}, "no . and .. in it"),
    ({"data_volume": "/data # x"}, "data_volume is"),
    ({"data_volume": "/data\n"}, "data_volume is"),
    ({"database": None}, "database.password is missing"),
    (
        {"external_database": {"harbor": SERVER}},
        "database is set, but external_database is set too",
    ),
    (
        {"database": None, "external_database": {"harbor": {**SERVER, "host": "localhost"}}},
        "within a container that is the container",
    ),
    ({"database": {"password": "x", "conn_max_lifetime": "5"}}, "a duration has units"),
    (
        {"redis": {"registry_db_index": 3}, "external_redis": REDIS},
        "redis is set, but external_redis is set too",
    ),
    ({"redis": {"registry_db_index": 0}}, "redis.registry_db_index is 0"),
    ({"redis": {"registry_db_index": 2}}, "jobservice_db_index is 2, but registry_db_index"),
    ({"external_redis": {"host": "redis"}}, "it is HOST:PORT"),
    ({"external_redis": {"host": "127.0.0.1:6379"}}, "within a container"),
    ({"external_redis": {"host": "a:1,b:2"}}, "which need sentinel_master_set"),
    (
        {"external_redis": {"host": "a:1", "username": "u"}},
        "external_redis.username is set, but without password",
    ),
    (
        {"storage_service": {"s3": S3, "filesystem": {"rootdirectory": "/storage"}}},
        "storage_service has filesystem and s3, but prepare would take filesystem",
    ),
    ({"storage_service": {"s3": {**S3, "accesskey": "a"}}}, "one of accesskey and secretkey"),
    ({"storage_service": {"s3": {**S3, "keyid": "a"}}}, "keyid is set, but encrypt is not true"),
    (
        {"storage_service": {"filesystem": {"rootdirectory": "/var/lib/registry"}}},
        "keeps only what lies below /storage",
    ),
    (
        {"storage_service": {"ca_bundle": "/data/ca.crt", "s3": S3}, "data_volume": "/srv"},
        "storage_service.ca_bundle is '/data/ca.crt', but with data_volume '/srv'",
    ),
    (
        {"internal_tls": {"enabled": True, "dir": "/tls"}, "data_volume": "/srv"},
        "internal_tls.enabled is true, but data_volume is '/srv'",
    ),
    ({"internal_tls": {"enabled": True}}, "internal_tls.dir is missing"),
    ({"trivy": {"timeout": "31m"}}, "ends a scan after 30m"),
    ({"trivy": {"timeout": "5"}}, "a duration has units"),
    ({"trivy": {"security_check": "vuln, config"}}, "' config' is none of vuln"),
    ({"jobservice": {"max_job_workers": 0}}, "jobservice.max_job_workers is 0"),
    ({"jobservice": {"max_job_duration_hours": 23}}, "24 is the least"),
    ({"jobservice": {"job_loggers": []}}, "jobservice.job_loggers is empty"),
    ({"jobservice": {"job_loggers": ["DB", "DB"]}}, "has DB twice"),
    ({"log": {"local": {"rotate_size": "200MB"}}}, "logrotate takes"),
    ({"log": {"local": {"location": "/var/log:x"}}}, "log.local.location is"),
    (
        {"log": {"external_endpoint": {"protocol": "tcp", "host": "localhost", "port": 514}}},
        "log.external_endpoint.host is 'localhost', but within a container",
    ),
    ({"proxy": {"no_proxy": ["a"]}}, "neither http_proxy nor https_proxy"),
    ({"proxy": {"http_proxy": "proxy:3128"}}, "a URL starts with"),
    ({"proxy": {"http_proxy": "http://localhost:3128"}}, "within a container"),
    ({"proxy": {"http_proxy": "http://u:$p@x:1"}}, "'$'"),
    ({"trace": {"enabled": True}}, "neither jaeger nor otel"),
    (
        {
            "trace": {
                "enabled": True,
                "jaeger": {"agent_host": "a"},
                "otel": {"endpoint": "a:1", "url_path": "/"},
            }
        },
        "both jaeger and otel",
    ),
    ({"trace": {"enabled": True, "jaeger": {"username": "u"}}}, "trace.jaeger has neither"),
    ({"trace": {"enabled": True, "jaeger": {"agent_host": "a"}}}, "agent_port is missing"),
    ({"trace": {"enabled": False, "sample_rate": 2.0}}, "a part of all"),
    ({"trace": {"enabled": False, "attributes": {"a": 1}}}, "attribute a is no text"),
    ({"trace": {"enabled": False, "attributes": {"a": "x #y"}}}, "'#' after a blank"),
    ({"upload_purging": {"enabled": True, "age": "1h"}}, "whole hours from 2h on"),
    ({"upload_purging": {"enabled": True, "interval": "2.5h"}}, "whole hours from 2h on"),
    ({"upload_purging": {"enabled": True, "age": "7d"}}, "whole hours from 2h on"),
    ({"cache": {"enabled": True, "expire_hours": 0}}, "cache.expire_hours is 0"),
    ({"extra": {"hostname": "x"}}, "extra.hostname is set, but it has an option of its own"),
    ({"extra": {"log": {"levle": "x"}}}, "extra.log.levle is no key of Harbor, but level is"),
    ({"extra": {"ca_bundle": "x"}}, "storage_service.ca_bundle is. Move it there"),
    ({"extra": {"_version": "x"}}, "extra._version is set, but it follows from version"),
    ({"extra": {"another_thing_data_volume": 1}}, "another_thing_data_volume has the word"),
    ({"extra": {"a": {"b": "data_volume: x"}}}, "a.b has the word data_volume"),
    (
        {"harbor_admin_password": "xdata_volume:y"},
        "harbor_admin_password has the word data_volume",
    ),
]


@pytest.mark.parametrize(("said", "words"), WRONG, ids=[words[:40] for _said, words in WRONG])
def test_what_is_wrong_is_named_with_its_cure(said: dict[str, Any], words: str) -> None:
    found = wrong(**said)
    assert any(words in fault for fault in found), found
    for fault in found:
        assert fault.endswith("."), "a cure ends the sentence"
        assert fault.count(". ") + fault.count("? ") >= 1


@pytest.mark.parametrize("version", ["2.13", "v2.13.5", "2.4.3", "1.10.0", "latest", ""])
def test_a_version_has_three_numbers_and_no_v(version: str) -> None:
    found = wrong(version)
    assert len(found) == 1
    assert found[0].startswith(f"version is {version!r}, but")


def test_what_a_version_ignores_is_not_taken_for_done() -> None:
    said = {"external_redis": {**REDIS, "tlsOptions": {"enable": True}}}
    assert wrong("2.9.5", **said) == [
        "external_redis.tlsOptions is set, but it is known to Harbor 2.13 and newer only, and this "
        "is 2.9.5. Leave it out."
    ]


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.text(max_size=6), json, max_size=4), st.text(max_size=20))
def test_no_input_gives_a_traceback(extra: dict[str, Any], text: str) -> None:
    task = params(NEW, {"extra": extra, "hostname": text})
    faults_ = [*faults(HARBOR_YML.options, task), *HARBOR_YML.wrong(task)]
    assert all(isinstance(fault, str) for fault in faults_)
    HARBOR_YML.shown(text)


@given(st.text("0123456789.hmsnuµ-", max_size=6))
def test_a_duration_is_one_of_gos(text: str) -> None:
    if not_a_duration(text) is None:
        assert re.fullmatch(r"-?(0|([\d.]*\d[\d.]*(ns|us|µs|ms|s|m|h))+)", text)


# -- changes, secrets, warnings --------------------------------------------------------------------


def test_a_change_is_named_by_its_key() -> None:
    before = written()
    found = merge(before, params(NEW, {"log": {"level": "debug"}}), {})
    assert found.result == {
        "path": "/opt/harbor/harbor.yml",
        "version": NEW,
        "changed_keys": ["log.level"],
    }
    assert found.why == ("change log.level in /opt/harbor/harbor.yml",)


def test_a_file_of_another_hand_that_says_the_same_stays() -> None:
    said = {**BASE, **configured(params(NEW, {}))}
    by_hand = "# mine\n" + render(dict(sorted(said.items())))
    found = merge(by_hand, params(NEW, {}), {})
    assert found.text == by_hand
    assert not found.why


def test_no_secret_is_shown() -> None:
    said: dict[str, Any] = {
        "harbor_admin_password": "S-1",
        "external_redis": {**REDIS, "password": "S-2"},
        "storage_service": {"s3": {**S3, "accesskey": "S-3", "secretkey": "S-4"}},
        "trivy": {"github_token": "S-5"},
        "database": {"password": "S-6"},
        "extra": {"zebra": {"password": "S-7"}},
    }
    found = merge(written(), params(NEW, said), {})
    assert found.shown is not None
    assert "S-" not in "".join(found.shown)
    assert "Harbor-12345" not in "".join(found.shown)
    assert "<new secret>" in found.shown[1]
    assert "S-" not in HARBOR_YML.shown(found.text or "")
    assert HARBOR_YML.hidden(params(NEW, said)) == ["S-7"]


def test_what_may_be_meant_is_a_warning() -> None:
    assert warnings() == ()
    assert "extra.zebra is no key of Harbor" in warnings(extra={"zebra": 1})[0]
    assert "knows the keys of Harbor up to 2.15" in warnings("2.16.0")[0]
    assert "API asks for 8 to 128 characters" in warnings(harbor_admin_password="admin")[0]


def test_a_changed_password_of_its_own_database_is_a_warning() -> None:
    found = merge(written(), params(NEW, {"database": {"password": "other"}}), {})
    assert "PostgreSQL that comes with Harbor keeps that of its first start" in found.warnings[0]
    found = merge(written(), params(NEW, {"data_volume": "/srv"}), {})
    assert "data_volume was '/data' and is '/srv' now" in found.warnings[0]


def test_a_file_that_others_read_is_a_warning() -> None:
    found = merge(written(), params(NEW, {}), {"mode": 0o644})
    assert "lets every user of the host read it" in found.warnings[0]


def test_a_file_that_is_no_yaml_is_replaced() -> None:
    found = merge("a: [", params(NEW, {}), {})
    assert found.why[0].startswith("replace /opt/harbor/harbor.yml: it is not YAML")
    assert parse(found.text or "") == configured(params(NEW, {}))


def test_a_missing_file_counts_where_nothing_else_changes() -> None:
    """In check mode a certificate may come before the real run does."""
    said: dict[str, Any] = {"https": HTTPS}
    merge(None, params(NEW, said), {})
    with pytest.raises(InputError, match=r"https\.certificate is .* but there is no such file"):
        merge(written(**said), params(NEW, said), {})


def test_the_sets_begin_where_they_say() -> None:
    """A set that an older version takes too hides a gate that does not shut."""
    for name, (first, _last, said) in SETS.items():
        older = VERSIONS[: VERSIONS.index(first)]
        for version in older:
            assert wrong(version, **said), (name, version)
