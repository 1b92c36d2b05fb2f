# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order of a run, and its files with their modes and owners.

Whoever is not root cannot give files away: there all of them stay his own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from . import texts
from .compose import compose
from .settings import Settings, read, validate

HARBOR, STORES = 10000, 999  # uid and gid of the components, and of PostgreSQL and Redis
CONFIG, DATA = "/config", "/data"
KEY = f"{DATA}/secret/core/private_key.pem"
CERTIFICATE = f"{DATA}/secret/registry/root.crt"
TRUST = f"{CONFIG}/shared/trust-certificates"


class Places:
    """Where the container's folders really are. Whatever is printed has the container's names."""

    def __init__(self, folders: dict[str, Path] | None = None) -> None:
        self.folders = folders or {}

    def real(self, path: str) -> Path:
        for name, folder in self.folders.items():
            if path == name or path.startswith(f"{name}/"):
                return folder / path[len(name) :].lstrip("/")
        return Path(path)


class Plain(yaml.SafeDumper):
    """Writes what stands in two places twice, instead of a reference."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def say(words: str) -> None:
    print(words, flush=True)


def warn(words: str) -> None:
    print(f"WARNING:root:{words}", file=sys.stderr, flush=True)


def give(path: Path, owner: int | None) -> None:
    if owner is not None and os.geteuid() == 0:
        os.chown(path, owner, owner)


class Run:
    def __init__(self, places: Places, settings: Settings) -> None:
        self.places, self.settings = places, settings
        self.secrets = texts.Secrets()

    def file(
        self, path: str, made: Callable[[], str], owner: int | None = None, mode: int = 0o640
    ) -> None:
        """What cannot be made leaves an empty file."""
        real = self.places.real(path)
        real.write_text("")
        real.write_text(made())
        real.chmod(mode)
        give(real, owner)
        say(f"Generated configuration file: {path}")

    def folder(self, path: str, owner: int | None = None, mode: int = 0o755) -> None:
        """There, with this mode and owner; what is below is given along if it was another's."""
        real = self.places.real(path)
        if real.is_file():
            raise Exception("Path exists and the type is regular file")
        if not real.exists():
            real.mkdir(mode=mode, parents=True)
        if real.stat().st_mode & 0o777 != mode:
            real.chmod(mode)
        found = real.stat()
        if owner is not None and (found.st_uid, found.st_gid) != (owner, owner):
            for one in (real, *real.rglob("*")):
                if not one.is_symlink():
                    give(one, owner)

    def all(self) -> None:
        settings, keys = self.settings, self.secrets
        self.folder(f"{CONFIG}/portal", HARBOR)
        self.file(f"{CONFIG}/portal/nginx.conf", lambda: texts.portal(settings), HARBOR)
        self.folder(f"{CONFIG}/log")
        self.file(f"{CONFIG}/log/logrotate.conf", lambda: texts.logrotate(settings), HARBOR)
        self.file(f"{CONFIG}/log/rsyslog_docker.conf", lambda: texts.rsyslog(settings), HARBOR)
        self.folder(f"{CONFIG}/nginx/conf.d", HARBOR)
        self.certificate()
        self.file(f"{CONFIG}/nginx/nginx.conf", lambda: texts.nginx(settings), HARBOR)
        self.folder(f"{DATA}/ca_download", HARBOR)
        self.folder(f"{CONFIG}/core/certificates")
        self.file(f"{CONFIG}/core/env", lambda: texts.core_env(settings, keys))
        self.file(f"{CONFIG}/core/app.conf", lambda: texts.app_conf(settings), HARBOR)
        self.folder(f"{DATA}/registry", HARBOR)
        self.folder(f"{CONFIG}/registry")
        self.passwd()
        self.file(f"{CONFIG}/registry/config.yml", lambda: texts.registry_config(settings), HARBOR)
        self.folder(f"{CONFIG}/registryctl")
        self.file(f"{CONFIG}/registryctl/env", lambda: texts.registryctl_env(settings, keys))
        self.file(
            f"{CONFIG}/registryctl/config.yml", lambda: texts.registryctl_config(settings), HARBOR
        )
        self.folder(f"{DATA}/database", STORES, 0o700)
        self.folder(f"{CONFIG}/db")
        password = texts.db_env(settings)  # which is missed before anything is written
        self.file(f"{CONFIG}/db/env", lambda: password)
        self.folder(f"{CONFIG}/jobservice", HARBOR)
        self.folder(f"{DATA}/job_logs", HARBOR)
        self.file(f"{CONFIG}/jobservice/env", lambda: texts.jobservice_env(settings, keys))
        self.file(
            f"{CONFIG}/jobservice/config.yml", lambda: texts.jobservice_config(settings), HARBOR
        )
        self.folder(f"{DATA}/redis", STORES)
        self.inner_certificates()
        self.trusted()
        self.secret_key()
        self.token_key()
        if settings.metric:
            self.folder(f"{CONFIG}/exporter", HARBOR)
            self.file(f"{CONFIG}/exporter/env", lambda: texts.exporter_env(settings))
        if settings.trivy:
            self.folder(f"{CONFIG}/trivy-adapter")
            for name in ("trivy", "reports"):
                self.folder(f"{DATA}/trivy-adapter/{name}", HARBOR)
            self.file(f"{CONFIG}/trivy-adapter/env", lambda: texts.trivy_env(settings))
        text = yaml.dump(compose(settings), Dumper=Plain, sort_keys=False)
        self.file("/compose_location/docker-compose.yml", lambda: text, mode=0o644)

    def hostfs(self, path: Any) -> Path:
        return self.places.real("/hostfs") / str(path).lstrip("/")

    def certificate(self) -> None:
        """Copies of the certificate and key for https; a missing one leaves the other behind."""
        https = self.settings.https
        if not https:
            return
        folder = self.places.real(f"{DATA}/secret/cert")
        if folder.is_dir():
            shutil.rmtree(folder)
        folder.mkdir(mode=0o755, parents=True)
        for name, source in (("server.key", "private_key"), ("server.crt", "certificate")):
            there = self.hostfs(https[source])
            if not there.exists():
                path = f"/hostfs{https[source]}"
                raise FileNotFoundError(2, "No such file or directory", path)
            shutil.copy2(there, folder / name)
        give(folder, HARBOR)
        for name in ("server.key", "server.crt"):
            (folder / name).chmod(0o600)
            give(folder / name, HARBOR)

    def passwd(self) -> None:
        """The registry's only user is the core. htpasswd makes the file, as its umask says."""
        path = self.places.real(f"{CONFIG}/registry/passwd")
        subprocess.run(
            ["htpasswd", "-icB", str(path), texts.REGISTRY_USER],
            input=self.secrets.registry.encode(), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip

    def inner_certificates(self) -> None:
        """Internal TLS: the whole folder is copied, the key of its CA, too."""
        if not self.settings.tls:
            return
        target = self.places.real(f"{DATA}/secret/tls")
        if target.exists():
            shutil.rmtree(target)
        shutil.copytree(self.hostfs(self.settings.tls["dir"]), target, symlinks=True)
        for one in target.iterdir():
            if one.suffix in (".key", ".crt"):
                one.chmod(0o600 if one.suffix == ".key" else 0o644)
            give(one, STORES if one.stem == "harbor_db" else HARBOR)
        for name in self.settings.certificates:
            if not (target / name).exists():
                path = f"{DATA}/secret/tls/{name}"
                raise FileNotFoundError(2, "No such file or directory", path)
            if (
                name.endswith(".crt")
                and name != "harbor_internal_ca.crt"
                and not names(target / name)
            ):
                raise Exception(f"cert file {name} should include SAN")

    def trusted(self) -> None:
        """CAs that the components trust. The one for internal TLS is looked for on the host, under
        /data wherever the data volume is: elsewhere it is not found, and nothing fails."""
        folder = self.places.real(TRUST)
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        sources: list[tuple[Any, str]] = [
            (f"{DATA}/secret/tls/harbor_internal_ca.crt", "harbor_internal_ca.crt"),
            (self.settings.ca_bundle, "storage_ca_bundle.crt"),
        ]
        newer = self.settings.since("2.13")
        if newer:
            sources.append((self.settings.redis_ca, "redis_tls_ca.crt"))
        for source, name in sources:
            if newer:
                say(f"copy {source} to shared trust ca dir as name {name} ...")
            if not source:
                continue
            there = self.hostfs(source)
            if not there.is_file():
                if newer:
                    fault = f"{source} is not file" if there.exists() else ""
                    say(fault or f"ca file /hostfs{source} is not exist")
                continue
            shutil.copy2(there, folder / name)
            (folder / name).chmod(0o644)
            give(folder / name, HARBOR)

    def secret_key(self) -> None:
        """What stored passwords are encrypted with."""
        path = f"{DATA}/secret/keys/secretkey"
        real = self.places.real(path)
        if real.is_file():
            text = real.read_text()
            say(f"loaded secret from file: {path}")
        else:
            real.parent.mkdir(parents=True, exist_ok=True)
            text = texts.chance(16)
            real.write_text(text)
            say(f"Generated and saved secret to file: {path}")
        real.chmod(0o600)
        give(real, HARBOR)
        if len(text) != 16:
            raise Exception(f"secret key's length has to be 16 chars, current length: {len(text)}")

    def token_key(self) -> None:
        """The pair that signs tokens: if one of them is missing, both are made anew."""
        key, certificate = self.places.real(KEY), self.places.real(CERTIFICATE)
        if not (key.exists() and certificate.exists()):
            for one in (key, certificate):
                one.parent.mkdir(parents=True, exist_ok=True)
            made = subprocess.run(
                [
                    "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650",
                    "-subj", "/", "-keyout", str(key), "-out", str(certificate),
                ],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                check=False,
            )  # fmt: skip
            if made.returncode:
                say("Failed to call func: create_root_cert")
                sys.exit(1)
            say("Successfully called func: create_root_cert")
            for one in (key, certificate):
                one.chmod(0o600)
        for one in (key, certificate):
            give(one, HARBOR)


def names(certificate: Path) -> bool:
    """Whether a certificate says for which names it is."""
    shown = subprocess.run(
        ["openssl", "x509", "-in", str(certificate), "-noout", "-text"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    return b"Subject Alternative Name:" in shown.stdout


def wipe(places: Places, path: str) -> None:
    """Every file is gone before anything is read; folders stay."""
    real = places.real(path)
    if real.is_dir():
        for name in os.listdir(real):
            wipe(places, f"{path}/{name}")
    elif real.is_file():
        real.unlink()
        say(f"Clearing the configuration file: {path}")


def prepare(places: Places, version: str, conf: str, trivy: bool) -> None:
    wipe(places, CONFIG)
    settings = read(yaml.safe_load(places.real(conf).read_text()), version, trivy)
    validate(settings, places.real, warn)
    Run(places, settings).all()
