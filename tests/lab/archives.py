# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Image archives for the hosts to load, since the lab pulls from no registry.

registry.tar   tagged registry:2, the CNCF distribution out of Debian 12's package docker-registry, laid out
               as the well-known image is: /entrypoint.sh, /bin/registry, /etc/docker/registry/config.yml,
               storage in the volume /var/lib/registry, port 5000
demo-app.tar   tagged demo-app:1, a page on port 8080 served by busybox, in three layers

They lie in a folder of the cache that is named by what they are made of; it appears when all are whole.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tarfile
import time
from pathlib import Path

import docker

from . import engine, images, place

TAGS = {"registry.tar": "registry:2", "demo-app.tar": "demo-app:1"}

DEBIAN = images.Image(12, engine=False)

ENTRYPOINT = b"""#!/bin/sh
# A configuration file alone means `serve`, as does a flag; the program's own commands may leave out its name.
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

APT = (
    "RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends {packages}"
    " && mkdir -p /out/bin && cp /bin/busybox /out/bin/busybox"
)

# The program is linked to the C library, so the libraries that ldd names come along.
REGISTRY = f"""FROM {DEBIAN.tag} AS debian
LABEL {images.LABEL}=archive
{APT.format(packages="busybox-static docker-registry")}
RUN mkdir -p /out/etc/ssl/certs /out/etc/docker/registry /out/var/lib/registry /out/tmp \\
 && chmod 1777 /out/tmp \\
 && cp /usr/bin/docker-registry /out/bin/registry \\
 && ldd /out/bin/registry | grep -o '/[^ ]*' | xargs cp --parents -L -t /out \\
 && cp --parents -L /lib/x86_64-linux-gnu/libnss_files.so.2 /lib/x86_64-linux-gnu/libnss_dns.so.2 /out \\
 && cp /etc/ssl/certs/ca-certificates.crt /out/etc/ssl/certs/ \\
 && echo 'root:x:0:0:root:/root:/bin/sh' >/out/etc/passwd && echo 'root:x:0:' >/out/etc/group \\
 && for name in $(/bin/busybox --list); do test -e /out/bin/$name || ln -s busybox /out/bin/$name; done
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

DEMO_APP = f"""FROM {DEBIAN.tag} AS debian
LABEL {images.LABEL}=archive
{APT.format(packages="busybox-static")}
RUN ln -s busybox /out/bin/sh && ln -s busybox /out/bin/httpd && ln -s busybox /out/bin/wget
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
        [[name, recipe, sorted((f, c.decode()) for f, c in files.items())] for name, (recipe, files) in RECIPES.items()]
    )


def folder() -> Path:
    return place.cache() / "archives" / key()


def ensure() -> Path:
    """The folder with all archives, built if it is not there. Needs the lock."""
    if not folder().exists():
        start = time.monotonic()
        print(f"archives {', '.join(RECIPES)}: building", flush=True)
        images.ensure([DEBIAN])
        _build(engine.connect())
        print(f"archives {', '.join(RECIPES)}: built in {time.monotonic() - start:.0f} s", flush=True)
    os.utime(folder())
    return folder()


def _build(client: docker.DockerClient) -> None:
    beside = images.building() / f"archives-{os.getpid()}"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(mode=0o755)
    for name, (recipe, files) in RECIPES.items():
        tag = f"{images.REPOSITORY}/archive-{name.partition('.')[0]}:{key()}"
        images.build_from(client, recipe, tag, files)
        with (beside / f"{name}.saved").open("w+b") as saved:
            for chunk in client.images.get(tag).save(named=True):
                saved.write(chunk)
            saved.seek(0)
            retag(saved, beside / name, TAGS[name])
        (beside / f"{name}.saved").unlink()
        client.images.remove(tag)
    images.prune(client)
    folder().parent.mkdir(parents=True, exist_ok=True)
    beside.replace(folder())


def retag(saved, target: Path, tag: str) -> None:
    """Copy what `docker save` wrote, with another tag, and nothing in it but what every engine reads.

    The tag is given here and not by the engine: the machine may have a registry:2 of its own.
    """
    with tarfile.open(fileobj=saved) as source, tarfile.open(target, "w") as copy:
        manifest = json.load(source.extractfile("manifest.json"))
        manifest[0]["RepoTags"] = [tag]
        text = json.dumps([{part: manifest[0][part] for part in ("Config", "RepoTags", "Layers")}]).encode()
        entry = tarfile.TarInfo("manifest.json")
        entry.size = len(text)
        copy.addfile(entry, io.BytesIO(text))
        for name in [manifest[0]["Config"], *dict.fromkeys(manifest[0]["Layers"])]:
            member = source.getmember(name)
            body = source.extractfile(member)
            member.name, member.type, member.size = name, tarfile.REGTYPE, member.size
            copy.addfile(member, body)
