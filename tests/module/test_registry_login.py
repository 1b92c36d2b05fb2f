# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""registry_login beside the engine's own client, skopeo and real registries."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import stat
import subprocess
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ansible_collections.twinstar.registry.plugins.module_utils._core.docker_config_json import (
    Login,
)
from ansible_collections.twinstar.registry.plugins.module_utils._core.errors import Refused
from ansible_collections.twinstar.registry.plugins.module_utils._io import (
    credential_helper,
    registry_trust,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io.registry_login import (
    REGISTRY_LOGIN,
)
from ansible_collections.twinstar.registry.tests.unit.plugins.module_utils._io.scripted_server import (  # noqa: E501
    HANG,
    Raw,
    Reply,
    Request,
    serving,
)

from . import registry
from .contract import Answer, run_module
from .registry import OTHER_PASSWORD, OTHER_USER, PASSWORD, USER, Registry, distribution


@pytest.fixture
def edge() -> Registry:
    """Plain HTTP with users, as the seed's."""
    return registry.shared()


@pytest.fixture
def config(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / ".docker" / "config.json"


def log_in(place: str, config: pathlib.Path, *, check: bool = False, **changed: Any) -> Answer:
    params = {"registry": place, "username": USER, "password": PASSWORD, "path": str(config)}
    return run_module("registry_login", {**params, **changed}, check=check)


def told(answer: Answer) -> Any:
    assert not answer.failed, answer.json
    return answer.json["registry_login"]


def client(config: pathlib.Path, *words: str, stdin: str = "", path: str = "") -> str:
    """The engine's own client."""
    done = subprocess.run(
        ["docker", "--config", str(config.parent), *words],
        input=stdin,
        env={**os.environ, "PATH": f"{path}:{os.environ['PATH']}" if path else os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def client_logs_in(place: str, config: pathlib.Path, path: str = "") -> str:
    config.parent.mkdir(exist_ok=True)
    return client(config, "login", place, "-u", USER, "--password-stdin", stdin=PASSWORD, path=path)


# Beside other programs


def test_the_file_is_the_one_that_the_engine_s_client_writes(
    edge: Registry, config: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    theirs = tmp_path / "theirs" / "config.json"
    assert "Login Succeeded" in client_logs_in(edge.netloc, theirs)
    assert told(log_in(edge.netloc, config, insecure=True))["proved"] is True
    assert config.read_bytes() == theirs.read_bytes()
    client(theirs, "logout", edge.netloc)
    assert told(log_in(edge.netloc, config, state="absent"))["username"] is None
    assert config.read_bytes() == theirs.read_bytes()


def test_what_the_engine_s_client_wrote_is_recognised(edge: Registry, config: pathlib.Path) -> None:
    client_logs_in(edge.netloc, config)
    before = config.read_bytes()
    assert not log_in(edge.netloc, config, insecure=True).changed
    assert config.read_bytes() == before


def test_the_engine_s_client_takes_our_file(edge: Registry, config: pathlib.Path) -> None:
    told(log_in(edge.netloc, config, insecure=True))
    # Without a password and without a terminal it can only use what is stored.
    assert "Login Succeeded" in client(config, "login", edge.netloc)


def test_skopeo_reads_the_registry_with_our_file(edge: Registry, config: pathlib.Path) -> None:
    def inspect() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                *("skopeo", "inspect", "--tls-verify=false"),
                *("--authfile", str(config), f"docker://{edge.netloc}/demo-app:1"),
            ],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    config.parent.mkdir()
    config.write_text("{}")
    assert "authentication required" in inspect().stderr
    told(log_in(edge.netloc, config, insecure=True))
    done = inspect()
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["Architecture"] == "amd64"


# What is refused


def test_a_refused_password_is_one_sentence_and_nothing_is_written(
    edge: Registry, config: pathlib.Path
) -> None:
    """The seed sets 111111 and later logs in with 123456."""
    answer = log_in(edge.netloc, config, insecure=True, password="111111")
    assert answer.json["msg"] == (
        f"log in to {edge.netloc}: GET /v2/ answered 401: UNAUTHORIZED: authentication required. "
        "The password of user root was refused, or there is no such user. "
        f"Correct username and password. {config} was left as it was."
    )
    assert "111111" not in answer.output
    assert not config.parent.exists()


def test_a_stored_password_that_is_no_longer_accepted_fails(
    tmp_path: pathlib.Path, config: pathlib.Path
) -> None:
    with distribution(tmp_path, users={USER: PASSWORD}) as edge:
        told(log_in(edge.netloc, config, insecure=True))
        before = config.read_bytes()
        # Another second, since it looks at the file's time of change.
        htpasswd = tmp_path / "htpasswd"
        changed = htpasswd.stat().st_mtime + 10
        registry.write_users(htpasswd, {USER: "another"})
        os.utime(htpasswd, (changed, changed))
        answer = log_in(edge.netloc, config, insecure=True)
        assert answer.failed
        assert f"It is what {config} has, which was left as it was." in answer.json["msg"]
        assert PASSWORD not in answer.output
        assert config.read_bytes() == before
        # Not asked, it stays as it is.
        assert not log_in(edge.netloc, config, verify=False).changed


def test_plain_http_is_refused_unless_it_is_allowed(edge: Registry, config: pathlib.Path) -> None:
    answer = log_in(edge.netloc, config)
    assert answer.json["msg"] == (
        f"log in to {edge.netloc}: it speaks plain HTTP (the engine says: server gave HTTP "
        "response to HTTPS client). Set insecure to true and list it among the engine's "
        "insecure-registries, or give it a certificate."
    )


@pytest.mark.parametrize("insecure", [False, True])
def test_the_password_goes_over_plain_http_only_where_that_is_allowed(
    config: pathlib.Path, insecure: bool
) -> None:
    """To TLS it answers nonsense, and to plain HTTP, at first, nothing."""
    seen: list[Request] = []

    def script(request: Request) -> Reply | Raw:
        seen.append(request)
        return Raw() if len(seen) == 1 else Reply(200)

    with serving(script) as server:
        answer = log_in(server.netloc, config, insecure=insecure)
    assert answer.failed is not insecure
    assert len(seen) == (2 if insecure else 1)
    assert insecure or f"no TLS with {server.netloc}" in answer.json["msg"]


def test_a_registry_that_hangs_is_named_with_the_seconds(config: pathlib.Path) -> None:
    with serving(lambda _request: HANG) as server:
        answer = log_in(server.netloc, config, insecure=True, timeout=1)
    assert f"reach {server.netloc}: GET /v2/ had no whole answer within 1 s." in answer.json["msg"]
    assert not config.exists()


def test_a_registry_in_trouble_is_not_taken_for_a_refusal(config: pathlib.Path) -> None:
    broken = Reply(
        500,
        [("Content-Type", "application/json")],
        '{"errors":[{"code":"UNKNOWN","message":"Platte voll, später"}]}'.encode(),
    )
    with serving(lambda _request: broken) as server:
        answer = log_in(server.netloc, config, insecure=True)
    assert (
        "answered 500: UNKNOWN: Platte voll, später. Look at the registry's log."
        in (answer.json["msg"])
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '{"auths": {} // our registry\n}',
            "line 1, column 14: a comment ('// our registry'), which is not JSON",
        ),
        ('{"auths": []}', "auths is not an object of objects"),
        ("\ufeff{}", "begins with a byte order mark"),
    ],
)
def test_a_file_that_is_not_read_by_the_client_is_left_alone(
    edge: Registry, config: pathlib.Path, text: str, words: str
) -> None:
    config.parent.mkdir()
    config.write_text(text)
    for state in ("present", "absent"):
        answer = log_in(edge.netloc, config, insecure=True, state=state)
        assert words in answer.json["msg"]
        assert "the file was left as it was" in answer.json["msg"]
        assert config.read_text() == text


# Kinds of registries


def test_a_registry_without_a_login_proves_nothing(
    tmp_path: pathlib.Path, config: pathlib.Path
) -> None:
    with distribution(tmp_path) as open_to_all:
        result = told(log_in(open_to_all.netloc, config, insecure=True))
    assert (result["auth"], result["proved"], result["username"]) == ("none", False, USER)


@contextlib.contextmanager
def token_registry(folder: pathlib.Path) -> Iterator[tuple[Registry, Any]]:
    """A real registry with auth.token, and the token server that it names."""
    signer = registry.TokenSigner(folder)
    given = registry.basic(USER, PASSWORD)

    def script(request: Request) -> Reply:
        if request.headers.get("authorization") != given:
            return Reply(401, body=b"")
        scopes = parse_qs(urlsplit(request.path).query).get("scope", [])
        return Reply(200, body=json.dumps({"token": signer.token(USER, scopes)}).encode())

    with serving(script) as tokens:
        realm = f"{tokens.url}/service/token"
        with distribution(folder, auth=signer.auth(realm)) as real:
            yield real, tokens


def test_a_registry_with_tokens_is_logged_in_to(
    tmp_path: pathlib.Path, config: pathlib.Path
) -> None:
    with token_registry(tmp_path) as (real, tokens):
        result = told(log_in(real.netloc, config, insecure=True))
        assert (result["auth"], result["proved"]) == ("bearer", True)
        assert tokens.paths == ["/service/token?service=edge"]
        theirs = tmp_path / "theirs" / "config.json"
        client_logs_in(real.netloc, theirs)
        assert config.read_bytes() == theirs.read_bytes()


def test_a_token_server_that_refuses_is_a_refused_password(
    tmp_path: pathlib.Path, config: pathlib.Path
) -> None:
    with token_registry(tmp_path) as (real, tokens):
        answer = log_in(real.netloc, config, insecure=True, password="111111")
    assert (
        f"fetch a token from {tokens.netloc}: GET /service/token?service=edge answered 401"
        in (answer.json["msg"])
    )
    assert "The password of user root was refused" in answer.json["msg"]
    assert not config.exists()


def test_a_private_authority_is_trusted_as_the_engine_does(
    tmp_path: pathlib.Path, config: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with distribution(tmp_path, users={USER: PASSWORD}, tls=True) as edge:
        answer = log_in(edge.netloc, config)
        assert f"the certificate of {edge.netloc} is not valid" in answer.json["msg"]
        assert "unable to get local issuer certificate" in answer.json["msg"]
        assert not config.exists()
        assert told(log_in(edge.netloc, config, ca_path=str(edge.ca)))["proved"]
        folder = tmp_path / "certs.d" / edge.netloc
        folder.mkdir(parents=True)
        assert edge.ca is not None
        (folder / "ca.crt").write_bytes(edge.ca.read_bytes())
        monkeypatch.setattr(registry_trust, "CERTS_D", str(tmp_path / "certs.d"))
        assert not log_in(edge.netloc, config).failed
        (folder / "ca.crt").write_text("no certificate")
        assert "no certificate in PEM form" in log_in(edge.netloc, config).json["msg"]


def test_insecure_is_content_with_any_certificate(
    tmp_path: pathlib.Path, config: pathlib.Path
) -> None:
    with distribution(tmp_path, users={USER: PASSWORD}, tls=True) as edge:
        assert told(log_in(edge.netloc, config, insecure=True))["proved"]
        assert log_in(edge.netloc, config, insecure=True, password="111111").failed


def test_without_verification_no_registry_is_needed(config: pathlib.Path) -> None:
    result = told(log_in("docker.io", config, verify=False))
    login = {
        "registry": "https://index.docker.io/v1/",
        "username": USER,
        "stored_in": "auths",
        "proved": False,
        "auth": None,
    }
    assert result == {**login, "registries": [login]}


# Several


def log_in_to(
    config: pathlib.Path, *registries: dict[str, Any], check: bool = False, **changed: Any
) -> Answer:
    params = {"registries": list(registries), "username": USER, "password": PASSWORD}
    return run_module("registry_login", {**params, "path": str(config), **changed}, check=check)


def test_several_registries_are_logged_in_to_as_the_client_does_one_by_one(
    edge: Registry, tmp_path: pathlib.Path, config: pathlib.Path
) -> None:
    with distribution(tmp_path, users={OTHER_USER: OTHER_PASSWORD}, tls=True) as other:
        both = (
            {"registry": edge.netloc, "insecure": True},
            {
                "registry": other.netloc,
                "username": OTHER_USER,
                "password": OTHER_PASSWORD,
                "ca_path": str(other.ca),
            },
        )
        predicted = log_in_to(config, *both, check=True)
        assert not config.exists()
        done = log_in_to(config, *both)
        assert told(done) == told(predicted)
        assert [login["proved"] for login in told(done)["registries"]] == [True, True]
        assert len(done.json["plan"]) == 2
        assert not log_in_to(config, *both).changed
    theirs = tmp_path / "theirs" / "config.json"
    client_logs_in(edge.netloc, theirs)
    auths = json.loads(config.read_text())["auths"]
    assert auths[edge.netloc] == json.loads(theirs.read_text())["auths"][edge.netloc]
    assert set(auths) == {edge.netloc, other.netloc}


def test_each_registry_that_refuses_is_named_and_nothing_is_stored(
    edge: Registry, config: pathlib.Path
) -> None:
    with serving(lambda _request: Reply(500)) as broken:
        answer = log_in_to(
            config,
            {"registry": broken.netloc},
            {"registry": edge.netloc, "password": "111111"},
            {"registry": "127.0.0.1:1"},
            insecure=True,
        )
    assert [broken.netloc in answer.json["errors"][0], len(answer.json["errors"])] == [True, 3]
    assert "The password of user root was refused" in answer.json["errors"][1]
    assert "127.0.0.1:1" in answer.json["errors"][2]
    assert "(2 more in errors.)" in answer.json["msg"]
    assert "111111" not in answer.output
    assert not config.exists()


def test_a_helper_for_one_of_several_keeps_that_one(
    edge: Registry, config: pathlib.Path, helper: Helper
) -> None:
    config.parent.mkdir()
    config.write_text('{"credHelpers": {"hub.abc.com": "lab"}}')
    entries = ({"registry": edge.netloc}, {"registry": "hub.abc.com", "username": OTHER_USER})
    result = told(log_in_to(config, *entries, verify=False))
    assert [login["stored_in"] for login in result["registries"]] == ["auths", "lab"]
    assert helper.stored["hub.abc.com"]["Username"] == OTHER_USER
    assert set(helper.stored) == {"hub.abc.com"}
    assert not log_in_to(config, *entries, verify=False).changed


# The file


def test_the_file_and_a_new_folder_are_for_the_owner_only(
    edge: Registry, config: pathlib.Path
) -> None:
    told(log_in(edge.netloc, config, insecure=True))
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    assert stat.S_IMODE(config.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_folder_made_in_a_user_s_home_is_that_user_s(
    edge: Registry, tmp_path: pathlib.Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, 4711, 4712)
    config = home / ".docker" / "config.json"
    told(log_in(edge.netloc, config, insecure=True, owner="4711", group="4712"))
    for path in (config.parent, config):
        assert (path.stat().st_uid, path.stat().st_gid) == (4711, 4712)


def test_a_mode_that_lets_others_read_is_kept_and_warned_of(
    edge: Registry, config: pathlib.Path
) -> None:
    config.parent.mkdir()
    config.write_text("{}")
    config.chmod(0o644)
    told(log_in(edge.netloc, config, insecure=True))
    assert stat.S_IMODE(config.stat().st_mode) == 0o644
    # Ansible gathers the warnings of a process, so the plan is asked.
    params = {"registry": edge.netloc, "path": str(config), "timeout": 9, "state": "absent"}
    assert REGISTRY_LOGIN.plan(params).warnings == (
        f"{config} has mode 0644, but it holds credentials, and others may read or change it. "
        "Set mode to '0600'.",
    )
    assert REGISTRY_LOGIN.plan({**params, "mode": "0600"}).warnings == ()
    config.chmod(0o600)
    assert REGISTRY_LOGIN.plan(params).warnings == ()


def test_the_rest_of_the_file_keeps_its_bytes(edge: Registry, config: pathlib.Path) -> None:
    before = '{\n    "psFormat": "table {{.ID}}",\n    "auths": {\n        "b": {}\n    },\n    "x": 1.0\n}\n'  # noqa: E501
    config.parent.mkdir()
    config.write_text(before)
    told(log_in(edge.netloc, config, insecure=True))
    during = config.read_text()
    assert during.startswith(before[: before.index('"b": {}')])
    assert during.endswith('    },\n    "x": 1.0\n}\n')
    told(log_in(edge.netloc, config, state="absent"))
    assert config.read_text() == before


def test_a_copy_is_kept_on_request(edge: Registry, config: pathlib.Path) -> None:
    config.parent.mkdir()
    config.write_text("{}")
    result = told(log_in(edge.netloc, config, insecure=True, backup=True))
    assert pathlib.Path(result["backup_file"]).read_text() == "{}"


# Credential helpers


HELPER = """#!/usr/bin/env python3
import json, os, pathlib, sys
kept = pathlib.Path({kept!r})
with open({log!r}, "a") as log:
    log.write(" ".join(sys.argv[1:]) + "\\n")
text = sys.stdin.read()
stored = json.loads(kept.read_text()) if kept.exists() else {{}}
if sys.argv[1] == "store":
    entry = json.loads(text)
    stored[entry["ServerURL"]] = entry
elif text.strip() not in stored:
    print("credentials not found in native keychain")
    sys.exit(1)
elif sys.argv[1] == "get":
    print(json.dumps(stored[text.strip()]))
elif sys.argv[1] == "erase":
    del stored[text.strip()]
kept.write_text(json.dumps(stored))
"""


class Helper:
    """A credential helper named lab, on the PATH."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.kept, self.log = folder / "kept.json", folder / "log"
        self.program("lab", HELPER.format(kept=str(self.kept), log=str(self.log)))

    def program(self, name: str, text: str) -> None:
        path = self.folder / f"docker-credential-{name}"
        path.write_text(text)
        path.chmod(0o755)

    @property
    def stored(self) -> Any:
        return json.loads(self.kept.read_text())


@pytest.fixture
def helper(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Helper:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return Helper(folder)


def test_a_helper_keeps_the_credential_as_for_the_engine_s_client(
    edge: Registry, config: pathlib.Path, helper: Helper, tmp_path: pathlib.Path
) -> None:
    text = json.dumps({"credHelpers": {edge.netloc: "lab"}}, indent="\t")
    theirs = tmp_path / "theirs" / "config.json"
    for path in (config, theirs):
        path.parent.mkdir()
        path.write_text(text)
    client_logs_in(edge.netloc, theirs)
    by_client = helper.stored
    helper.kept.unlink()

    predicted = log_in(edge.netloc, config, insecure=True, check=True)
    assert not helper.kept.exists() or helper.stored == {}
    done = log_in(edge.netloc, config, insecure=True)
    assert told(done) == told(predicted)
    assert done.json["plan"] == predicted.json["plan"]
    assert len(done.json["plan"]) == 2
    assert told(done)["stored_in"] == "lab"
    assert helper.stored == by_client
    assert json.loads(config.read_text()) == json.loads(theirs.read_text())
    assert not log_in(edge.netloc, config, insecure=True).changed
    assert told(log_in(edge.netloc, config, insecure=True, check=True))
    assert PASSWORD not in helper.log.read_text()

    client(theirs, "logout", edge.netloc, path=str(helper.folder))
    helper.kept.write_text(json.dumps(by_client))
    assert log_in(edge.netloc, config, state="absent").changed
    assert helper.stored == {}
    assert not log_in(edge.netloc, config, state="absent").changed
    assert json.loads(config.read_text()) == json.loads(theirs.read_text())


def test_another_user_replaces_what_the_helper_keeps(
    edge: Registry, config: pathlib.Path, helper: Helper
) -> None:
    config.parent.mkdir()
    config.write_text('{"credsStore": "lab"}')
    told(log_in(edge.netloc, config, insecure=True))
    other = log_in(edge.netloc, config, insecure=True, username=OTHER_USER, password=OTHER_PASSWORD)
    assert other.json["plan"] == [
        f"replace root's credential for {edge.netloc} by ci's in docker-credential-lab"
    ]
    assert helper.stored[edge.netloc]["Username"] == OTHER_USER


def test_a_helper_that_is_missing_is_named(edge: Registry, config: pathlib.Path) -> None:
    config.parent.mkdir()
    config.write_text('{"credsStore": "nowhere"}')
    answer = log_in(edge.netloc, config, insecure=True)
    assert "docker-credential-nowhere: there is no such program" in answer.json["msg"]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("#!/bin/sh\necho the keychain is locked\nexit 1\n", "said: the keychain is locked. Run"),
        ("#!/bin/sh\necho hello\n", "did not answer as a credential helper does"),
        ("#!/bin/sh\necho '[]'\n", "did not answer as a credential helper does"),
        ("#!/bin/sh\nsleep 60\n", "did not end within 1 s and was killed"),
    ],
)
def test_a_helper_in_trouble_is_named(
    edge: Registry, config: pathlib.Path, helper: Helper, script: str, words: str
) -> None:
    helper.program("odd", script)
    config.parent.mkdir()
    config.write_text('{"credsStore": "odd"}')
    answer = log_in(edge.netloc, config, insecure=True, timeout=1)
    assert words in answer.json["msg"]
    assert config.read_text() == '{"credsStore": "odd"}'


def test_a_helper_that_repeats_the_password_is_not_quoted(helper: Helper) -> None:
    helper.program("odd", "#!/bin/sh\ncat\nexit 1\n")
    with pytest.raises(Refused, match="docker-credential-odd said:") as refused:
        credential_helper.store("odd", "harbor.abc.com", Login(USER, PASSWORD), 10)
    assert PASSWORD not in str(refused.value)
