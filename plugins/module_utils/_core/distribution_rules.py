# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What distribution would ignore without a word, or refuse only when it starts.

Every function gives sentences. Paths are those of the file, below ``extra.`` where that is the
place in the task.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from .config_key import Reader
from .distribution_option import SECTIONS
from .distribution_release import Key, key
from .distribution_storage import DRIVERS, SETTINGS
from .distribution_value import not_a_duration, not_a_file, not_a_url, not_an_address
from .yaml_config import at

# The settings of the middlewares that distribution itself has.
_MIDDLEWARES: dict[str, tuple[Key, ...]] = {
    "cloudfront": (
        key("baseurl", "", required=True, wrong=not_a_url),
        key("privatekey", "", required=True, not_secret=True, wrong=not_a_file),
        key("keypairid", "", required=True, not_secret=True),
        key("duration", "", wrong=not_a_duration),
        key("updatefrequency", "", since="3.0", instead="updatefrenquency", wrong=not_a_duration),
        # Distribution's own slip of the pen: 2.8 knows no other name.
        key("updatefrenquency", "", wrong=not_a_duration),
        key("iprangesurl", "", wrong=not_a_url),
        key("ipfilteredby", "", choices=("none", "aws", "awsregion")),
        key("awsregion", ""),
    ),
    "redirect": (key("baseurl", "", required=True, wrong=not_a_url),),
    "rewrite": (
        key("scheme", "", since="3.0"),
        key("host", "", since="3.0"),
        key("trimpathprefix", "", since="3.0"),
    ),
}

_OLD_CIPHERS = {
    "TLS_RSA_WITH_RC4_128_SHA",
    "TLS_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA",
    "TLS_ECDHE_RSA_WITH_RC4_128_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
}
_CIPHERS = {
    "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
    "TLS_RSA_WITH_AES_128_CBC_SHA",
    "TLS_RSA_WITH_AES_256_CBC_SHA",
    "TLS_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
}


DISTRIBUTION = Reader("distribution", SECTIONS)


def doubts(config: Mapping[str, Any], extra: Mapping[str, Any], release: str) -> Iterator[str]:
    """What may be meant, and is worth a warning."""
    for place in DISTRIBUTION.unheard_of(extra):
        yield (
            f"{place} is no key of distribution {release} that this collection knows; "
            "a registry that does not know it either ignores it without a word."
        )
    if at(config, "proxy.remoteurl"):
        if not at(config, "storage.delete.enabled"):
            yield (
                "proxy is set and storage.delete.enabled is not: the cache cannot remove what "
                "expires and only grows."
            )
        if (at(config, "proxy.username") or at(config, "proxy.exec")) and not config.get("auth"):
            yield (
                "proxy has credentials and auth is not set: everybody who reaches this registry "
                "can read what they give access to."
            )


def broken_rules(config: Mapping[str, Any], release: str) -> list[str]:
    """Rules between keys, for a configuration whose keys and values are right one by one."""
    return [
        *DISTRIBUTION.missing(config, SECTIONS, release),
        *_storage(config, release),
        *_auth(config, release),
        *_http(config, release),
        *_redis(config, release),
        *_notifications(config),
        *_middleware(config, release),
        *_proxy(config),
        *_rest(config),
    ]


def _storage(config: Mapping[str, Any], release: str) -> Iterator[str]:
    storage = config.get("storage") or {}
    settings = {option.name for option in SETTINGS}
    drivers = [name for name in storage if name not in settings]
    if len(drivers) != 1:
        names = ", ".join(option.name for option in DRIVERS if option.known_to(release))
        has = f"has {' and '.join(drivers)}" if drivers else "has no driver"
        yield f"storage {has}, but it needs exactly one of {names}. Choose one."
    cache = at(storage, "cache.blobdescriptor") or at(storage, "cache.layerinfo")
    server = "redis.addr" if release == "2.8" else "redis.addrs"
    if cache == "redis" and not at(config, server):
        yield (
            f"storage.cache.blobdescriptor is 'redis', but {server} is not set. "
            "Set it, or use inmemory."
        )
    if at(storage, "cache.blobdescriptor") and at(storage, "cache.layerinfo"):
        yield (
            "storage.cache.layerinfo is set, but it is an older name of blobdescriptor, which is "
            "set too. Leave it out."
        )
    purging = at(storage, "maintenance.uploadpurging")
    if purging is not None and purging.get("enabled") is not False:
        missing = [name for name in ("age", "interval", "dryrun") if name not in purging]
        if missing:
            yield (
                f"storage.maintenance.uploadpurging has no {' and no '.join(missing)}, but "
                "distribution needs all of age, interval and dryrun. Add what is missing, or set "
                "enabled to false."
            )
    yield from _s3(storage.get("s3") or {}, release)
    if at(storage, "gcs.keyfile") and at(storage, "gcs.credentials"):
        yield (
            "storage.gcs.credentials is set, but keyfile is set too and wins. "
            "Leave one of them out."
        )
    yield from _azure(storage.get("azure"), release)


def _s3(s3: Mapping[str, Any], release: str) -> Iterator[str]:
    if ("accesskey" in s3) != ("secretkey" in s3):
        yield (
            "storage.s3 has one of accesskey and secretkey, but they belong together. "
            "Set both, or neither to use the host's own role."
        )
    if s3.get("keyid") and not s3.get("encrypt"):
        yield "storage.s3.keyid is set, but encrypt is not true. Set it, or leave the key out."
    old = ("NONE", "STANDARD", "REDUCED_REDUNDANCY")
    if release == "2.8" and s3.get("storageclass", "NONE") not in old:
        yield (
            f"storage.s3.storageclass is {s3['storageclass']!r}, but distribution 2.8 knows "
            f"{', '.join(old)}. Use one of these."
        )


def _azure(azure: Mapping[str, Any] | None, release: str) -> Iterator[str]:
    if azure is None:
        return
    if release == "2.8":
        if not azure.get("accountkey"):
            yield "storage.azure.accountkey is missing, but distribution 2.8 needs it. Add it."
        return
    kind = at(azure, "credentials.type")
    if kind is None:
        yield (
            "storage.azure.credentials is missing, but distribution 3 needs it. "
            "Add it; with a key of the account its type is shared_key."
        )
    elif kind == "shared_key" and not azure.get("accountkey"):
        yield "storage.azure.credentials.type is 'shared_key', but accountkey is missing. Add it."
    elif kind == "client_secret":
        for name in ("clientid", "tenantid", "secret"):
            if not at(azure, f"credentials.{name}"):
                yield (
                    "storage.azure.credentials.type is 'client_secret', but "
                    f"credentials.{name} is missing. Add it."
                )


def _auth(config: Mapping[str, Any], release: str) -> Iterator[str]:
    auth = config.get("auth") or {}
    if len(auth) > 1:
        yield (
            f"auth has {' and '.join(auth)}, but distribution takes exactly one way. Choose one."
        )
    token = auth.get("token")
    if token is None:
        return
    if release == "2.8":
        if not token.get("rootcertbundle"):
            yield "auth.token.rootcertbundle is missing, but distribution 2.8 needs it. Add it."
    elif not token.get("rootcertbundle") and not token.get("jwks"):
        yield (
            "auth.token has neither rootcertbundle nor jwks, but one of them says whom to trust. "
            "Add one."
        )
    if token.get("autoredirectpath") and not token.get("autoredirect"):
        yield (
            "auth.token.autoredirectpath is set, but autoredirect is not true. "
            "Set it, or leave the path out."
        )


def _http(config: Mapping[str, Any], release: str) -> Iterator[str]:
    http = config.get("http") or {}
    addr = http.get("addr")
    if addr is not None:
        unix = http.get("net") == "unix"
        rule = not_a_file(addr) if unix else not_an_address(addr)
        if rule:
            yield f"http.addr is {addr!r}, {rule}"
    elif http.get("net") == "unix":
        yield "http.net is 'unix', but http.addr is not set. Set it to the path of the socket."
    debug = at(http, "debug.addr")
    if debug and addr and not not_an_address(addr) and _collide(addr, debug):
        yield (
            f"http.debug.addr is {debug!r}, but http.addr is {addr!r}, and both cannot listen "
            "on one port. Change one."
        )
    yield from _tls(http.get("tls") or {}, release)
    if at(http, "h2c.enabled") and http.get("tls"):
        yield "http.h2c.enabled is true, but h2c is HTTP/2 without TLS, and tls is set. Choose one."


def _collide(one: str, other: str) -> bool:
    (host, port), (debug, its_port) = one.rsplit(":", 1), other.rsplit(":", 1)
    everywhere = {"", "0.0.0.0", "[::]"}
    return int(port) == int(its_port) != 0 and (
        host == debug or host in everywhere or debug in everywhere
    )


def _tls(tls: Mapping[str, Any], release: str) -> Iterator[str]:
    if not tls:
        return
    own = tls.get("certificate")
    if bool(own) != bool(tls.get("key")):
        yield "http.tls has one of certificate and key, but they belong together. Set both."
    elif own and tls.get("letsencrypt"):
        yield "http.tls has certificate and letsencrypt, but one is all it can have. Choose one."
    elif not own and not tls.get("letsencrypt"):
        yield (
            f"http.tls has {' and '.join(tls)}, but without a certificate there is no TLS at all. "
            "Set certificate and key, or letsencrypt."
        )
    if release != "2.8" and tls.get("minimumtls") in ("tls1.0", "tls1.1"):
        yield (
            f"http.tls.minimumtls is {tls['minimumtls']!r}, but distribution {release} knows "
            "tls1.2 and tls1.3. Use one of these."
        )
    if tls.get("clientauth") and not tls.get("clientcas"):
        yield "http.tls.clientauth is set, but without clientcas nobody is asked. Set them."
    known = _CIPHERS | (_OLD_CIPHERS if release == "2.8" else set())
    for index, name in enumerate(tls.get("ciphersuites") or ()):
        if name not in known:
            close = difflib.get_close_matches(name, sorted(known), 1)
            cure = f"Did you mean {close[0]}?" if close else "Use one of Go's names."
            yield (
                f"http.tls.ciphersuites[{index}] is {name!r}, but distribution {release} does not "
                f"know it. {cure}"
            )


def _redis(config: Mapping[str, Any], release: str) -> Iterator[str]:
    redis = config.get("redis") or {}
    server = "addr" if release == "2.8" else "addrs"
    if redis and not redis.get(server):
        yield f"redis has no {server}, but without it distribution uses no Redis. Add it."
    if (at(redis, "tls.certificate") is None) != (at(redis, "tls.key") is None):
        yield "redis.tls has one of certificate and key, but they belong together. Set both."
    if redis.get("sentinelpassword") and not redis.get("mastername"):
        yield "redis.sentinelpassword is set, but sentinels need mastername. Set it."


def _notifications(config: Mapping[str, Any]) -> Iterator[str]:
    names: set[str] = set()
    for index, endpoint in enumerate(at(config, "notifications.endpoints") or ()):
        name = endpoint.get("name")
        if name in names:
            yield (
                f"notifications.endpoints[{index}].name is {name!r}, but another endpoint has that "
                "name. Rename one."
            )
        names.add(name)


def _middleware(config: Mapping[str, Any], release: str) -> Iterator[str]:
    for kind, entries in (config.get("middleware") or {}).items():
        for index, entry in enumerate(entries or ()):
            # It reads the key and never looks at it, in either release line (handlers/app.go).
            if entry.get("disabled"):
                yield (
                    f"middleware.{kind}[{index}].disabled is true, but distribution runs the "
                    "middleware all the same. Leave the entry out."
                )
    for index, entry in enumerate(at(config, "middleware.storage") or ()):
        here = f"middleware.storage[{index}]"
        name = entry.get("name", "")
        if name == "rewrite" and release == "2.8":
            yield f"{here}.name is 'rewrite', but that is known to 3.0 and newer. Leave it out."
        elif name not in _MIDDLEWARES:
            close = difflib.get_close_matches(name, _MIDDLEWARES, 1, 0.75)
            if close:
                yield f"{here}.name is {name!r}, but distribution has {close[0]}. Correct it."
        else:
            settings = entry.get("options") or {}
            inside = f"{here}.options."
            known = _MIDDLEWARES[name]
            yield from DISTRIBUTION.unfit(settings, known, release, inside, raw=True)
            yield from DISTRIBUTION.missing(settings, known, release, inside)


def _proxy(config: Mapping[str, Any]) -> Iterator[str]:
    proxy = config.get("proxy") or {}
    if not proxy:
        return
    if ("username" in proxy) != ("password" in proxy):
        yield "proxy has one of username and password, but they belong together. Set both."
    if proxy.get("exec") and proxy.get("username"):
        yield "proxy.username is set, but exec is set too and wins. Leave one of them out."
    if at(config, "storage.maintenance.readonly.enabled"):
        yield (
            "storage.maintenance.readonly.enabled is true, but a cache has to write. "
            "Leave it out; with proxy set, pushes are refused anyway."
        )


def _rest(config: Mapping[str, Any]) -> Iterator[str]:
    indexes = at(config, "validation.manifests.indexes") or {}
    if (indexes.get("platforms") == "list") != bool(indexes.get("platformlist")) and indexes:
        yield (
            "validation.manifests.indexes has one of platforms 'list' and platformlist, but they "
            "belong together. Set both."
        )
    validation = config.get("validation") or {}
    if validation.get("enabled") and validation.get("disabled"):
        yield "validation is both enabled and disabled, but enabled wins. Leave one of them out."
    for index, hook in enumerate(at(config, "log.hooks") or ()):
        if not hook.get("disabled") and not at(hook, "options.smtp.addr"):
            yield (
                f"log.hooks[{index}].options.smtp.addr is missing, but a mail needs a server. "
                "Add it."
            )
