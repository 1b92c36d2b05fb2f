# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Image archives for the hosts to load, since a lab pulls from no registry.

registry.tar   tagged registry:2, the CNCF distribution of Debian 12's package docker-registry, laid
               out as the well-known image is: /entrypoint.sh, /bin/registry, its configuration at
               /etc/docker/registry/config.yml, storage in the volume /var/lib/registry, port 5000
demo-app.tar   tagged demo-app:1, a page on port 8080 served by busybox, in three layers

They lie in a folder of the cache that is named by what they are made of. It appears when all of
them are whole, and goes when no lab was made with it for a week.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tarfile
import time
from pathlib import Path
from typing import IO

import docker

from . import images, place

TAGS = {"registry.tar": "registry:2", "demo-app.tar": "demo-app:1"}
DEBIAN = images.Image(12, engine=False)
KEPT = 7 * 86400  # seconds

ENTRYPOINT = b"""#!/bin/sh
# A configuration file alone is served; the program's own commands may leave out its name.
case "${1:-}" in
    *.yml | *.yaml) exec registry serve "$@" ;;
    serve | garbage-collect | help | -*) exec registry "$@" ;;
esac
exec "$@"
"""

CONFIG = b"""version: 0.1
log:
  fields:
    service: registry
storage:
  cache:
    blobdescriptor: inmemory
  filesystem:
    rootdirectory: /var/lib/registry
http:
  addr: :5000
  headers:
    X-Content-Type-Options: [nosniff]
health:
  storagedriver:
    enabled: true
    interval: 10s
    threshold: 3
"""

PAGE = b"<!doctype html>\n<title>demo-app</title>\n<p>demo-app 1 is running.</p>\n"

# The program is linked to the C library, so what ldd names comes along.
REGISTRY = f"""FROM {DEBIAN.tag} AS debian
LABEL {images.LABEL}=archive
{images.apt_install(["busybox-static", "docker-registry"])}
RUN mkdir -p /out/bin /out/etc/ssl/certs /out/root && install -d -m 1777 /out/tmp \\
 && cp /usr/bin/docker-registry /out/bin/registry \\
 && ldd /out/bin/registry | grep -o '/[^ ]*' | xargs cp --parents -L -t /out \\
 && cp /etc/ssl/certs/ca-certificates.crt /out/etc/ssl/certs/ \\
 && echo 'root:x:0:0:root:/root:/bin/sh' >/out/etc/passwd && echo 'root:x:0:' >/out/etc/group \\
 && cp /bin/busybox /out/bin/ && for name in $(busybox --list); do \\
      test -e /out/bin/$name || ln -s busybox /out/bin/$name; done
FROM scratch
LABEL {images.LABEL}=archive
COPY --from=debian /out /
COPY config.yml /etc/docker/registry/config.yml
COPY entrypoint.sh /entrypoint.sh
ENV PATH=/bin
VOLUME /var/lib/registry
EXPOSE 5000
ENTRYPOINT ["/entrypoint.sh"]
CMD ["/etc/docker/registry/config.yml"]
"""

# The first process of a container ignores signals that it has no handler for, and busybox has none:
# each stop of the engine would wait ten seconds.
DEMO_APP = f"""FROM {DEBIAN.tag} AS debian
LABEL {images.LABEL}=archive
{images.apt_install(["busybox-static"])}
RUN mkdir -p /out/bin && cp /bin/busybox /out/bin/ \\
 && for name in sh httpd wget; do ln -s busybox /out/bin/$name; done
FROM scratch
LABEL {images.LABEL}=archive
COPY --from=debian /out /
COPY index.html /www/index.html
COPY version /www/version
ENV PATH=/bin
EXPOSE 8080
STOPSIGNAL SIGKILL
CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]
"""

RECIPES: dict[str, tuple[str, dict[str, bytes]]] = {
    "registry.tar": (REGISTRY, {"config.yml": CONFIG, "entrypoint.sh": ENTRYPOINT}),
    "demo-app.tar": (DEMO_APP, {"index.html": PAGE, "version": b"1\n"}),
}


def key() -> str:
    return images.digest(
        [
            [name, TAGS[name], recipe, {file: text.decode() for file, text in files.items()}]
            for name, (recipe, files) in RECIPES.items()
        ]
    )


def folder() -> Path:
    return place.cache() / "archives" / key()


def ensure(client: docker.DockerClient) -> Path:
    """The folder with all archives, built if it is not there. Needs the lock."""
    if not folder().exists():
        images.ensure(client, [DEBIAN])
        images.timed(" and ".join(RECIPES), _build, client)
    os.utime(folder())
    return folder()


def prune(now: float) -> list[str]:
    """Remove what was not used for a week before `now` (seconds since 1970). Needs the lock."""
    old = [
        candidate
        for candidate in folder().parent.glob("*")
        if candidate != folder() and candidate.stat().st_mtime < now - KEPT
    ]
    for candidate in old:
        shutil.rmtree(candidate)
    return [f"archives {candidate}" for candidate in old]


def remove() -> None:
    """Remove all of them. Needs the lock."""
    shutil.rmtree(folder().parent, ignore_errors=True)


def _build(client: docker.DockerClient) -> None:
    beside = place.building() / "archives"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    for name, (recipe, files) in RECIPES.items():
        tag = f"{images.REPOSITORY}/{name.partition('.')[0]}:{key()}"
        images.build_from(client, recipe, tag, files)
        with (beside / "saved").open("w+b") as saved:
            for chunk in client.images.get(tag).save(named=True):
                saved.write(chunk)
            saved.seek(0)
            retag(saved, beside / name, TAGS[name])
        (beside / "saved").unlink()
        client.images.remove(tag)
    images.prune(client)
    os.sync()  # or the folder may outlive a power cut, and its content not
    folder().parent.mkdir(parents=True, exist_ok=True)
    beside.replace(folder())


def retag(saved: IO[bytes], target: Path, tag: str) -> None:
    """Copy what `docker save` wrote, with another tag, and only what every engine reads.

    The tag is not given in the engine: the machine may have a registry:2 of its own.
    """
    with tarfile.open(fileobj=saved) as source, tarfile.open(target, "w") as copy:
        (image,) = json.loads(_member(source, "manifest.json").read())
        manifest = [{"Config": image["Config"], "RepoTags": [tag], "Layers": image["Layers"]}]
        text = json.dumps(manifest).encode()
        entry = tarfile.TarInfo("manifest.json")
        entry.size, entry.mtime = len(text), int(time.time())
        copy.addfile(entry, io.BytesIO(text))
        for name in dict.fromkeys([image["Config"], *image["Layers"]]):
            copy.addfile(source.getmember(name), _member(source, name))


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    body = tar.extractfile(name)
    assert body is not None, f"{name} is no file"
    return body
