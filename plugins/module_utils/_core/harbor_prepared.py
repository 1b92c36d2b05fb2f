# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether prepare must run. Each of its runs wipes the configuration of the running Harbor first,
so it runs only when something that it reads has changed, or something that it wrote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .harbor_overlay import SECRETS, halves
from .option import Option

# Kept beside harbor.yml, for root alone: a digest of a file with a short password tells it.
RECORD = ".prepared.json"
# The tag in the host's script is what tells the version of a folder.
_IMAGE = re.compile(r"(?:[\w.-]+(?::\d+)?/)*prepare:v([0-9]+\.[0-9]+\.[0-9]+[\w.-]*)")
_HELD = re.compile(r"pass|secret|key|token|credential", re.IGNORECASE)


def not_a_full_path(value: str) -> str | None:
    return None if value.startswith("/") else "but it is a full path. Begin it with /."


def _not_a_bundle(value: str) -> str | None:
    wrong = not_a_full_path(value)
    if wrong:
        return wrong
    if re.search(r"[\s:]", value):
        return "but Harbor's scripts break at a blank or ':' in it. Choose another folder."
    return None


def not_seconds(value: int) -> str | None:
    return None if value > 0 else "but a time-out is at least one second. Raise it."


BUNDLE_PATH = Option(
    "path",
    "The folder of the unpacked installer, such as C(/opt/harbor/2.13.5/harbor). The name of the "
    "folder is the name of the Compose project.",
    type="path",
    required=True,
    wrong=_not_a_bundle,
)

OPTIONS = (
    BUNDLE_PATH,
    Option("with_trivy", "Whether Trivy is installed too.", type="bool", default=False),
    Option(
        "secrets",
        "Values that prepare would draw anew in each run, or make once. What is left out is taken "
        "from O(secrets_path), else from the files in place, else from what prepare makes.",
        type="dict",
        not_secret=True,  # each of the values is
        suboptions=SECRETS,
    ),
    Option(
        "secrets_path",
        "The file that keeps these values from run to run, and from version to version. If left "
        "out, it is C(secrets.json) two folders above O(path).",
        type="path",
        not_secret=True,
    ),
    Option(
        "previous",
        "The folder of a Harbor that was installed by hand and is now taken over: its values are "
        "kept. If left out, only what lies in O(path) and O(secrets_path) is.",
        type="path",
    ),
    Option(
        "timeout",
        "Seconds that prepare may take, and that another task of this collection is waited for "
        "that is at work on the same Harbor.",
        type="int",
        default=600,
        wrong=not_seconds,
    ),
)


# Folders of the data volume that prepare makes. Where one is missing the engine makes it, but for
# root, and what runs as another user cannot write.
DATA_FOLDERS = ("database", "redis", "registry", "job_logs")


def wrong(params: Mapping[str, Any]) -> list[str]:
    return halves(params.get("secrets") or {})


def hidden(params: Mapping[str, Any]) -> list[str]:
    return [str(value) for value in (params.get("secrets") or {}).values() if value]


def version_of(script: str) -> str | None:
    """The version that the script of a bundle runs; None where it is no such script."""
    found = _IMAGE.search(script)
    return found[1] if found else None


def image_of(script: str) -> str | None:
    found = _IMAGE.search(script)
    return found[0] if found else None


def read_files(config: Mapping[str, Any]) -> list[str]:
    """Files and folders of the host that prepare copies or judges, named by a harbor.yml."""
    found = [_at(config, "https.certificate"), _at(config, "https.private_key")]
    found.append(_at(config, "storage_service.ca_bundle"))
    for name in ("redis", "external_redis"):
        if _at(config, f"{name}.tlsOptions.enable"):
            found.append(_at(config, f"{name}.tlsOptions.rootCA"))
    if _at(config, "internal_tls.enabled"):
        found.append(_at(config, "internal_tls.dir"))
    return [str(each) for each in found if each]


def _at(config: Any, path: str) -> Any:
    for name in path.split("."):
        config = config.get(name) if isinstance(config, Mapping) else None
    return config


@dataclass(frozen=True)
class Look:
    """What prepare would read, and what it wrote: digests by path; None where there is nothing."""

    version: str
    with_trivy: bool
    inputs: Mapping[str, str | None]
    secrets: str
    outputs: Mapping[str, str | None]

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Look:
        return cls(
            version=str(record.get("version")),
            with_trivy=bool(record.get("with_trivy")),
            inputs=dict(record.get("inputs") or {}),
            secrets=str(record.get("secrets")),
            outputs=dict(record.get("outputs") or {}),
        )

    def recorded(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "with_trivy": self.with_trivy,
            "inputs": dict(self.inputs),
            "secrets": self.secrets,
            "outputs": dict(self.outputs),
        }


def reasons(record: Mapping[str, Any] | None, now: Look, *, interrupted: bool) -> list[str]:
    """Why prepare must run, as ends of a sentence; none when all is as it was left."""
    if interrupted:
        return ["since an earlier run did not come to its end"]
    if not record:
        return ["for the first time"]
    then = Look.of(record)
    found = []
    if then.version != now.version:
        found.append(f"since that folder was prepared for {then.version}")
    if then.with_trivy != now.with_trivy:
        found.append(f"{'with' if now.with_trivy else 'without'} Trivy from now on")
    for path in sorted({*then.inputs, *now.inputs}):
        if then.inputs.get(path) != now.inputs.get(path):
            found.append(f"since {path} has changed")
    if then.secrets != now.secrets:
        found.append("since its secrets have changed")
    for path in sorted({*then.outputs, *now.outputs}):
        if then.outputs.get(path) != now.outputs.get(path):
            found.append(f"since {path} is not as prepare left it")
    return found


def secrets_in(config: Any, name: str = "") -> set[str]:
    """Values of a harbor.yml that no message may repeat: those that are named like a secret."""
    if isinstance(config, Mapping):
        return {each for key, value in config.items() for each in secrets_in(value, str(key))}
    if isinstance(config, list):
        return {each for value in config for each in secrets_in(value, name)}
    text = "" if config is None or isinstance(config, bool) else str(config)
    # A path of a key is no secret, and a short number would mask half of the message.
    named = _HELD.search(name) and not text.startswith("/")
    return {text} if named and len(text) > 3 else set()


def failure(version: str, status: int, stdout: str, stderr: str, hide: set[str]) -> str:
    """What prepare said last, in a sentence. Its log begins lines with ``ERROR:root:``."""
    lines = [line.strip() for line in (stderr or stdout).splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    last = (errors or lines or [f"it ended with status {status}"])[-1]
    words = re.sub(r"^ERROR:root:(Error: )?", "", last)
    for value in sorted(hide, key=len, reverse=True):
        words = words.replace(value, "********")
    return (
        f"run prepare of Harbor {version}: {words.rstrip('.')} (status {status}). "
        "Correct harbor.yml; the configuration is again as it was before."
    )
