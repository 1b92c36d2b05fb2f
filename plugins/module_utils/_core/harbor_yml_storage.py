# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Section storage_service of harbor.yml: the drivers of the distribution within Harbor.

Every Harbor from 2.5 to 2.15 has distribution 2.8, so a driver has the settings that
registry_config knows for it. prepare writes them one by one behind their names, bare; hence no
setting can be a dictionary.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .distribution_storage import AZURE, FILESYSTEM, GCS, OSS, S3, SWIFT
from .harbor_yml_key import Key, key
from .harbor_yml_value import not_a_path, not_a_plain_path
from .option import Option
from .yaml_lines import scalar

DRIVERS = tuple(option.name for option in (FILESYSTEM, AZURE, GCS, S3, SWIFT, OSS))
_RELEASE = "2.8"


def _not_in_the_volume(value: str) -> str | None:
    if not_a_plain_path(value) is None and (value + "/").startswith("/storage/"):
        return None
    return (
        "but a registry's container keeps only what lies below /storage, which is "
        "data_volume/registry on the host. Leave it out, or name a folder below /storage."
    )


_OTHERS: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("filesystem", "rootdirectory"): {
        "text": "The directory within the container. Left out, it is C(/storage).",
        "wrong": _not_in_the_volume,
    },
    ("gcs", "keyfile"): {
        "text": "Path of the service account's key as JSON, on the host. Left out, the host's own "
        "account is used.",
        "wrong": not_a_plain_path,
    },
    ("azure", "accountkey"): {"text": "Key of the account.", "required": True},
    ("s3", "storageclass"): {
        "text": "Storage class of new objects. V(NONE) sends none.",
        "choices": ("NONE", "STANDARD", "REDUCED_REDUNDANCY"),
    },
}


def _driver(option: Option) -> Key:
    settings = []
    for setting in option.suboptions:
        if setting.type == "dict" or not getattr(setting, "known_to", bool)(_RELEASE):
            continue
        own: dict[str, Any] = {
            name: getattr(setting, name)
            for name in ("type", "elements", "required", "choices", "secret", "not_secret", "wrong")
        }
        text = str(setting.text).replace("O(storage.", "O(storage_service.")
        own = {"text": text, **own, **_OTHERS.get((option.name, setting.name), {})}
        settings.append(Key(setting.name, **own))
    return key(
        option.name,
        str(option.text).replace(" Not every build of distribution has this driver.", ""),
        *settings,
    )


STORAGE = key(
    "storage_service",
    "Where the registry keeps images. Left out, it is O(data_volume). One driver at most; prepare "
    "would take the first of several, and the disk for one that it does not know.",
    key(
        "ca_bundle",
        "File on the host with the CAs of the storage service. prepare wants it readable by all, "
        "or owned by user 10000.",
        wrong=not_a_path,
    ),
    *(_driver(option) for option in (FILESYSTEM, AZURE, GCS, S3, SWIFT, OSS)),
    key(
        "redirect",
        "Redirection of downloads to the storage service.",
        key(
            "disable",
            "Whether the registry sends all content itself. It is written as C(disabled) for "
            "Harbor up to 2.7, which knows that word only.",
            type="bool",
            required=True,
        ),
    ),
)


def as_prepare_takes_it(settings: Mapping[str, Any]) -> dict[str, Any]:
    """A driver's settings so that what prepare writes bare is read as what was meant."""
    return {name: _bare(value) for name, value in settings.items()}


def _bare(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    # 1 is equal to true in Python, and prepare writes "true" then.
    if isinstance(value, int):
        return str(value) if value == 1 else value
    if isinstance(value, list):
        return f"[{', '.join(scalar(item) for item in value)}]"
    return scalar(value)
