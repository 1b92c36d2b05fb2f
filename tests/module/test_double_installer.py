# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The installer's double run to its end, on a docker that has no engine: commands, exit codes,
files. Its stack on a real one is in tests/module/lab."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.double.installer import bundling, standin

# As harbor.yml's template has it, but for what makes that one not installable.
TEMPLATE_HOST = "reg.mydomain.com"
RANDOM = ["core/env", "jobservice/env", "registry/passwd", "registryctl/env", "trivy-adapter/env"]


@dataclass
class Bundle:
    """A bundle that was unpacked, and a docker in front of PATH."""

    folder: Path
    docker: Path
    data: Path

    @property
    def config(self) -> Path:
        return self.folder / "common" / "config"

    def write(self, **changes: str) -> None:
        """harbor.yml of the template, without https; a line is changed by its key."""
        text = (self.folder / "harbor.yml.tmpl").read_text()
        text = re.sub(r"\nhttps:\n(  .*\n)+", "\n", text)
        wanted = {"hostname": "hub.abc.com", "data_volume": str(self.data), **changes}
        lines = [
            f"{line.partition(':')[0]}: {wanted[key]}"
            if (key := line.partition(":")[0].strip()) in wanted
            else line
            for line in text.splitlines()
        ]
        text = "\n".join([*lines, ""])
        (self.folder / "harbor.yml").write_text(text)
        (self.folder / "harbor.yml").chmod(0o600)

    def run(
        self, *words: str, script: str = "install.sh", **env: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.folder / script), *words],
            env={"PATH": f"{self.docker}:{os.environ['PATH']}", "TERM": "dumb", **env},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd="/",
        )  # fmt: skip

    def record(self) -> list[list[str]]:
        """The commands so far, by their first words."""
        path = self.docker / "record"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def files(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.config)): path.read_bytes()
            for path in self.config.rglob("*")
            if path.is_file()
        }


def unpacked(parent: Path, version: str) -> Bundle:
    docker = parent / "bin"
    standin.write(docker)
    return Bundle(bundling.folder(version, parent / version), docker, parent / "data")


@pytest.fixture(params=bundling.VERSIONS)
def bundle(request: pytest.FixtureRequest, tmp_path: Path) -> Bundle:
    return unpacked(tmp_path, request.param)


@pytest.fixture
def one(tmp_path: Path) -> Bundle:
    return unpacked(tmp_path, "2.13.5")


def test_a_bundle_has_the_files_of_a_bundle_with_their_modes(bundle: Bundle) -> None:
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in bundle.folder.iterdir()}
    assert modes == {
        "install.sh": 0o755, "prepare": 0o755, "common.sh": 0o644, "harbor.yml.tmpl": 0o644,
        "LICENSE": 0o644,
    }  # fmt: skip


def test_an_installation_is_these_commands_in_this_order(bundle: Bundle) -> None:
    bundle.write()
    done = bundle.run("--with-trivy")
    assert done.returncode == 0, done.stderr
    record = bundle.record()
    assert [words[1:3] for words in record if words[1] != "run"] == [
        ["--version"], ["--version"], ["compose", "version"], ["compose", "version"],
        ["compose", "down"], ["compose", "up"],
    ]  # fmt: skip
    (run,) = (words for words in record if words[1] == "run")
    assert record.index(run) == 4
    assert "--privileged" not in run  # the one named difference
    assert run[-2:] == ["prepare", "--with-trivy"]
    assert done.stdout.rstrip().endswith(
        "----Harbor has been installed and started successfully.----"
    )
    assert not (bundle.folder / "input").exists()


def test_without_the_plugin_it_is_the_old_compose(one: Bundle) -> None:
    (one.docker / "plugin").unlink()
    one.write()
    assert one.run().returncode == 0
    assert [words for words in one.record() if words[0] == "docker-compose"] == [
        ["docker-compose", "--version"], ["docker-compose", "down", "-v"],
        ["docker-compose", "up", "-d"],
    ]  # fmt: skip


@pytest.mark.parametrize(("word", "code"), [("--help", 0), ("--with-notary", 1), ("now", 1)])
def test_help_and_unknown_words_come_before_any_command(one: Bundle, word: str, code: int) -> None:
    done = one.run(word)
    assert (done.returncode, one.record()) == (code, [])
    assert "Please set hostname" in done.stdout


def test_without_a_configuration_nothing_is_stopped(one: Bundle) -> None:
    done = one.run()
    assert done.returncode == 1
    assert f"no config file: {one.folder}/harbor.yml" in done.stdout
    assert ["docker", "compose", "down", "-v"] not in one.record()


def test_a_refused_configuration_destroys_the_one_that_was_there(one: Bundle) -> None:
    one.write()
    assert one.run().returncode == 0
    mine = one.config / "nginx" / "conf.d" / "mine.conf"
    mine.write_text("# by hand\n")
    before = (one.folder / "docker-compose.yml").read_bytes()
    commands = len(one.record())
    one.write(hostname=TEMPLATE_HOST)
    done = one.run()
    assert done.returncode == 255
    assert "Error happened in config validation..." in done.stdout
    assert done.stderr.rstrip().endswith("ERROR:root:Please specify hostname")
    assert one.files() == {}
    assert (one.folder / "docker-compose.yml").read_bytes() == before
    assert (one.folder / "input" / "harbor.yml").exists()  # with the secrets in it
    assert stat.S_IMODE((one.folder / "input" / "harbor.yml").stat().st_mode) == 0o600
    assert not any(words[1:3] == ["compose", "up"] for words in one.record()[commands:])


def test_a_missing_key_is_a_traceback(one: Bundle) -> None:
    one.write()
    path = one.folder / "harbor.yml"
    path.write_text(path.read_text().replace("  webhook_job_max_retry: 3\n", ""))
    done = one.run(script="prepare")
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith("KeyError: 'webhook_job_max_retry'")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--with-notary"], "Error: No such option '--with-notary'."),
        (["--with-trivy", "x.yml"], "Error: Got unexpected extra argument (x.yml)"),
        (["/no/such.yml"], "Error: Got unexpected extra argument (/no/such.yml)"),
    ],
)
def test_a_wrong_word_for_prepare_is_code_2(one: Bundle, words: list[str], said: str) -> None:
    one.write()
    done = one.run(*words, script="prepare")
    assert (done.returncode, done.stderr.rstrip().splitlines()[-1]) == (2, said)


def test_a_second_run_changes_these_files_and_no_others(bundle: Bundle) -> None:
    bundle.write()
    assert bundle.run("--with-trivy", script="prepare").returncode == 0
    before, data = (
        bundle.files(),
        {path: path.read_bytes() for path in bundle.data.rglob("*") if path.is_file()},
    )
    compose = (bundle.folder / "docker-compose.yml").read_bytes()
    assert len(data) == 3
    changed: set[str] = set()
    for _again in range(3):  # the order of a set may be the same by chance
        assert bundle.run("--with-trivy", script="prepare").returncode == 0
        after = bundle.files()
        changed |= {name for name in before if before[name] != after[name]}
    assert sorted(changed) == RANDOM
    assert (bundle.folder / "docker-compose.yml").read_bytes() == compose
    assert {path: path.read_bytes() for path in data} == data


def test_files_have_their_modes_and_owners(one: Bundle) -> None:
    one.write()
    assert one.run("--with-trivy", script="prepare").returncode == 0
    owner = 10000 if os.geteuid() == 0 else os.geteuid()
    for name in one.files():
        found = (one.config / name).stat()
        public = name == "registry/passwd"
        assert stat.S_IMODE(found.st_mode) == (0o644 if public else 0o640), name
        root = name.endswith("/env") or public
        assert found.st_uid == (os.geteuid() if root else owner), name
    modes = {
        str(path.relative_to(one.data)): stat.S_IMODE(path.stat().st_mode)
        for path in one.data.rglob("*")
        if path.is_file() or path.name == "database"
    }
    assert modes == {
        "database": 0o700, "secret/keys/secretkey": 0o600, "secret/core/private_key.pem": 0o600,
        "secret/registry/root.crt": 0o600,
    }  # fmt: skip


def test_the_registry_knows_the_password_of_the_core(one: Bundle) -> None:
    one.write()
    assert one.run(script="prepare").returncode == 0
    found: Any = re.search(
        r"(?m)^REGISTRY_CREDENTIAL_PASSWORD=(.*)$", (one.config / "core" / "env").read_text()
    )
    users = str(one.config / "registry" / "passwd")
    shown = subprocess.run(
        ["htpasswd", "-vb", users, "harbor_registry_user", found[1]],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert shown.returncode == 0


@pytest.mark.parametrize(
    ("volume", "mount"),
    [
        ('"/srv/x"', '"/srv/x":/data'),
        ("/srv/x # mine", "mine:/data"),
        ("/my data", "data:/data"),
    ],
)
def test_the_data_volume_is_the_last_word_of_its_line(one: Bundle, volume: str, mount: str) -> None:
    (one.docker / "refuse").write_text("run --rm\t125\tdocker: no such mount\n")
    one.write(data_volume=volume)
    assert one.run(script="prepare").returncode == 125
    (words,) = one.record()
    assert words[6] == mount


def test_a_second_key_of_that_name_breaks_the_command(one: Bundle) -> None:
    one.write()
    with (one.folder / "harbor.yml").open("a") as file:
        file.write("old_data_volume: /old\n")
    assert one.run(script="prepare").returncode == 125
    (words,) = one.record()
    assert words[6:8] == [str(one.data), "/old:/data"]


@pytest.mark.parametrize("count", [2, 3])
def test_of_several_tarballs_none_is_loaded(one: Bundle, count: int) -> None:
    one.write()
    for number in range(count):
        (one.folder / f"harbor.v2.13.{number}.tar.gz").touch()
    done = one.run()
    assert done.returncode == 0
    assert not any(words[1] == "load" for words in one.record())
    assert ("binary operator expected" if count == 2 else "too many arguments") in done.stderr


def test_the_variable_host_changes_the_configuration(one: Bundle) -> None:
    one.write()
    assert one.run(host="other.abc.com").returncode == 0
    assert "\nhostname: other.abc.com\n" in (one.folder / "harbor.yml").read_text()


def test_a_blank_in_the_path_breaks_it(tmp_path: Path) -> None:
    one = unpacked(tmp_path / "a b", "2.13.5")
    done = one.run()
    assert (done.returncode, one.record()) == (1, [])


def test_without_docker_it_says_so(one: Bundle) -> None:
    (one.docker / "refuse").write_text("docker --version\t127\tdocker: not found\n")
    done = one.run()
    assert done.returncode == 1
    assert "Need to install docker(20.10.10+) first and run this script again." in done.stdout


def test_a_compose_that_cannot_start_is_the_end(one: Bundle) -> None:
    (one.docker / "refuse").write_text("compose up\t15\tinvalid hostPort\n")
    one.write()
    done = one.run()
    assert done.returncode == 15
    assert "successfully" not in done.stdout
