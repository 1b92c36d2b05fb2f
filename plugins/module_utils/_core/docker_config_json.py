# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine's client's config.json: which credential is for which registry, and where it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .errors import Problem
from .file_option import BACKUP, state
from .image_reference import not_a_registry
from .option import Option
from .plan import Format, Merged
from .registry_option import TIMEOUT, not_a_password, not_a_user_name


def merge(text: str | None, params: Mapping[str, Any], seen: Mapping[str, Any]) -> Merged:
    raise Problem("not written yet.")


LOGIN = Format(
    kind="registry_login",
    options=(
        Option(
            "registry",
            "The registry as it is named in images: V(host) or V(host:port). V(docker.io) stands for Docker Hub.",
            required=True,
            wrong=not_a_registry,
        ),
        Option(
            "username",
            "The user to log in as. Required when O(state=present).",
            env=("REGISTRY_USERNAME",),
            wrong=not_a_user_name,
        ),
        Option(
            "password",
            "The password of O(username), or a token that stands for it. Required when O(state=present).",
            secret=True,
            env=("REGISTRY_PASSWORD",),
            wrong=not_a_password,
        ),
        Option(
            "path",
            (
                "The configuration file of the engine's client. The default is the one of the user that the task runs as: with C(become_user), of that user.",
                "A directory that is missing is made with mode V(0700).",
            ),
            type="path",
            default="~/.docker/config.json",
            aliases=("config_path",),
        ),
        Option(
            "insecure",
            "Whether a certificate that cannot be verified, and then plain HTTP, is good enough, as for a registry among the engine's C(insecure-registries).",
            type="bool",
            default=False,
        ),
        Option(
            "ca_path",
            "A file on the managed host with certificates (PEM) of private authorities, trusted beside those of the system. If left out, the files in C(/etc/docker/certs.d/REGISTRY) are used, as the engine does.",
            type="path",
        ),
        TIMEOUT,
        Option(
            "verify",
            (
                "Whether the registry is asked to accept the credential before anything is written, also when it is stored already.",
                "With V(false) the registry need not be there.",
            ),
            type="bool",
            default=True,
        ),
        state("Whether the credential is stored."),
        BACKUP,
    ),
    merge=merge,
    rules={"required_if": [("state", "present", ("username", "password"))]},
    mode=0o600,
    directory_mode=0o700,
)
