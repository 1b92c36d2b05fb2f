# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Section storage of config.yml: one driver with its settings, and what applies to every driver."""

from __future__ import annotations

from .distribution_release import key
from .distribution_value import (
    below,
    not_a_count,
    not_a_duration,
    not_a_file,
    not_a_url,
    not_an_absolute_path,
    not_gcs_chunks,
    not_one_line,
)

MIB = 1024 * 1024

_PREFIX = "Prefix of all objects, without which they lie at the top."

FILESYSTEM = key(
    "filesystem",
    "Files below a directory of the host.",
    key(
        "rootdirectory",
        "The directory. Left out, it is C(/var/lib/registry).",
        wrong=not_an_absolute_path,
    ),
    key(
        "maxthreads",
        "How many file operations may block at a time. Left out, it is 100; less than 25 is 25.",
        type="int",
        wrong=below(1),
    ),
)
INMEMORY = key(
    "inmemory",
    "Memory, lost at the next restart. It has no settings: write an empty dictionary.",
    type="dict",
)
S3 = key(
    "s3",
    "Amazon S3, or a service that speaks its language.",
    key(
        "accesskey",
        "Access key. Left out together with the secret key, the host's own role is used.",
        secret=True,
    ),
    key("secretkey", "Secret key.", secret=True),
    key("region", "Name of the region.", required=True, wrong=not_one_line),
    key("regionendpoint", "URL of a service other than Amazon's.", wrong=not_one_line),
    key(
        "forcepathstyle",
        "Whether the bucket's name stands in the path instead of the host's name.",
        type="bool",
        since="3.0",
    ),
    key("accelerate", "Whether to use transfer acceleration.", type="bool", since="3.0"),
    key("bucket", "Name of the bucket.", required=True, wrong=not_one_line),
    key("encrypt", "Whether the service encrypts what it stores.", type="bool"),
    key(
        "keyid", "Id of the KMS key that encrypts. It needs O(storage.s3.encrypt).", not_secret=True
    ),
    key("secure", "Whether to use HTTPS. Left out, it is used.", type="bool"),
    key("skipverify", "Whether to accept any certificate of the service.", type="bool"),
    key("v4auth", "Whether to sign with version 4. Left out, it is used.", type="bool"),
    key("chunksize", "Bytes of a part of an upload.", type="int", wrong=below(5 * MIB)),
    key("multipartcopychunksize", "Bytes of a part of a copy.", type="int", wrong=below(5 * MIB)),
    key(
        "multipartcopymaxconcurrency",
        "How many parts of a copy run at a time.",
        type="int",
        wrong=below(1),
    ),
    key(
        "multipartcopythresholdsize",
        "Bytes from which on a copy is done in parts.",
        type="int",
        wrong=not_a_count,
    ),
    key("rootdirectory", _PREFIX),
    key(
        "storageclass",
        "Storage class of new objects. V(NONE) sends none. "
        "Releases up to 2.8 know V(NONE), V(STANDARD) and V(REDUCED_REDUNDANCY) only.",
        choices=(
            "NONE",
            "STANDARD",
            "REDUCED_REDUNDANCY",
            "STANDARD_IA",
            "ONEZONE_IA",
            "INTELLIGENT_TIERING",
            "OUTPOSTS",
            "GLACIER_IR",
            "EXPRESS_ONEZONE",
        ),
    ),
    key(
        "objectacl",
        "Canned ACL of new objects. Left out, it is V(private).",
        choices=(
            "private",
            "public-read",
            "public-read-write",
            "authenticated-read",
            "aws-exec-read",
            "bucket-owner-read",
            "bucket-owner-full-control",
        ),
    ),
    key("useragent", "Name that the registry gives itself.", since="3.0", wrong=not_one_line),
    key("usedualstack", "Whether to use IPv6 where there is some.", type="bool", since="3.0"),
    key("usefipsendpoint", "Whether to use FIPS endpoints.", type="bool", since="3.1"),
    key(
        "loglevel",
        "What the S3 client logs. The words with C(body) or C(signing) may log credentials.",
        since="3.0",
        choices=(
            "off",
            "debug",
            "debugwithsigning",
            "debugwithhttpbody",
            "debugwithrequestretries",
            "debugwithrequesterrors",
            "debugwitheventstreambody",
        ),
    ),
)
GCS = key(
    "gcs",
    "Google Cloud Storage.",
    key("bucket", "Name of the bucket.", required=True, wrong=not_one_line),
    key(
        "keyfile",
        "Path of the service account's key as JSON. Left out together with the credentials, "
        "the host's own account is used.",
        not_secret=True,
        wrong=not_a_file,
    ),
    key(
        "credentials",
        "The service account's key itself, with the keys of its JSON.",
        type="dict",
        secret=True,
        free=True,
    ),
    key("rootdirectory", _PREFIX),
    key(
        "chunksize",
        "Bytes of a part of an upload, a multiple of 262144.",
        type="int",
        wrong=not_gcs_chunks,
    ),
    key("maxconcurrency", "How many operations run at a time.", type="int", wrong=below(1)),
    key("useragent", "Name that the registry gives itself.", since="3.0", wrong=not_one_line),
)
AZURE = key(
    "azure",
    "Microsoft Azure Blob Storage.",
    key("accountname", "Name of the account.", required=True, wrong=not_one_line),
    key(
        "accountkey",
        "Key of the account. Releases up to 2.8 require it; newer ones use it where "
        "O(storage.azure.credentials.type) is V(shared_key).",
        secret=True,
    ),
    key("container", "Name of the container.", required=True, wrong=not_one_line),
    key("realm", "Domain of the service. Left out, it is C(core.windows.net)."),
    key("rootdirectory", _PREFIX, since="3.0"),
    key("connectionstring", "A connection string.", secret=True, since="3.0"),
    key("serviceurl", "URL of the service.", since="3.0", wrong=not_a_url),
    key("max_retries", "How often to try again.", type="int", since="3.0", wrong=not_a_count),
    key("retry_delay", "Time between two tries.", since="3.0", wrong=not_a_duration),
    key("skipverify", "Whether to accept any certificate.", type="bool", since="3.0"),
    key(
        "credentials",
        "How the registry proves who it is.",
        key(
            "type",
            "Kind of credentials.",
            required=True,
            choices=("client_secret", "shared_key", "default_credentials"),
        ),
        key("clientid", "Id of the client, for V(client_secret)."),
        key("tenantid", "Id of the tenant, for V(client_secret)."),
        key("secret", "Secret of the client, for V(client_secret).", secret=True),
        since="3.0",
    ),
)
SWIFT = key(
    "swift",
    "OpenStack Swift.",
    key("username", "Name of the user.", required=True, wrong=not_one_line),
    key("password", "Password of the user.", required=True, secret=True),
    key("authurl", "URL of the identity service.", required=True, wrong=not_a_url),
    key("tenant", "Name of the tenant."),
    key("tenantid", "Id of the tenant."),
    key("domain", "Name of the domain, for version 3 of the identity service."),
    key("domainid", "Id of the domain, for version 3 of the identity service."),
    key("tenantdomain", "Name of the tenant's domain, where it is another one."),
    key("tenantdomainid", "Id of the tenant's domain, where it is another one."),
    key("trustid", "Id of a trust."),
    key("region", "Name of the region."),
    key("authversion", "Version of the identity service.", type="int", choices=(1, 2, 3)),
    key("container", "Name of the container, made where there is none.", required=True),
    key("prefix", _PREFIX),
    key("endpointtype", "Which endpoint to use.", choices=("public", "internal", "admin")),
    key("insecureskipverify", "Whether to accept any certificate.", type="bool"),
    key("chunksize", "Bytes of a segment.", type="int", wrong=below(MIB)),
    key("secretkey", "Key that signs temporary URLs.", secret=True),
    key("accesskey", "Key that names the account in temporary URLs.", secret=True),
    key("tempurlcontainerkey", "Whether the container's key signs them.", type="bool"),
    key("tempurlmethods", "HTTP methods of temporary URLs.", type="list", elements="str"),
    until="2.8",
)
OSS = key(
    "oss",
    "Aliyun OSS. Not every build of distribution has this driver.",
    key("accesskeyid", "Id of the access key.", required=True, secret=True),
    key("accesskeysecret", "The access key.", required=True, secret=True),
    key("region", "Name of the region.", required=True, wrong=not_one_line),
    key("endpoint", "Name of a service other than the region's."),
    key("internal", "Whether to use the internal endpoint.", type="bool"),
    key("bucket", "Name of the bucket.", required=True, wrong=not_one_line),
    key("encrypt", "Whether the service encrypts what it stores.", type="bool"),
    key("secure", "Whether to use HTTPS. Left out, it is used.", type="bool"),
    key("chunksize", "Bytes of a part of an upload.", type="int", wrong=below(5 * MIB)),
    key("rootdirectory", _PREFIX),
    until="2.8",
)

DRIVERS = (FILESYSTEM, INMEMORY, S3, GCS, AZURE, SWIFT, OSS)

SETTINGS = (
    key(
        "tag",
        "Lookup of tags.",
        key(
            "concurrencylimit",
            "How many tags are looked up at a time.",
            type="int",
            wrong=not_a_count,
        ),
        since="3.0",
    ),
    key(
        "delete",
        "Deletion of manifests and blobs.",
        key("enabled", "Whether clients may delete. Left out, they may not.", type="bool"),
    ),
    key(
        "redirect",
        "Redirection of downloads to the storage service.",
        key(
            "disable", "Whether the registry sends all content itself.", type="bool", required=True
        ),
    ),
    key(
        "cache",
        "Cache of what is known about blobs.",
        key(
            "blobdescriptor",
            "Where it is kept. V(redis) needs section O(redis).",
            choices=("inmemory", "redis"),
        ),
        key(
            "blobdescriptorsize",
            "How many entries V(inmemory) keeps.",
            type="int",
            since="3.0",
            wrong=not_a_count,
        ),
        key(
            "layerinfo",
            "Older name of O(storage.cache.blobdescriptor).",
            choices=("inmemory", "redis"),
        ),
    ),
    key(
        "maintenance",
        "Upkeep while the registry serves.",
        key(
            "uploadpurging",
            "Removal of uploads that were never finished. All three settings are needed unless it "
            "is off.",
            key("enabled", "Whether it runs. Left out, it does.", type="bool"),
            key("age", "Age from which on an upload is removed.", wrong=not_a_duration),
            key("interval", "Time between two removals.", wrong=not_a_duration),
            key("dryrun", "Whether to log only.", type="bool"),
        ),
        key(
            "readonly",
            "Whether the registry takes nothing in.",
            key("enabled", "Whether pushes and deletions are refused.", type="bool"),
        ),
    ),
)

STORAGE = key(
    "storage",
    "Where images are kept: exactly one driver, and what applies to every driver.",
    *DRIVERS,
    *SETTINGS,
)
