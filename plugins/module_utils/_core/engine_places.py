# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the role docker_engine puts things, and what engines are called where they come from."""

from __future__ import annotations

from collections.abc import Mapping

CONFIG = "/etc/docker/daemon.json"
# The file as it was before this role, empty where there was none. The removal puts it back.
ORIGINAL = "/etc/docker/daemon.json.before-twinstar"
DROP_INS = "/etc/systemd/system/docker.service.d"
DROP_IN = f"{DROP_INS}/twinstar-proxy.conf"
# The proxies stand in a file of their own: anybody may ask systemd for a unit's Environment=, but
# only root may read this.
ENVIRONMENT = f"{DROP_INS}/twinstar-proxy.env"
HOME = "/usr/local/lib/docker-engine"
CURRENT = f"{HOME}/current"
CLIENT = "/usr/local/bin/docker"
STAGING = "/var/cache/docker-engine"
ARCHIVE = f"{STAGING}/docker.tgz"
UNITS = (
    "/etc/systemd/system/containerd.service",
    "/etc/systemd/system/docker.socket",
    "/etc/systemd/system/docker.service",
)
COMPOSE = {
    "plugin": "/usr/local/lib/docker/cli-plugins/docker-compose",
    "standalone": "/usr/local/bin/docker-compose",
}
PREFERENCE = "/etc/apt/preferences.d/docker-engine"
REPOSITORIES = {
    "apt": "/etc/apt/sources.list.d/docker-engine.sources",
    "dnf": "/etc/yum.repos.d/docker-engine.repo",
    "zypper": "/etc/zypp/repos.d/docker-engine.repo",
}
APT_KEY = "/etc/apt/keyrings/docker-engine"
RPM_KEY = "/etc/pki/rpm-gpg/docker-engine"
KEYS = tuple(f"{stem}.{ending}" for stem in (APT_KEY, RPM_KEY) for ending in ("asc", "gpg"))
PATHS = (
    *(CONFIG, ORIGINAL, DROP_IN, ENVIRONMENT, HOME, CURRENT, CLIENT, STAGING, PREFERENCE),
    *(*UNITS, *COMPOSE.values(), *REPOSITORIES.values(), *KEYS),
)

# (engine, Compose) of a distribution, by the ID of os-release, with the release where it matters.
# A distribution that is not here has no engine of its own.
DISTRIBUTIONS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "debian 12": (("docker.io",), ("docker-compose",)),
    "debian": (("docker.io", "docker-cli"), ("docker-compose",)),
    "ubuntu": (("docker.io",), ("docker-compose-v2",)),
    "fedora": (("moby-engine", "docker-cli"), ("docker-compose",)),
    "opensuse-leap": (("docker",), ("docker-compose",)),
    "opensuse-tumbleweed": (("docker",), ("docker-compose",)),
    "sles": (("docker",), ("docker-compose",)),
}
REPOSITORY = (("docker-ce", "docker-ce-cli", "containerd.io"), ("docker-compose-plugin",))
LIBRARIES = {
    "apt": ("python3-docker", "python3-requests"),
    "zypper": ("python3-docker", "python3-requests"),
    "fedora": ("python3-docker", "python3-requests"),
    "dnf": ("python3-requests",),
}
# What comes with an engine of the distribution.
COMPANIONS = ("containerd", "runc", "tini")
# Who has one of these has an engine of another source.
STRANGERS = {
    "distribution": ("docker-ce", "podman-docker"),
    "repository": ("docker.io", "moby-engine", "docker", "podman-docker"),
    "archive": (
        *("docker.io", "docker-ce", "moby-engine", "docker", "podman-docker"),
        *("containerd", "containerd.io"),
    ),
}
