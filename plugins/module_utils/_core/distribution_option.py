# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every section of distribution's config.yml as an option; storage has a file of its own."""

from __future__ import annotations

from .distribution_release import Key, key
from .distribution_storage import STORAGE
from .distribution_value import (
    below,
    not_a_count,
    not_a_duration,
    not_a_file,
    not_a_prefix,
    not_a_server,
    not_a_url,
    not_an_absolute_path,
    not_an_address,
    not_headers,
    not_one_line,
)

LEVELS = ("error", "warn", "info", "debug")

_LOG = key(
    "log",
    "What the registry logs.",
    key(
        "accesslog",
        "The log of requests.",
        key("disabled", "Whether there is none. Left out, requests are logged.", type="bool"),
    ),
    key("level", "From which level on. Left out, it is V(info).", choices=LEVELS),
    key(
        "formatter",
        "How a line looks. Left out, it is V(text).",
        choices=("text", "json", "logstash"),
    ),
    key("fields", "Fields that every line has, with their values.", type="dict", free=True),
    key(
        "reportcaller",
        "Whether a line names the place in the source.",
        type="bool",
        since="3.0",
    ),
    key(
        "hooks",
        "What happens when something of a level is logged.",
        key("disabled", "Whether the hook is off.", type="bool"),
        key("type", "Kind of hook; distribution has this one.", choices=("mail",), required=True),
        key(
            "levels",
            "The levels that call it.",
            type="list",
            elements="str",
            choices=("panic", "fatal", "error", "warn", "info", "debug"),
        ),
        key(
            "options",
            "The mail.",
            key(
                "smtp",
                "The server that takes it.",
                key("addr", "Its address.", wrong=not_a_server),
                key("username", "Name to log in with."),
                key("password", "Password to log in with.", secret=True),
                key("insecure", "Whether to accept any certificate.", type="bool"),
            ),
            key("from", "Address of the sender."),
            key("to", "Addresses that get it.", type="list", elements="str"),
        ),
        type="list",
        elements="dict",
    ),
)

_LOGLEVEL = key("loglevel", "Older way to say O(log.level), which wins.", choices=LEVELS)

_AUTH = key(
    "auth",
    "Who may use the registry: exactly one way. Left out, everybody may do everything.",
    key(
        "htpasswd",
        "Basic authentication against a file with bcrypt hashes.",
        key("realm", "Name that a client shows.", required=True, wrong=not_one_line),
        key(
            "path",
            "The file. The registry invents a user where it is missing, so make it first, "
            "for instance by M(twinstar.registry.htpasswd_users).",
            required=True,
            wrong=not_a_file,
        ),
        not_secret=True,
    ),
    key(
        "token",
        "Bearer tokens of a token service.",
        key("realm", "URL of the token service.", required=True, wrong=not_one_line),
        key("service", "Name of this registry in a token.", required=True, wrong=not_one_line),
        key("issuer", "Name of the issuer in a token.", required=True, wrong=not_one_line),
        key(
            "rootcertbundle",
            "File with the certificates that sign tokens. Releases up to 2.8 require it.",
            wrong=not_a_file,
        ),
        key("jwks", "File with a JSON Web Key Set.", since="3.0", wrong=not_a_file),
        key(
            "signingalgorithms",
            "Algorithms that a token may be signed with.",
            type="list",
            elements="str",
            since="3.0",
            choices=(
                "EdDSA",
                "HS256",
                "HS384",
                "HS512",
                "RS256",
                "RS384",
                "RS512",
                "ES256",
                "ES384",
                "ES512",
                "PS256",
                "PS384",
                "PS512",
            ),
        ),
        key(
            "autoredirect",
            "Whether the realm is the registry's own host with a fixed path.",
            type="bool",
        ),
        key("autoredirectpath", "That path. Left out, it is C(/auth/token).", since="3.0"),
        not_secret=True,
    ),
    key(
        "silly",
        "Anybody who sends any C(Authorization) header. For tests only.",
        key("realm", "Name that a client shows.", required=True, wrong=not_one_line),
        key("service", "Name of the service.", required=True, wrong=not_one_line),
    ),
    key("none", "Everybody, said aloud. Write an empty dictionary.", type="dict"),
)


def _middleware(name: str, text: str) -> Key:
    return key(
        name,
        text,
        key("name", "Name of the middleware.", required=True, wrong=not_one_line),
        key("disabled", "Distribution runs it all the same, so V(true) is refused.", type="bool"),
        key("options", "Its settings.", type="dict", free=True),
        type="list",
        elements="dict",
    )


_MIDDLEWARE = key(
    "middleware",
    "What is put between the registry's layers.",
    _middleware("registry", "Around the registry. Distribution itself has none."),
    _middleware("repository", "Around a repository. Distribution itself has none."),
    _middleware(
        "storage",
        "Around the storage driver: V(cloudfront), V(redirect) and, from release 3.0 on, "
        "V(rewrite).",
    ),
)

_REPORTING = key(
    "reporting",
    "Services that errors are reported to.",
    key(
        "bugsnag",
        "Bugsnag.",
        key("apikey", "Key of the API.", secret=True, required=True),
        key("releasestage", "Name of the stage, such as V(production)."),
        key("endpoint", "URL of a service of your own.", wrong=not_a_url),
    ),
    key(
        "newrelic",
        "New Relic.",
        key("licensekey", "Key of the licence.", secret=True, required=True),
        key("name", "Name of the registry there."),
        key("verbose", "Whether to log what it does.", type="bool"),
    ),
    until="2.8",
)

_HTTP = key(
    "http",
    "How the registry is reached.",
    key(
        "addr",
        "Address to listen on, or the path of a socket with O(http.net=unix). "
        "Left out, distribution takes any free port.",
    ),
    key("net", "Kind of address. Left out, it is V(tcp).", choices=("tcp", "unix")),
    key("host", "URL under which clients reach the registry.", wrong=not_a_url),
    key("prefix", "Path below which the API lies.", wrong=not_a_prefix),
    key(
        "secret",
        "Signs the state of an upload. Replicas behind one balancer need the same one; "
        "left out, it is made anew at each start.",
        secret=True,
        wrong=not_one_line,
    ),
    key("relativeurls", "Whether C(Location) headers have no host.", type="bool"),
    key(
        "draintimeout",
        "How long connections may end by themselves when the registry is stopped.",
        wrong=not_a_duration,
    ),
    key(
        "tls",
        "HTTPS, with a certificate of yours or one from Let's Encrypt.",
        key("certificate", "File with the certificate and its chain.", wrong=not_a_file),
        key("key", "File with its key.", not_secret=True, wrong=not_a_file),
        key(
            "clientcas",
            "Files with the CAs of clients, who need a certificate then.",
            type="list",
            elements="str",
            wrong=not_a_file,
        ),
        key(
            "clientauth",
            "What is asked of clients. Left out, it is V(require-and-verify-client-cert).",
            since="3.0",
            choices=(
                "request-client-cert",
                "require-any-client-cert",
                "verify-client-cert-if-given",
                "require-and-verify-client-cert",
            ),
        ),
        key(
            "minimumtls",
            "Oldest version of TLS. Left out, it is V(tls1.2). "
            "V(tls1.0) and V(tls1.1) are known to releases up to 2.8 only.",
            choices=("tls1.0", "tls1.1", "tls1.2", "tls1.3"),
        ),
        key(
            "ciphersuites",
            "Names of the cipher suites, as Go names them.",
            type="list",
            elements="str",
            wrong=not_one_line,
        ),
        key(
            "letsencrypt",
            "A certificate from Let's Encrypt.",
            key(
                "cachefile",
                "Where certificates are kept: a file, and from release 3.0 on a directory.",
                required=True,
                wrong=not_an_absolute_path,
            ),
            key("email", "Address that Let's Encrypt may write to."),
            key("hosts", "Names that may get a certificate.", type="list", elements="str"),
            key("directoryurl", "URL of another ACME service.", since="3.0", wrong=not_a_url),
        ),
    ),
    key(
        "headers",
        "Headers of every answer; each name has a list of texts.",
        type="dict",
        free=True,
        wrong=not_headers,
    ),
    key(
        "debug",
        "The debug service, which has no login: keep it off public addresses.",
        key("addr", "Address to listen on.", required=True, wrong=not_an_address),
        key(
            "prometheus",
            "Metrics.",
            key("enabled", "Whether there are some.", type="bool"),
            key("path", "Their path. Left out, it is C(/metrics).", wrong=not_an_absolute_path),
        ),
    ),
    key("http2", "HTTP/2.", key("disabled", "Whether there is only HTTP/1.1.", type="bool")),
    key(
        "h2c",
        "HTTP/2 without TLS.",
        key("enabled", "Whether there is some.", type="bool"),
        since="3.0",
    ),
)


def _headers(text: str) -> Key:
    return key("headers", text, type="dict", secret=True, free=True, wrong=not_headers)


_NOTIFICATIONS = key(
    "notifications",
    "Who is told about pushes, pulls and deletions.",
    key(
        "events",
        "What is told.",
        key("includereferences", "Whether to list what a manifest refers to.", type="bool"),
    ),
    key(
        "endpoints",
        "Who is told.",
        key("name", "Name of the endpoint, one of its kind.", required=True, wrong=not_one_line),
        key("disabled", "Whether it is off.", type="bool"),
        key("url", "URL that gets a C(POST).", required=True, wrong=not_a_url),
        _headers("Headers of the request; each name has a list of texts."),
        key("timeout", "How long it may take. Left out, it is 1 s.", wrong=not_a_duration),
        key(
            "threshold",
            "How many failures in a row make it wait. Left out, it is 10.",
            type="int",
            wrong=not_a_count,
        ),
        key("backoff", "How long it waits then. Left out, it is 1 s.", wrong=not_a_duration),
        key(
            "ignoredmediatypes",
            "Media types that are not told.",
            type="list",
            elements="str",
        ),
        key(
            "ignore",
            "Events that are not told.",
            key("mediatypes", "By media type.", type="list", elements="str"),
            key(
                "actions",
                "By action.",
                type="list",
                elements="str",
                choices=("pull", "push", "mount", "delete"),
            ),
        ),
        type="list",
        elements="dict",
    ),
)

_REDIS = key(
    "redis",
    "A Redis server, for the cache of O(storage.cache.blobdescriptor). "
    "Its keys changed with release 3.0.",
    key("addr", "Its address.", until="2.8", instead="redis.addrs", wrong=not_a_server),
    key(
        "addrs",
        "Addresses of one server, or of the nodes of a cluster or its sentinels.",
        type="list",
        elements="str",
        since="3.0",
        instead="redis.addr",
        wrong=not_a_server,
    ),
    key("username", "Name to log in with.", since="3.0"),
    key("password", "Password to log in with.", secret=True),
    key("db", "Number of the database.", type="int", wrong=not_a_count),
    key("mastername", "Name of the master, for sentinels.", since="3.0"),
    key("sentinelusername", "Name to log in at sentinels with.", since="3.0"),
    key("sentinelpassword", "Password for sentinels.", secret=True, since="3.0"),
    key("clientname", "Name that connections give themselves.", since="3.0"),
    key("protocol", "Version of the protocol.", type="int", since="3.0", choices=(2, 3)),
    key("dialtimeout", "How long connecting may take.", wrong=not_a_duration),
    key("readtimeout", "How long reading may take.", wrong=not_a_duration),
    key("writetimeout", "How long writing may take.", wrong=not_a_duration),
    key(
        "pool",
        "Kept connections.",
        key("maxidle", "How many may be idle.", type="int", wrong=not_a_count),
        key("maxactive", "How many there may be.", type="int", wrong=not_a_count),
        key("idletimeout", "How long one may be idle.", wrong=not_a_duration),
        until="2.8",
        instead="redis.poolsize, redis.maxidleconns and redis.connmaxidletime",
    ),
    key("maxretries", "How often to try again; V(-1) is never.", type="int", since="3.0"),
    key("minretrybackoff", "Least time before that.", since="3.0", wrong=not_a_duration),
    key("maxretrybackoff", "Most time before that.", since="3.0", wrong=not_a_duration),
    key(
        "contexttimeoutenabled",
        "Whether a request's own time limit counts.",
        type="bool",
        since="3.0",
    ),
    key("poolfifo", "Whether the oldest connection is taken first.", type="bool", since="3.0"),
    key("poolsize", "How many connections.", type="int", since="3.0", wrong=not_a_count),
    key("pooltimeout", "How long to wait for one.", since="3.0", wrong=not_a_duration),
    key("minidleconns", "Least number of idle ones.", type="int", since="3.0", wrong=not_a_count),
    key("maxidleconns", "Most of them.", type="int", since="3.0", wrong=not_a_count),
    key("maxactiveconns", "Most connections.", type="int", since="3.0", wrong=not_a_count),
    key("connmaxidletime", "How long one may be idle.", since="3.0", wrong=not_a_duration),
    key("connmaxlifetime", "How long one may live.", since="3.0", wrong=not_a_duration),
    key("maxredirects", "How many redirects in a cluster.", type="int", since="3.0"),
    key("readonly", "Whether replicas of a cluster are read.", type="bool", since="3.0"),
    key("routebylatency", "Whether the nearest node is asked.", type="bool", since="3.0"),
    key("routerandomly", "Whether any node is asked.", type="bool", since="3.0"),
    key("disableidentity", "Whether the client hides its name.", type="bool", since="3.0"),
    key("identitysuffix", "Addition to the client's name.", since="3.0"),
    key("unstableresp3", "Whether to use unfinished parts of RESP3.", type="bool", since="3.0"),
    key(
        "tls",
        "TLS to the server.",
        key("certificate", "File with the client's certificate.", wrong=not_a_file),
        key("key", "File with its key.", not_secret=True, wrong=not_a_file),
        key(
            "clientcas",
            "Files with the CAs of the server.",
            type="list",
            elements="str",
            since="3.0",
            until="3.0",
            instead="redis.tls.rootcas",
            wrong=not_a_file,
        ),
        key(
            "rootcas",
            "Files with the CAs of the server.",
            type="list",
            elements="str",
            since="3.1",
            instead="redis.tls.clientcas",
            wrong=not_a_file,
        ),
        since="3.0",
    ),
)

_INTERVAL = key("interval", "Time between two checks. Left out, it is 10 s.", wrong=not_a_duration)
_TIMEOUT = key("timeout", "How long a check may take.", wrong=not_a_duration)
_THRESHOLD = key(
    "threshold",
    "How many failures in a row make the registry unhealthy.",
    type="int",
    wrong=not_a_count,
)

_HEALTH = key(
    "health",
    "What is checked again and again; an unhealthy registry answers 503.",
    key(
        "storagedriver",
        "The storage.",
        key("enabled", "Whether it is checked.", type="bool"),
        _INTERVAL,
        _THRESHOLD,
    ),
    key(
        "file",
        "Files whose presence makes the registry unhealthy.",
        key("file", "The file.", required=True, wrong=not_a_file),
        _INTERVAL,
        _THRESHOLD,
        type="list",
        elements="dict",
    ),
    key(
        "http",
        "URLs that must answer.",
        key("uri", "The URL.", required=True, wrong=not_a_url),
        _headers("Headers of the request; each name has a list of texts."),
        key("statuscode", "The status that is right. Left out, it is 200.", type="int"),
        _TIMEOUT,
        _INTERVAL,
        _THRESHOLD,
        type="list",
        elements="dict",
    ),
    key(
        "tcp",
        "Servers that must take a connection.",
        key("addr", "The address.", required=True, wrong=not_a_server),
        _TIMEOUT,
        _INTERVAL,
        _THRESHOLD,
        type="list",
        elements="dict",
    ),
)

_PROXY = key(
    "proxy",
    "Makes the registry a pull-through cache of another one. It refuses pushes then.",
    key("remoteurl", "URL of the other registry.", required=True, wrong=not_a_url),
    key("username", "Name to log in there with."),
    key("password", "Password to log in there with.", secret=True),
    key(
        "exec",
        "A credential helper that is asked instead.",
        key("command", "The program.", required=True, wrong=not_one_line),
        key(
            "lifetime",
            "How long its answer is good. Left out, it is asked once.",
            wrong=not_a_duration,
        ),
        since="3.0",
    ),
    key(
        "ttl",
        "How long content is kept. Left out, it is 168h; V(0) keeps it for ever.",
        since="3.0",
        wrong=not_a_duration,
    ),
    key(
        "cachewritetimeout",
        "How long writing to the cache may take.",
        since="3.1",
        wrong=not_a_duration,
    ),
)

_COMPATIBILITY = key(
    "compatibility",
    "Older formats.",
    key(
        "schema1",
        "Manifests of schema 1.",
        key(
            "signingkeyfile",
            "File with the key that signs them.",
            not_secret=True,
            wrong=not_a_file,
        ),
        key("enabled", "Whether they can be pulled.", type="bool"),
    ),
    until="2.8",
)

_VALIDATION = key(
    "validation",
    "What a pushed manifest may say.",
    key("enabled", "Older opposite of O(validation.disabled).", type="bool"),
    key("disabled", "Whether nothing is checked.", type="bool"),
    key(
        "manifests",
        "Manifests.",
        key(
            "urls",
            "URLs of foreign layers, by regular expressions of Go.",
            key("allow", "One of these must match.", type="list", elements="str"),
            key("deny", "None of these may match.", type="list", elements="str"),
        ),
        key(
            "indexes",
            "Image indexes.",
            key(
                "platforms",
                "For which platforms an image must be there.",
                choices=("all", "none", "list"),
                required=True,
            ),
            key(
                "platformlist",
                "Those platforms, for V(list).",
                key("architecture", "Architecture, such as V(amd64)."),
                key("os", "Operating system, such as V(linux)."),
                type="list",
                elements="dict",
            ),
            since="3.0",
        ),
    ),
)

_POLICY = key(
    "policy",
    "Rules about repositories.",
    key(
        "repository",
        "Repositories.",
        key(
            "classes",
            "Kinds of content that may be pushed, such as V(image).",
            type="list",
            elements="str",
            required=True,
        ),
    ),
)

_CATALOG = key(
    "catalog",
    "The list of repositories.",
    key("maxentries", "Most entries of an answer.", type="int", wrong=below(1)),
)

_TAGS = key(
    "tags",
    "The list of tags.",
    key("maxtags", "Most entries of an answer.", type="int", wrong=below(1)),
    since="3.1",
)

# In the order in which they are written.
SECTIONS: tuple[Key, ...] = (
    _LOG,
    _LOGLEVEL,
    STORAGE,
    _AUTH,
    _MIDDLEWARE,
    _REPORTING,
    _HTTP,
    _NOTIFICATIONS,
    _REDIS,
    _HEALTH,
    _PROXY,
    _COMPATIBILITY,
    _VALIDATION,
    _POLICY,
    _CATALOG,
    _TAGS,
)
