# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role's variables as options of harbor_yml, and the certificates that the role makes.

Stores, names and addresses have variables that are the same for each method by which Harbor may be
installed; all else is said with the sections and keys of harbor.yml.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .harbor_preflight import not_an_upgrade
from .harbor_yml_files import components
from .harbor_yml_key import not_a_release

# Variables (without their prefix) that are sections of harbor.yml as they are.
SECTIONS = (
    "https",
    "ip_family",
    "internal_tls",
    "trivy",
    "jobservice",
    "notification",
    "log",
    "uaa",
    "proxy",
    "metric",
    "trace",
    "upload_purging",
    "cache",
    "core",
)
DRIVERS = ("filesystem", "azure", "gcs", "s3", "swift", "oss")
_POOL = {
    "max_idle": "max_idle_conns",
    "max_open": "max_open_conns",
    "conn_max_lifetime": "conn_max_lifetime",
    "conn_max_idle_time": "conn_max_idle_time",
}
# Components are asked by the names of their services.
_SERVICES = {
    "job_service": "jobservice",
    "trivy_adapter": "trivy-adapter",
    "harbor_db": "postgresql",
}
_TEXTS = ("tls_certificate", "tls_key", "tls_ca_certificate", "tls_ca_key")
_BEGIN = re.compile(r"-----BEGIN [A-Z ]+-----")
_INDEXES = (
    "registry_db_index",
    "jobservice_db_index",
    "trivy_db_index",
    "harbor_db_index",
    "cache_layer_db_index",
)


def settings(variables: Mapping[str, Any]) -> dict[str, Any]:
    """``variables`` are those of the role without ``harbor_``; what is empty is left out."""
    found: dict[str, Any] = {
        "hostname": variables["hostname"],
        "http": {"port": variables["http_port"]},
        "external_url": variables["external_url"],
        "harbor_admin_password": variables["admin_password"],
        "data_volume": variables["data_volume"],
        "with_trivy": bool(variables["trivy_enabled"]),
        "extra": variables["yml_extra"],
        **{name: variables[name] for name in SECTIONS},
        "https": _https(variables),
        "internal_tls": _internal_tls(variables),
        **_database(variables["database"]),
        **_redis(variables["redis"]),
        **_storage(variables["storage"]),
    }
    return {name: value for name, value in found.items() if value not in (None, "", {}, [])}


def _https(variables: Mapping[str, Any]) -> dict[str, Any]:
    if variables["tls"] == "none":
        return dict(variables["https"])
    folder = _folder(variables, "tls")
    files = {"certificate": f"{folder}/harbor.crt", "private_key": f"{folder}/harbor.key"}
    return {**variables["https"], **files}


def _internal_tls(variables: Mapping[str, Any]) -> dict[str, Any]:
    if not _makes_internal(variables):
        return dict(variables["internal_tls"])
    return {**variables["internal_tls"], "dir": _folder(variables, "internal-tls")}


def _makes_internal(variables: Mapping[str, Any]) -> bool:
    """Harbor's own gencert makes all of them anew in each run, so these are ours."""
    internal = variables["internal_tls"]
    return bool(internal.get("enabled") and not internal.get("dir"))


def _folder(variables: Mapping[str, Any], name: str) -> str:
    return f"{variables['install_dir']}/{name}"


def certificates(variables: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Those that the role makes, as its script takes them.

    The folder of a CA's key is another one than that of the certificates, since prepare copies all
    that lies beside these to where containers see it.
    """
    found = []
    if variables["tls"] == "generated":
        names = [variables["hostname"], "localhost", "127.0.0.1", *variables["tls_names"]]
        found.append(
            {
                "name": "harbor",
                "folder": _folder(variables, "tls"),
                "ca_folder": _folder(variables, "ca"),
                "ca_file": "ca.crt",
                "record": _folder(variables, "tls/request"),
                "ca_certificate": variables["tls_ca_certificate"].strip(),
                "ca_key": variables["tls_ca_key"].strip(),
                "ca_renews": "",
                "whose": "Harbor",
                "usage": "serverAuth",
                "names": [_alternative(name) for name in dict.fromkeys(names)],
            }
        )
    if _makes_internal(variables):
        external = bool(variables["database"].get("host"))
        found += [
            {
                "name": name,
                "folder": _folder(variables, "internal-tls"),
                "ca_folder": _folder(variables, "internal-ca"),
                "ca_file": "harbor_internal_ca.crt",
                "record": _folder(variables, f"internal-ca/{name}.request"),
                "ca_certificate": "",
                "ca_key": "",
                "ca_renews": "yes",
                "whose": "the containers of Harbor",
                "usage": "serverAuth,clientAuth",
                "names": [_alternative(_SERVICES.get(name, name))],
            }
            for name in components(external=external, with_trivy=bool(variables["trivy_enabled"]))
        ]
    return found


def _alternative(name: str) -> str:
    """As a certificate has it."""
    try:
        return f"IP:{ipaddress.ip_address(name)}"
    except ValueError:
        return f"DNS:{name}"


def _database(database: Mapping[str, Any]) -> dict[str, Any]:
    pool = {theirs: database[ours] for ours, theirs in _POOL.items() if _is_set(database, ours)}
    if not database.get("host"):
        return {"database": {"password": database.get("password"), **pool}}
    return {
        "external_database": {
            "harbor": {
                "host": database["host"],
                "port": database.get("port") or 5432,
                "db_name": database.get("name") or "registry",
                "username": database.get("user"),
                "password": database.get("password"),
                "ssl_mode": database.get("ssl_mode") or "verify-full",
                **pool,
            }
        }
    }


def _redis(redis: Mapping[str, Any]) -> dict[str, Any]:
    indexes = {name: redis[name] for name in _INDEXES if _is_set(redis, name)}
    if not redis.get("addresses"):
        # Never both: with a section redis beside it Harbor takes external_redis for its own.
        return {"redis": indexes}
    external: dict[str, Any] = {
        "host": _addresses(redis["addresses"], 26379 if redis.get("sentinel_set") else 6379),
        **indexes,
    }
    for ours, theirs in (
        ("sentinel_set", "sentinel_master_set"),
        ("user", "username"),
        ("password", "password"),
        ("idle_timeout_seconds", "idle_timeout_seconds"),
    ):
        if _is_set(redis, ours):
            external[theirs] = redis[ours]
    if redis.get("tls"):
        external["tlsOptions"] = {"enable": True, "rootCA": redis.get("ca_file")}
    return {"external_redis": external}


def _addresses(addresses: Sequence[str], port: int) -> str:
    return ",".join(each if ":" in each else f"{each}:{port}" for each in addresses)


def _storage(storage: Mapping[str, Any]) -> dict[str, Any]:
    if not storage:
        return {}
    driver = storage.get("driver") or "filesystem"
    own = {
        name: value
        for name, value in storage.items()
        if name not in ("driver", "redirect", "ca_bundle")
    }
    if driver == "s3" and "endpoint" in own:
        own["regionendpoint"] = own.pop("endpoint")
    service: dict[str, Any] = {driver: own}
    if storage.get("ca_bundle"):
        service["ca_bundle"] = storage["ca_bundle"]
    if "redirect" in storage:
        service["redirect"] = {"disable": not storage["redirect"]}
    return {"storage_service": service}


def _is_set(section: Mapping[str, Any], name: str) -> bool:
    return section.get(name) not in (None, "")


def demands(variables: Mapping[str, Any], seen: Mapping[str, Any]) -> list[str]:
    """What is wrong with the variables, each in a sentence. ``seen`` has ``inventory_hostname`` and
    ``installed``, the version that is there, or nothing."""
    found = []
    absent = variables["state"] == "absent"
    host = seen["inventory_hostname"]
    if variables["remove_data"] not in ("", host):
        found.append(
            f"harbor_remove_data is '{variables['remove_data']}', but this host is {host}. "
            "Write that name to delete its data, or nothing to keep it."
        )
    if absent:
        return found
    for name, what in (
        ("hostname", "clients reach Harbor by a name. Set it to that"),
        ("admin_password", "Harbor's own default is known to everybody. Choose one"),
    ):
        if not variables[name]:
            found.append(f"harbor_{name} is empty, but {what}.")
    if not variables["database"].get("password"):
        found.append(
            "harbor_database.password is empty, but the bundled database needs one too, and "
            "Harbor's own default is known to everybody. Choose one."
        )
    if variables["database"].get("host") and not variables["database"].get("user"):
        found.append("harbor_database.user is empty, but harbor_database.host is set. Name him.")
    driver = variables["storage"].get("driver") or "filesystem"
    if driver not in DRIVERS:
        found.append(
            f"harbor_storage.driver is '{driver}', but Harbor knows {', '.join(DRIVERS)}. "
            "Use one of these; any other one it takes for the local disk."
        )
    if bool(variables["installer_signature"]) != bool(variables["installer_keyring"]):
        given = "signature" if variables["installer_signature"] else "keyring"
        other = "keyring" if given == "signature" else "signature"
        found.append(
            f"harbor_installer_{given} is set, but harbor_installer_{other} is not. "
            "Give both, or neither."
        )
    found += _tls_demands(variables)
    installed = seen["installed"]
    if installed and not_a_release(installed):
        found.append(
            f"harbor_install_dir is '{variables['install_dir']}', but the link current in it "
            f"points to {installed}, which this role has not installed. Choose another folder."
        )
    refused = not_an_upgrade(installed, variables["version"])
    if refused:
        found.append(refused)
    return found


def _tls_demands(variables: Mapping[str, Any]) -> Iterator[str]:
    way = variables["tls"]
    files = [name for name in ("certificate", "private_key") if variables["https"].get(name)]
    if way != "none" and files:
        yield (
            f"harbor_tls is '{way}', but harbor_https.{' and harbor_https.'.join(files)} "
            f"{'name files' if len(files) > 1 else 'names a file'} on the host. "
            "Leave that out, or set harbor_tls to none."
        )
    if way == "given" and not (variables["tls_certificate"] and variables["tls_key"]):
        yield (
            "harbor_tls is 'given', but harbor_tls_certificate or harbor_tls_key is empty. "
            "Set both, or use 'generated'."
        )
    authority = [bool(variables[name]) for name in ("tls_ca_certificate", "tls_ca_key")]
    if way == "generated" and authority[0] != authority[1]:
        yield (
            f"harbor_tls_ca_{'key' if authority[0] else 'certificate'} is empty, but a given CA "
            "needs its certificate and its key. Set both, or none to have one made."
        )
    for name in _TEXTS:
        if variables[name] and not _BEGIN.search(variables[name]):
            yield (
                f"harbor_{name} is set, but not to PEM text, which begins with -----BEGIN. "
                "Give the file's content, or name files on the host in harbor_https."
            )
    renew = int(variables["tls_renew_days"])
    for name, what in (("tls_days", "a certificate"), ("tls_ca_days", "a CA")):
        if certificates(variables) and renew >= int(variables[name]):
            yield (
                f"harbor_tls_renew_days is {renew}, but {what} lives {variables[name]} days "
                "and would be renewed on each run. Lower it."
            )
