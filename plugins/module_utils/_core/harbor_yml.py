# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Harbor's harbor.yml, rendered whole from the options for one version of Harbor.

A configuration is one object: a key that is not in the task leaves the file, and what a version
must find is always there. What the file says is compared, not how it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from .config_key import ConfigKey, Reader
from .errors import InputError
from .file_option import BACKUP, open_to_all
from .harbor_version import Version
from .harbor_yml_files import file_doubts, file_faults
from .harbor_yml_key import NEWEST, minor, not_a_release
from .harbor_yml_option import SECTIONS
from .harbor_yml_rules import broken_rules, changes, doubts, second_data_volume
from .harbor_yml_storage import DRIVERS, as_prepare_takes_it
from .option import Option
from .plan import Format, Merged
from .yaml_config import at, given, in_order, joined, parse, render, rewritten, secrets, shown

HARBOR = Reader("Harbor", SECTIONS)

_HEADER = "# Made by twinstar.registry.harbor_yml, which replaces what is changed here.\n"

# What prepare does not find, it stops at, or takes for off. Named like in Harbor's own template.
_ALWAYS: Mapping[str, Any] = {
    "http": {"port": 80},
    "jobservice": {
        "max_job_workers": 10,
        "job_loggers": ["STD_OUTPUT", "FILE"],
        "logger_sweeper_duration": 1,
    },
    "notification": {"webhook_job_max_retry": 3, "webhook_job_http_client_timeout": 3},
    "chart": {"absolute_url": "disabled"},
    "log": {
        "level": "info",
        "local": {"rotate_count": 50, "rotate_size": "200M", "location": "/var/log/harbor"},
    },
    "upload_purging": {"enabled": True, "age": "168h", "interval": "24h", "dryrun": False},
}
# The same, where the section is in the task.
_WITHIN: Mapping[str, Any] = {
    "https": {"port": 443},
    "ip_family": {"ipv6": {"enabled": False}, "ipv4": {"enabled": True}},
    "database": {
        "max_idle_conns": 100,
        "max_open_conns": 900,
        "conn_max_lifetime": "5m",
        "conn_max_idle_time": "0",
    },
    "proxy": {"components": ["core", "jobservice", "trivy"]},
    "metric": {"port": 9090, "path": "/metrics"},
    "cache": {"expire_hours": 24},
}
# prepare replaces a zero there by its own default; it takes the text "0" as it is.
_MAY_BE_ZERO = (
    "database.max_idle_conns",
    "external_database.harbor.max_idle_conns",
    "log.local.rotate_count",
    "external_redis.idle_timeout_seconds",
)


def typed(params: Mapping[str, Any]) -> dict[str, Any]:
    """What the task says with options, without what was left out."""
    said = {key.name: given(params.get(key.name)) for key in SECTIONS}
    return {name: value for name, value in said.items() if value not in (None, {})}


def whole(params: Mapping[str, Any]) -> dict[str, Any]:
    """What the task says, with everything that prepare must find; not yet as prepare takes it."""
    release, said = params["version"], typed(params)
    always = _known(_ALWAYS, SECTIONS, release)
    if Version.of(release) < Version((2, 8)):
        always["notification"]["webhook_job_max_retry"] = 10
    within = {name: value for name, value in _WITHIN.items() if name in said}
    return dict(joined(joined(always, _known(within, SECTIONS, release)), said))


def _known(said: Mapping[str, Any], keys: tuple[Option, ...], release: str) -> dict[str, Any]:
    """Without the keys that this version does not read."""
    options = {key.name: key for key in keys if isinstance(key, ConfigKey)}
    return {
        name: _known(value, options[name].suboptions, release)
        if isinstance(value, Mapping)
        else value
        for name, value in said.items()
        if options[name].known_to(release)
    }


def configured(params: Mapping[str, Any]) -> dict[str, Any]:
    """What the file says, in the order of SECTIONS, so that prepare takes it as it is meant."""
    release, config = params["version"], whole(params)
    storage = dict(config.get("storage_service") or {})
    for name in DRIVERS:
        if name in storage:
            settings = as_prepare_takes_it(storage[name])
            # An empty driver would be none.
            storage[name] = settings or {"rootdirectory": "/storage"}
    if storage:
        if "redirect" in storage and Version.of(release) < Version((2, 8)):
            storage["redirect"] = {"disabled": storage["redirect"]["disable"]}
        config["storage_service"] = storage
    if at(config, "proxy.no_proxy") is not None:
        excepted = ",".join(config["proxy"]["no_proxy"])
        config["proxy"] = {**config["proxy"], "no_proxy": excepted}
    if at(config, "external_redis.tlsOptions"):
        # prepare stops where the key is missing, and takes nothing for the system's CAs.
        tls = {"rootCA": None, **config["external_redis"]["tlsOptions"]}
        config["external_redis"] = {**config["external_redis"], "tlsOptions": tls}
    for path in _MAY_BE_ZERO:
        if at(config, path) == 0:
            config = _with(config, path.split("."), "0")
    config = joined(config, given(params.get("extra")) or {})
    # Only Harbor's own migration reads it. It names the minor's configuration, not the release.
    known = min(minor(Version.of(release)), NEWEST)
    return {**in_order(config, SECTIONS), "_version": f"{known}.0"}


def _with(config: Mapping[str, Any], path: list[str], value: Any) -> dict[str, Any]:
    first, *rest = path
    return {**config, first: _with(config[first], rest, value) if rest else value}


def _wrong(params: Mapping[str, Any]) -> list[str]:
    rule = not_a_release(params["version"])
    if rule:
        return []  # the option's own rule says it, and no gate can be judged
    said, extra = typed(params), given(params.get("extra")) or {}
    found = [*HARBOR.unfit(said, SECTIONS, params["version"], ""), *_in_extra(extra, SECTIONS)]
    # Rules between keys would only repeat what is already wrong with a single one.
    found = found or broken_rules({"data_volume": "/data", **said}, params["version"])
    if not found and "hostname" in said:
        config = configured(params)
        found = second_data_volume(render(config), config)
    return found


def _in_extra(
    said: Mapping[str, Any], keys: tuple[Option, ...], path: str = "extra."
) -> Iterator[str]:
    """What has an option stands there, where it is judged; and what looks misspelt."""
    known = {key.name: key for key in keys}
    for name, value in said.items():
        here = f"{path}{name}"
        if name not in known:
            if name == "_version":
                yield f"{here} is set, but it follows from version. Leave it out."
            yield from HARBOR.misspelt(str(name), list(known), here, path)
        elif known[name].suboptions and isinstance(value, Mapping):
            yield from _in_extra(value, known[name].suboptions, f"{here}.")
        else:
            yield f"{here} is set, but it has an option of its own. Say it outside extra."


def merge(text: str | None, params: Mapping[str, Any], seen: Mapping[str, Any]) -> Merged:
    """The file as the task wants it; its own text where that says the same already.

    ``seen`` has the mode of the file, and what was found of the files that it names.
    """
    said, after = whole(params), configured(params)
    merged = rewritten(text, after, params["path"], SECTIONS, _HEADER)
    # What is not there yet may come before the real run, but not where nothing else changes.
    files, now = seen.get("files", {}), seen.get("now", 0)
    found = file_faults(said, files, now, bool(params.get("with_trivy")), absent=not merged.why)
    if found:
        raise InputError(found)
    return replace(
        merged,
        result={**merged.result, "version": params["version"]},
        warnings=(
            *doubts(said, HARBOR.unheard_of(params.get("extra") or {}), params["version"]),
            *file_doubts(said, files, now),
            *(changes(_read(text), after) if merged.why else ()),
            *open_to_all(params, seen.get("mode"), "secrets"),
        ),
    )


def _read(text: str | None) -> dict[str, Any]:
    try:
        return parse(text or "")
    except InputError:
        return {}


HARBOR_YML = Format(
    kind="harbor_yml",
    options=(
        Option(
            "path",
            "The file, whole: what the task does not say leaves it.",
            required=True,
            type="path",
        ),
        Option(
            "version",
            "Version of Harbor whose C(prepare) reads the file, such as V(2.13.5). It decides "
            "which keys are known, and how some are written.",
            required=True,
            wrong=not_a_release,
        ),
        Option(
            "with_trivy",
            "Whether C(prepare) is called with C(--with-trivy). The scanner needs a certificate "
            "of its own then with O(internal_tls.enabled=true).",
            type="bool",
            default=False,
        ),
        *SECTIONS,
        Option(
            "extra",
            (
                "Keys that have no option here, in the shape of the file. They are added to the "
                "sections above.",
                "A key that looks misspelt is refused; one that nobody knows gives a warning.",
            ),
            type="dict",
        ),
        BACKUP,
    ),
    merge=merge,
    shown=lambda text: shown(text, SECTIONS),
    wrong=_wrong,
    hidden=lambda params: sorted(secrets(given(params.get("extra")) or {}, ())),
    mode=0o600,
)
