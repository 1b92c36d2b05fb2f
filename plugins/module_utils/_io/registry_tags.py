# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a registry holds under tags and digests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from .._core import manifest
from .._core.errors import Refused
from .._core.image_reference import Image, not_a_digest, parse_image, wrong_image
from .._core.manifest import Blob, Manifest
from .._core.option import Option
from .._core.registry_answer import parse_json
from .._core.registry_option import CONNECTION, connection_faults
from .http_exchange import path_of
from .query import Query
from .registry_catalog import list_tags
from .registry_client import RegistryClient, connect
from .side_by_side import side_by_side


@dataclass(frozen=True)
class Held:
    """What stands in the registry under a tag or digest."""

    digest: str
    media_type: str


def look_up(params: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the registry holds under each of ``images``; see the module's RETURN for the shape."""
    client = connect(params)
    written: list[str] = params["images"]
    images = [parse_image(text, _registry(params)) for text in written]
    groups = side_by_side(lambda image: _all_of(client, image), images)
    wanted = list(dict.fromkeys(image for group in groups for image in group))
    held: dict[Image, Held] = {}
    details: Mapping[Image, Mapping[str, Any]] = {}
    if params["details"]:
        read = _manifests(client, wanted)
        held = {image: found for image, (found, _manifest) in read.items()}
        details = _details(client, read)
    else:
        found = side_by_side(lambda image: _digest_only(client, image), wanted)
        held = {image: one for image, one in zip(wanted, found) if one is not None}
    results, missing = [], []
    for text, group in zip(written, groups):
        there = [image for image in group if image in held]
        results += [_told(image, held[image], details.get(image)) for image in there]
        if not there:
            missing.append(text)
    return {"images": results, "missing": missing}


def _told(image: Image, held: Held, details: Mapping[str, Any] | None) -> Mapping[str, Any]:
    return {
        "repository": image.repository,
        "tag": image.tag,
        "digest": held.digest,
        "media_type": held.media_type,
        **(details or {"size": None, "platforms": None, "created": None}),
    }


def _all_of(client: RegistryClient, image: Image) -> list[Image]:
    if image.reference is not None:
        return [image]
    return [Image(image.repository, tag) for tag in list_tags(client, image.repository) or []]


def _why(client: RegistryClient, image: Image) -> str:
    mark = "@" if image.digest else ":"
    return f"look up {image.repository}{mark}{image.reference} in {client.name}"


def _pull(repository: str) -> tuple[str, ...]:
    return (f"repository:{repository}:pull",)


def _digest_only(client: RegistryClient, image: Image) -> Held | None:
    answer = client.ask(
        f"/v2/{image.repository}/manifests/{image.reference}",
        _why(client, image),
        method="HEAD",
        scopes=_pull(image.repository),
        accept=manifest.ACCEPT,
        also=range(400, 600),
    )
    if answer.status == 404:
        return None
    digest = answer.headers.get("docker-content-digest", "")
    kind = manifest.media_type(answer.headers.get("content-type", ""))
    if answer.status == 200 and kind and not not_a_digest(digest):
        return Held(digest, kind)
    # The answer to a HEAD has no body, so it cannot say what is wrong, nor be digested.
    read = _manifest(client, image)
    return read[0] if read else None


def _manifest(client: RegistryClient, image: Image) -> tuple[Held, Manifest] | None:
    why = _why(client, image)
    answer = client.ask(
        f"/v2/{image.repository}/manifests/{image.reference}",
        why,
        scopes=_pull(image.repository),
        accept=manifest.ACCEPT,
        also=(404,),
    )
    if answer.status == 404:
        return None
    found = manifest.parse_manifest(answer.body, answer.headers.get("content-type", ""))
    if found is None:
        raise Refused(
            f"{why}: GET {path_of(answer.url)} answered 200 without a manifest. "
            "Look at what serves that address."
        )
    said = answer.headers.get("docker-content-digest", "")
    stated = image.digest or ("" if not_a_digest(said) else said)
    digest = manifest.digest_of(answer.body, stated or "sha256:")
    # The digest of schema 1 leaves out the signatures in it, so it is not that of the body.
    if stated and digest and digest != stated and found.blobs is not None:
        raise Refused(
            f"{why}: GET {path_of(answer.url)} answered with a manifest of digest {digest} instead "
            f"of {stated}. The registry's storage, or something on the way, altered it."
        )
    return Held(stated or digest or "", found.media_type), found


def _manifests(client: RegistryClient, images: list[Image]) -> dict[Image, tuple[Held, Manifest]]:
    """Those that are there."""
    read = zip(images, side_by_side(lambda image: _manifest(client, image), images))
    return {image: found for image, found in read if found is not None}


def _details(
    client: RegistryClient, roots: Mapping[Image, tuple[Held, Manifest]]
) -> Mapping[Image, Mapping[str, Any]]:
    """Sizes, platforms and times: first all manifests of indexes, then all configurations."""
    inner = [
        Image(image.repository, digest=child.digest)
        for image, (_held, root) in roots.items()
        for child in root.children
    ]
    children = _manifests(client, list(dict.fromkeys(inner)))
    wanted = [
        (image.repository, found.config)
        for read in (roots, children)
        for image, (_held, found) in read.items()
        if found.config is not None and found.is_image
    ]
    blobs = list(dict.fromkeys(wanted))
    configs = dict(zip(blobs, side_by_side(lambda blob: _config(client, *blob), blobs)))
    return {
        image: manifest.describe(
            held.digest,
            root,
            {
                inside.digest: found
                for child, (inside, found) in children.items()
                if child.repository == image.repository
            },
            {
                blob.digest: config
                for (repository, blob), config in configs.items()
                if repository == image.repository
            },
        )
        for image, (held, root) in roots.items()
    }


def _config(client: RegistryClient, repository: str, blob: Blob) -> Any:
    """The image's configuration; None where it is missing or is not what its digest says."""
    why = f"read the configuration {blob.digest} of {repository} in {client.name}"
    answer = client.ask(
        f"/v2/{repository}/blobs/{blob.digest}", why, scopes=_pull(repository), also=(404,)
    )
    if answer.status == 404 or manifest.digest_of(answer.body, blob.digest) != blob.digest:
        return None
    return parse_json(answer.body)


def _registry(params: Mapping[str, Any]) -> str:
    try:
        return str(urlsplit(params["url"]).netloc)
    except ValueError:  # said by the option's own rule
        return ""


def _wrong(params: Mapping[str, Any]) -> list[str]:
    rules = [wrong_image(text, _registry(params)) for text in params["images"]]
    return connection_faults(params) + [
        f"images[{index}] is {text!r}, {rule}"
        for index, (text, rule) in enumerate(zip(params["images"], rules))
        if rule
    ]


TAGS = Query(
    kind="registry_tag_info",
    options=(
        *CONNECTION,
        Option(
            "images",
            (
                "What to look up: V(repository) for all its tags, V(repository:tag), or "
                "V(repository@digest).",
                "The registry's own name may stand before the repository.",
            ),
            type="list",
            elements="str",
            required=True,
        ),
        Option(
            "details",
            "Whether to read sizes, platforms and creation times too, with one more request for "
            "each platform of an index, and one for each configuration.",
            type="bool",
            default=False,
        ),
    ),
    ask=look_up,
    faults=_wrong,
)
