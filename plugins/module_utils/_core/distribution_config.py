# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Distribution's config.yml, rendered whole from the options.

A configuration is one object: a key that is not in the task leaves the file. What the file says is
compared, not how it is written, so comments and layout of an equal file stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .distribution_option import SECTIONS
from .distribution_release import LINES
from .distribution_rules import DISTRIBUTION, broken_rules, doubts
from .distribution_value import not_a_volume
from .engine_option import docker_host
from .file_option import BACKUP, open_to_all
from .option import Option
from .plan import Format, Merged
from .yaml_config import both_say, given, in_order, joined, rewritten, secrets, shown

_HEADER = "# Made by twinstar.registry.registry_config, which replaces what is changed here.\n"


def _no_time(value: int) -> str | None:
    return None if value > 0 else "but a proof takes a moment. Use a second or more."


def configured(params: Mapping[str, Any]) -> dict[str, Any]:
    """What the task wants the file to say, in the order of SECTIONS."""
    said = {key.name: given(params.get(key.name)) for key in SECTIONS}
    said = {name: value for name, value in said.items() if value not in (None, {})}
    whole = joined(said, given(params.get("extra")) or {})
    return {"version": 0.1, **in_order(whole, SECTIONS)}


def _wrong(params: Mapping[str, Any]) -> list[str]:
    release = LINES[params["version"]]
    typed = {key.name: given(params.get(key.name)) for key in SECTIONS}
    typed = {name: value for name, value in typed.items() if value not in (None, {})}
    extra = given(params.get("extra")) or {}
    found = [
        *DISTRIBUTION.unfit(typed, SECTIONS, release, ""),
        *DISTRIBUTION.unfit(extra, SECTIONS, release, "extra.", raw=True),
    ]
    found += [
        f"extra.{path} is set outside extra too, but one of them must win. Say it once."
        for path in both_say(typed, extra)
    ]
    if params.get("volumes") and not params.get("image"):
        found.append("volumes is set, but it belongs to a container. Set image, or leave it out.")
    # Rules between keys would only repeat what is already wrong with a single one.
    return found or broken_rules(configured(params), release)


def merge(text: str | None, params: Mapping[str, Any], seen: Mapping[str, Any]) -> Merged:
    """The file as the task wants it; its own text where that says the same already."""
    after = configured(params)
    merged = rewritten(text, after, params["path"], SECTIONS, _HEADER)
    proved_by = (params.get("binary") or params.get("image")) if merged.why else None
    return replace(
        merged,
        result={**merged.result, "proved_by": proved_by},
        warnings=(
            *doubts(after, params.get("extra") or {}, LINES[params["version"]]),
            *(open_to_all(params, seen.get("mode"), "secrets") if secrets_of(after) else ()),
        ),
    )


def secrets_of(config: Mapping[str, Any]) -> set[str]:
    """Every secret text in a configuration."""
    return secrets(config, SECTIONS)


DISTRIBUTION_CONFIG = Format(
    kind="registry_config",
    options=(
        Option(
            "path",
            "The file, whole: what the task does not say leaves it.",
            required=True,
            type="path",
        ),
        Option(
            "version",
            (
                "Release of distribution that reads the file. It decides which keys are known: "
                "distribution ignores a key that it does not know without a word.",
                "V(3) is the newest release of that line which this collection knows, V(3.1).",
            ),
            default="2.8",
            choices=tuple(LINES),
        ),
        *SECTIONS,
        Option(
            "extra",
            (
                "Keys that have no option here, such as those of a build of your own, in the "
                "shape of the file. They are added to the sections above.",
                "A key that looks misspelt, stands in the wrong place or belongs to another "
                "release is refused; one that nobody knows gives a warning.",
                "Ansible shows it with C(-vvv): a secret belongs into an option above.",
            ),
            type="dict",
        ),
        Option(
            "binary",
            "Path of the registry program, which then proves a new configuration before it "
            "replaces the old one.",
            type="path",
        ),
        Option(
            "image",
            "Name of a registry image that is on the host, which does the same in a short-lived "
            "container without network.",
        ),
        Option(
            "volumes",
            "What such a container sees of the host, as C(HOST:CONTAINER), read-only: "
            "certificates, keys and whatever else the configuration names.",
            type="list",
            elements="str",
            wrong=not_a_volume,
        ),
        docker_host("The Docker engine that has the image."),
        Option(
            "timeout", "Seconds that the proof may take.", type="int", default=30, wrong=_no_time
        ),
        BACKUP,
    ),
    merge=merge,
    shown=lambda text: shown(text, SECTIONS),
    wrong=_wrong,
    rules={"mutually_exclusive": [("binary", "image")]},
    mode=0o640,
)
