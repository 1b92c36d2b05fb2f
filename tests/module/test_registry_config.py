# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Against the CNCF distribution's own program, on the host and in a container."""

from __future__ import annotations

import base64
import contextlib
import gc
import io
import os
import pathlib
import re
import stat
import subprocess
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
import uuid
import warnings
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import docker
import pytest
import yaml

from ansible_collections.twinstar.registry.plugins.module_utils._core.distribution_option import (
    SECTIONS,
)
from ansible_collections.twinstar.registry.plugins.module_utils._io import registry_trial
from ansible_collections.twinstar.registry.tests.unit.plugins.module_utils._core.seed import SEED

from .contract import Answer, run_module
from .registry import program

STORAGE: dict[str, Any] = {"filesystem": {"rootdirectory": "/var/lib/registry"}}
OLD = "version: 0.1\nstorage: {inmemory: {}}\n"


@pytest.fixture
def path(tmp_path: pathlib.Path) -> pathlib.Path:
    """A working configuration that a wrong one may not replace."""
    file = tmp_path / "config.yml"
    file.write_text(OLD)
    return file


@pytest.fixture(autouse=True)
def scratch(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pathlib.Path]:
    """Where trials put their files; whatever a test does, nothing of them is left."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []
    assert processes_about(folder) == []


def processes_about(folder: pathlib.Path) -> list[str]:
    found = []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if str(folder) in line:
                found.append(line)
    return found


def run(path: pathlib.Path, *, check: bool = False, **options: Any) -> Answer:
    return run_module("registry_config", {"path": str(path), **options}, check=check)


def written(path: pathlib.Path, **options: Any) -> Any:
    answer = run(path, **options)
    assert not answer.failed, answer.json
    return yaml.safe_load(path.read_text())


def refused(path: pathlib.Path, **options: Any) -> str:
    answer = run(path, **options)
    assert answer.failed, answer.json
    assert path.read_text() == OLD
    return str(answer.json["msg"])


# -- the program -----------------------------------------------------------------------------------


def test_the_first_twin_stars_configuration_is_proved(path: pathlib.Path) -> None:
    answer = run(path, **SEED, binary=program())
    assert answer.json["registry_config"]["proved_by"] == program()
    assert yaml.safe_load(path.read_text()) == {"version": 0.1, **SEED}


def test_a_registry_serves_what_both_modules_wrote(tmp_path: pathlib.Path) -> None:
    users = tmp_path / "htpasswd"
    made = run_module(
        "htpasswd_users",
        {"path": str(users), "cost": 4, "users": [{"name": "jörg", "password": "pässwörd"}]},
    )
    assert not made.failed, made.json
    config = tmp_path / "config.yml"
    written(
        config,
        binary=program(),
        storage={"filesystem": {"rootdirectory": str(tmp_path / "data")}},
        http={"addr": "127.0.0.1:0", "prefix": "/mine/", "headers": {"X-Instance": ["edge"]}},
        auth={"htpasswd": {"realm": "Registry Realm", "path": str(users)}},
    )
    with served(config) as url:
        assert status(f"{url}/mine/v2/") == (401, "edge")
        assert status(f"{url}/mine/v2/", "jörg", "pässwörd") == (200, "edge")
        assert status(f"{url}/mine/v2/", "jörg", "passwort") == (401, "edge")


@contextlib.contextmanager
def served(config: pathlib.Path) -> Iterator[str]:
    process = subprocess.Popen(
        [program(), "serve", str(config)], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    try:
        assert process.stderr is not None
        for line in process.stderr:
            found = re.search(rb"listening on (127\.0\.0\.1:\d+)", line)
            if found:
                break
        else:
            pytest.fail("it does not listen")
        yield f"http://{found[1].decode()}"
    finally:
        process.kill()
        process.communicate()


def status(url: str, name: str = "", password: str = "") -> tuple[int, str]:
    request = urllib.request.Request(url)
    if name:
        word = base64.b64encode(f"{name}:{password}".encode()).decode()
        request.add_header("Authorization", f"Basic {word}")
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers["X-Instance"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["X-Instance"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            {"http": {"tls": {"certificate": "/nowhere/a.crt", "key": "/nowhere/a.key"}}},
            "open /nowhere/a.crt: no such file or directory",
        ),
        (
            {
                "auth": {
                    "token": {
                        "realm": "r",
                        "service": "s",
                        "issuer": "i",
                        "rootcertbundle": "/etc/hosts",
                    }
                }
            },
            "token auth requires at least one token signing root certificate",
        ),
        (
            {"validation": {"manifests": {"urls": {"allow": ["((("]}}}},
            "missing closing )",
        ),
        ({"middleware": {"registry": [{"name": "of our own"}]}}, "of our own"),
        (
            {"storage": {"azure": {"accountname": "a", "accountkey": "b", "container": "c"}}},
            "azure",
        ),
        ({"extra": {"log": {"fields": [1]}}}, "distribution reads a dictionary there"),
    ],
)
def test_what_the_program_does_not_start_with_is_refused_in_its_words(
    path: pathlib.Path, options: dict[str, Any], words: str
) -> None:
    message = refused(path, **{"storage": STORAGE, "binary": program(), **options})
    assert words in message
    assert "goroutine" not in message


def test_an_object_store_is_proved_without_asking_it(path: pathlib.Path) -> None:
    s3 = {"region": "us-east-1", "bucket": "b", "regionendpoint": "http://127.0.0.1:1"}
    written(path, storage={"s3": s3, "delete": {"enabled": True}}, binary=program())


def test_a_htpasswd_that_is_a_directory_is_refused(path: pathlib.Path) -> None:
    auth = {"htpasswd": {"realm": "r", "path": str(path.parent)}}
    message = refused(path, storage=STORAGE, auth=auth, binary=program())
    assert "but that is a directory, and every login would fail" in message


def test_a_proof_invents_no_user(path: pathlib.Path) -> None:
    users = path.parent / "htpasswd"
    auth = {"htpasswd": {"realm": "r", "path": str(users)}}
    written(path, storage=STORAGE, auth=auth, binary=program())
    assert not users.exists()


def test_a_proof_writes_nothing_into_the_real_storage(path: pathlib.Path) -> None:
    data = path.parent / "data"
    storage = {"filesystem": {"rootdirectory": str(data)}}
    written(path, storage=storage, binary=program())
    assert not data.exists()


def test_our_environment_does_not_override_the_configuration(
    path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGISTRY_AUTH", "token")
    monkeypatch.setenv("REGISTRY_LOG_LEVEL", "nonsense")
    written(path, storage=STORAGE, binary=program())


def test_a_program_that_is_not_there_yet_is_predicted_and_then_missed(path: pathlib.Path) -> None:
    options = {"storage": STORAGE, "binary": str(path.parent / "registry")}
    predicted = run(path, check=True, **options)
    assert predicted.changed
    assert predicted.json["registry_config"]["proved_by"] == options["binary"]
    assert "but there is no such program" in refused(path, **options)


def test_a_certificate_that_is_not_there_yet_is_predicted_and_then_missed(
    path: pathlib.Path,
) -> None:
    tls = {"certificate": str(path.parent / "a.crt"), "key": str(path.parent / "a.key")}
    options = {"storage": STORAGE, "http": {"tls": tls}, "binary": program()}
    assert run(path, check=True, **options).changed
    assert "a.crt: no such file or directory" in refused(path, **options)


def test_check_mode_proves_where_it_can(path: pathlib.Path) -> None:
    options = {"storage": STORAGE, "middleware": {"registry": [{"name": "of our own"}]}}
    answer = run(path, check=True, **options, binary=program())
    assert answer.failed
    assert path.read_text() == OLD


def script(folder: pathlib.Path, text: str) -> str:
    file = folder / "registry"
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return str(file)


def test_a_program_that_hangs_is_ended_with_its_children(path: pathlib.Path) -> None:
    binary = script(path.parent, 'sleep 300 & exec sleep 300 "$2"')
    message = refused(path, storage=STORAGE, binary=binary, timeout=1)
    assert "within 1 s" in message
    assert message.endswith("The file was left as it was.")


def test_a_secret_in_the_programs_words_is_masked(path: pathlib.Path) -> None:
    """In extra, since Ansible itself masks what stands in an option."""
    binary = script(path.parent, 'echo "panic: $(grep password "$2")" >&2; exit 1')
    redis = {"addr": "redis.abc.com:6379", "password": "PLANTED"}
    message = refused(path, storage=STORAGE, extra={"redis": redis}, binary=binary)
    assert "password: ********" in message


def test_no_secret_is_in_an_argument(path: pathlib.Path) -> None:
    binary = script(path.parent, 'echo "panic: $0 $*" >&2; exit 1')
    http = {"secret": "PLANTED"}
    redis = {"addr": "redis.abc.com:6379", "password": "PLANTED"}
    answer = run(path, storage=STORAGE, http=http, redis=redis, binary=binary)
    assert f"panic: {binary} serve " not in answer.output
    assert "serve" in answer.json["msg"]
    assert "PLANTED" not in answer.output


def test_nothing_is_proved_where_neither_program_nor_image_is_named(path: pathlib.Path) -> None:
    answer = run(path, storage=STORAGE)
    assert answer.changed
    assert answer.json["registry_config"]["proved_by"] is None


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"http": {"adr": ":5000"}}, "http.adr"),
        ({"storage": {**STORAGE, "delete": {"enable": True}}}, "storage.delete.enable"),
        ({"health": {"tcp": [{"addr": "a:1", "treshold": 3}]}}, "health.tcp.treshold"),
        ({"pathh": "/auth/htpasswd"}, "pathh"),
    ],
)
def test_a_misspelt_option_is_named_with_its_path(
    path: pathlib.Path, options: dict[str, Any], named: str
) -> None:
    message = refused(path, **{"storage": STORAGE, **options})
    assert f": {named}. Supported parameters include" in message


# -- the file --------------------------------------------------------------------------------------


def test_a_new_file_is_not_for_everybody(tmp_path: pathlib.Path) -> None:
    written(tmp_path / "new.yml", storage=STORAGE)
    assert stat.S_IMODE((tmp_path / "new.yml").stat().st_mode) == 0o640


def test_a_broken_file_is_replaced_and_kept_on_demand(path: pathlib.Path) -> None:
    path.write_text("http: {secret: PLANTED")
    answer = run(path, storage=STORAGE, backup=True)
    assert answer.json["plan"] == [f"replace {path}: it is not YAML, line 1, column 23."]
    assert "PLANTED" not in answer.output
    copy = pathlib.Path(answer.json["registry_config"]["backup_file"])
    assert copy.read_text() == "http: {secret: PLANTED"


def test_an_equal_file_by_hand_stays(path: pathlib.Path) -> None:
    text = f"# by hand\n{yaml.safe_dump({'version': 0.1, **SEED}, default_flow_style=True)}"
    path.write_text(text)
    assert not run(path, **SEED, binary=program()).changed
    assert path.read_text() == text


# -- what this collection believes of distribution -------------------------------------------------


def nonsense(options: tuple[Any, ...], indent: int, known: bool) -> Iterator[tuple[str, bool]]:
    """A line with a value of the wrong type for each key, and whether 2.8 must stumble over it."""
    for option in options:
        here = known and option.known_to("2.8")
        name = " " * indent + option.name
        if option.name in ("storage", "auth"):
            continue  # dictionaries to the program, whose keys are asked for below
        if not option.suboptions:
            yield f"{name}: {'nonsense' if option.free else '{nonsense: {}}'}", here
        elif option.type == "list":
            yield f"{name}:", False
            yield f"{' ' * indent}-", False
            yield from nonsense(option.suboptions, indent + 2, here)
        else:
            yield f"{name}:", False
            yield from nonsense(option.suboptions, indent + 2, here)


def test_the_program_knows_the_keys_of_its_release_and_no_others(tmp_path: pathlib.Path) -> None:
    """It ignores what it does not know, and names every value that it cannot read, by its line."""
    lines = [("version: 0.1", False), ("storage: {inmemory: {}}", False)]
    lines += nonsense(SECTIONS, 0, True)
    config = tmp_path / "config.yml"
    config.write_text("".join(f"{line}\n" for line, known in lines))
    done = subprocess.run(
        ["timeout", "20", program(), "serve", str(config)],
        env={"REGISTRY_HTTP_ADDR": "127.0.0.1:0"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    stumbled = {int(number) - 1 for number in re.findall(r"line (\d+): cannot", done.stderr)}
    assert [lines[i][0] for i in sorted(stumbled)] == [line for line, known in lines if known]
    assert len(stumbled) > 90


@pytest.mark.parametrize(
    ("storage", "words"),
    [
        ({"s3": {"bucket": "b"}}, "region"),
        ({"s3": {"region": "us-east-1"}}, "bucket"),
        *(
            ({"s3": {"region": "us-east-1", "bucket": "b", name: "nonsense"}}, name)
            for name in (
                "encrypt",
                "secure",
                "skipverify",
                "v4auth",
                "chunksize",
                "multipartcopychunksize",
                "multipartcopymaxconcurrency",
                "multipartcopythresholdsize",
                "storageclass",
                "objectacl",
            )
        ),
        ({"s3": {"region": "us-east-1", "bucket": "b", "chunksize": 5 * 1024**2 - 1}}, "5242880"),
        ({"filesystem": {"maxthreads": "nonsense"}}, "maxthreads"),
        ({"swift": {}}, "username"),
        ({"swift": {"username": "u"}}, "password"),
        ({"swift": {"username": "u", "password": "p"}}, "authurl"),
        (
            {"swift": {"username": "u", "password": "p", "authurl": "http://127.0.0.1:1"}},
            "container",
        ),
        *(
            ({"swift": {name: []}}, name)
            for name in ("region", "prefix", "trustid", "secretkey", "accesskey", "endpointtype")
        ),
        ({"swift": {"chunksize": "nonsense"}}, "ChunkSize"),
        ({"swift": {"authversion": "nonsense"}}, "AuthVersion"),
        ({"swift": {"insecureskipverify": "nonsense"}}, "InsecureSkipVerify"),
        ({"swift": {"tempurlcontainerkey": "nonsense"}}, "TempURLContainerKey"),
        ({"inmemory": {}, "maintenance": {"uploadpurging": {"age": "1h"}}}, "interval missing"),
        ({"inmemory": {}, "redirect": {}}, "redirect"),
        ({"inmemory": {}, "cache": {"blobdescriptor": "redis"}}, "redis configuration required"),
    ],
)
def test_the_program_reads_the_drivers_keys(
    tmp_path: pathlib.Path, storage: dict[str, Any], words: str
) -> None:
    """A dictionary's keys cannot be asked for, but nonsense under a key that is read is refused."""
    config = tmp_path / "config.yml"
    config.write_text(yaml.safe_dump({"version": 0.1, "storage": storage}))
    done = subprocess.run(
        ["timeout", "20", program(), "serve", str(config)],
        env={"REGISTRY_HTTP_ADDR": "127.0.0.1:0"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    panic = next(line for line in done.stderr.splitlines() if line.startswith("panic: "))
    reason = done.stderr[done.stderr.index(panic) :].partition("goroutine")[0]
    assert words.lower() in reason.lower()


# -- the container ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def engine() -> Iterator[docker.DockerClient]:
    client = docker.from_env(timeout=120)
    yield client
    client.close()


@pytest.fixture(scope="module")
def image(engine: docker.DockerClient) -> Iterator[str]:
    """The program of the host with its libraries, and nothing else."""
    # What a killed run left goes; one that is younger may be another run's.
    for left in engine.images.list("twinstar-test/registry"):
        made = datetime.strptime(left.attrs["Created"][:19], "%Y-%m-%dT%H:%M:%S")
        if datetime.now(timezone.utc) - made.replace(tzinfo=timezone.utc) > timedelta(hours=1):
            left.remove(force=True)
    name = f"twinstar-test/registry:{uuid.uuid4().hex}"
    needed = subprocess.run(["ldd", program()], capture_output=True, text=True, check=True).stdout
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        archive.add(program(), "bin/registry")
        for library in re.findall(r"(/\S+)", needed):
            archive.add(os.path.realpath(library), library.lstrip("/"))
    engine.api.import_image_from_data(
        packed.getvalue(),
        name,
        changes=['ENTRYPOINT ["/bin/registry"]', "VOLUME /var/lib/registry"],
    )
    yield name
    engine.images.remove(name, force=True)


@pytest.fixture
def untouched(engine: docker.DockerClient) -> Iterator[None]:
    """No container is left of a trial, and no volume that one of them had."""
    since = datetime.now(timezone.utc)
    yield
    # Other tests may use the engine meanwhile, so the volumes are those that trials mounted.
    trials, volumes = set(), {}
    until = datetime.now(timezone.utc) + timedelta(seconds=1)
    for event in engine.events(since=since, until=until, decode=True):
        attributes = event["Actor"]["Attributes"]
        if event["Type"] == "container" and registry_trial._LABEL in attributes:
            trials.add(event["Actor"]["ID"])
        if event["Type"] == "volume" and event["Action"] == "mount":
            volumes[event["Actor"]["ID"]] = attributes["container"]
    assert not trials & {container.id for container in engine.containers.list(all=True)}
    mounted = {volume for volume, container in volumes.items() if container in trials}
    assert not mounted & {volume.id for volume in engine.volumes.list()}


@pytest.mark.usefixtures("untouched")
def test_an_image_proves_a_configuration(path: pathlib.Path, image: str) -> None:
    answer = run(path, **SEED, image=image)
    assert not answer.failed, answer.json
    assert answer.json["registry_config"]["proved_by"] == image
    assert yaml.safe_load(path.read_text()) == {"version": 0.1, **SEED}


@pytest.mark.usefixtures("untouched")
def test_an_image_refuses_in_its_own_words(path: pathlib.Path, image: str) -> None:
    middleware = {"registry": [{"name": "of our own"}]}
    message = refused(path, storage=STORAGE, middleware=middleware, image=image)
    assert "of our own" in message
    assert "The file was left" in message or "the file was left" in message


@pytest.mark.usefixtures("untouched")
def test_an_image_sees_what_is_mounted(path: pathlib.Path, image: str) -> None:
    certs = path.parent / "certs"
    certs.mkdir()
    options = {
        "storage": STORAGE,
        "http": {"tls": {"certificate": "/certs/a.crt", "key": "/certs/a.key"}},
        "image": image,
    }
    assert "open /certs/a.crt: no such file" in refused(path, **options)
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-subj", "/CN=a"),
            *("-keyout", str(certs / "a.key"), "-out", str(certs / "a.crt")),
        ],
        check=True,
        capture_output=True,
    )
    written(path, **options, volumes=[f"{certs}:/certs"])


@pytest.mark.usefixtures("untouched")
def test_an_image_that_is_not_there_yet_is_predicted_and_then_missed(path: pathlib.Path) -> None:
    options = {"storage": STORAGE, "image": "twinstar-test/none:1"}
    predicted = run(path, check=True, **options)
    assert predicted.changed
    assert predicted.json["registry_config"]["proved_by"] == "twinstar-test/none:1"
    assert "has no such image. Pull or load it first." in refused(path, **options)


def test_an_engine_that_is_down_is_predicted_and_then_missed(path: pathlib.Path) -> None:
    options = {
        "storage": STORAGE,
        "image": "registry:2",
        "docker_host": f"unix://{path.parent}/none.sock",
    }
    with warnings.catch_warnings():
        # The Docker SDK leaves a socket that did not connect to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        assert run(path, check=True, **options).changed
        message = refused(path, **options)
        gc.collect()
    assert "none.sock', but no engine answers there" in message


def test_an_image_that_hangs_is_removed_in_time(
    path: pathlib.Path, image: str, engine: docker.DockerClient, untouched: None
) -> None:
    busy = f"{image}-hangs"
    # garbage-collect of a fifo waits for ever
    packed = io.BytesIO()
    container = engine.containers.create(image, ["--version"])
    try:
        fifo = tarfile.TarInfo("twinstar-trial-fifo")
        fifo.type = tarfile.FIFOTYPE
        with tarfile.open(fileobj=packed, mode="w") as archive:
            archive.addfile(fifo)
        container.put_archive("/", packed.getvalue())
        container.commit(
            busy.partition(":")[0],
            busy.partition(":")[2],
            changes='ENTRYPOINT ["/bin/registry", "serve", "/twinstar-trial-fifo"]',
        )
    finally:
        container.remove(v=True)
    try:
        assert "did not listen within 1 s" in refused(path, storage=STORAGE, image=busy, timeout=1)
    finally:
        engine.images.remove(busy, force=True)


@pytest.mark.usefixtures("untouched")
def test_what_a_killed_trial_left_is_swept(
    path: pathlib.Path, image: str, engine: docker.DockerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = engine.containers.create(image, ["--version"], labels={registry_trial._LABEL: "1"})
    written(path, storage=STORAGE, image=image)
    left.reload()  # one that may be at work stays
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 3600)
    written(path, storage={"inmemory": {}}, image=image)
    with pytest.raises(docker.errors.NotFound):
        left.reload()
