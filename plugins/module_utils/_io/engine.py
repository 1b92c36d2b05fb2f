# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Docker engine, asked through the docker library; only an engine that answers needs it."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import time
from collections.abc import Iterator
from typing import Any

from .._core.errors import LibraryMissing, Refused, Unreachable


class Engine:
    """A connection to an engine that answers."""

    def __init__(self, client: Any, docker_host: str, timeout: float) -> None:
        self._client = client
        self._host = docker_host
        self._timeout = timeout

    def info(self) -> dict[str, Any]:
        """GET /info, as the API documents it."""
        with self._explains("GET /info"):
            found: dict[str, Any] = self._client.info()
            return found

    def has_reloaded(self, since: float) -> bool:
        """Whether it tells of a reload after the moment, in seconds since the epoch.

        It tells only of those that it carried out, and remembers its last 256 events.
        """
        with self._explains("GET /events"):
            # Read to its end, which ``until`` gives it: an open stream would keep its socket.
            events = list(
                self._client.events(
                    since=since,
                    until=time.time(),
                    filters={"type": "daemon", "event": "reload"},
                    decode=True,
                )
            )
        return any(event["timeNano"] / 1e9 >= since for event in events)

    def containers(self, label: str) -> list[dict[str, Any]]:
        """All that have the label, running or not, as GET /containers/json lists them."""
        with self._explains("GET /containers/json"):
            found: list[dict[str, Any]] = self._client.containers(
                all=True, filters={"label": [label]}
            )
            return found

    def stop(self, container: str) -> None:
        with self._explains(f"stop container {container}"), _already_gone():
            self._client.stop(container)

    def remove(self, container: str) -> None:
        """Running or not, with the volumes that have no name."""
        with self._explains(f"remove container {container}"), _already_gone():
            self._client.remove_container(container, force=True, v=True)

    def signal(self, container: str, name: str) -> None:
        with self._explains(f"send {name} to container {container}"), _already_gone():
            self._client.kill(container, name)

    def remove_networks(self, label: str) -> None:
        with self._explains("remove networks"):
            for network in self._client.networks(filters={"label": [label]}):
                with _already_gone():
                    self._client.remove_network(network["Id"])

    def image_ids(self) -> dict[str, str]:
        """The engine's id of each image, by its name with the tag."""
        with self._explains("GET /images/json"):
            return {
                tag: image["Id"]
                for image in self._client.images()
                for tag in image.get("RepoTags") or ()
            }

    def remove_image(self, name: str) -> bool:
        """Whether it is gone; one that a container uses stays."""
        import docker.errors

        with self._explains(f"remove image {name}"):
            try:
                with _already_gone():
                    self._client.remove_image(name)
            except docker.errors.APIError as error:
                if error.response is None or error.response.status_code != 409:
                    raise
                return False
            return True

    def _explains(self, what: str) -> contextlib.AbstractContextManager[None]:
        return _explained(what, self._host, self._timeout)


@contextlib.contextmanager
def connected(docker_host: str, timeout: float) -> Iterator[Engine | None]:
    """The engine at the address, or None where none listens.

    ``timeout`` is for each answer, in seconds. Raises Unreachable where somebody listens and does
    not answer, Refused where he may not be asked, LibraryMissing without the docker library.
    """
    if not _listens(docker_host):
        yield None
        return
    client = _client(docker_host, timeout)
    if client is None:
        yield None
        return
    try:
        yield Engine(client, docker_host, timeout)
    finally:
        client.close()


@contextlib.contextmanager
def reached(docker_host: str, timeout: float) -> Iterator[Engine]:
    """As ``connected``, for who can do nothing without it: Unreachable where none listens, too."""
    with connected(docker_host, timeout) as engine:
        if engine is None:
            raise Unreachable(f"no Docker engine answers at {docker_host}. Start it.")
        yield engine


def process_of(docker_host: str) -> int | None:
    """The process that opened the engine's socket; 1 where systemd did, None where unknown."""
    path = _socket_path(docker_host)
    if path is None:
        return None
    with contextlib.closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as connection:
        try:
            connection.settimeout(5)
            connection.connect(path)
            found = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        except OSError:
            return None
    return int(struct.unpack("3i", found)[0])


def _socket_path(docker_host: str) -> str | None:
    scheme, _mark, path = docker_host.partition("://")
    return path if scheme == "unix" else None


def _listens(docker_host: str) -> bool:
    """Whether somebody listens at a socket file; any other address is asked anyway."""
    path = _socket_path(docker_host)
    if path is None:
        return True
    with contextlib.closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as connection:
        try:
            connection.settimeout(5)
            connection.connect(path)
        except (FileNotFoundError, NotADirectoryError, ConnectionRefusedError):
            return False
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise Refused(
                f"ask the engine at {docker_host}: {reason}. "
                "Run as root, or as a member of the group that owns the socket."
            ) from None
    return True


def _client(docker_host: str, timeout: float) -> Any:
    try:
        import docker
        import docker.errors
        import docker.utils
        import requests
    except ImportError:
        raise LibraryMissing("docker", "python3-docker", "docker") from None
    with _explained("GET /version", docker_host, timeout):
        # TLS settings come from the variables that the engine's own client reads.
        settings = docker.utils.kwargs_from_env(
            environment={**os.environ, "DOCKER_HOST": docker_host}
        )
        try:
            return docker.APIClient(version="auto", timeout=max(1, round(timeout)), **settings)
        except (docker.errors.DockerException, requests.exceptions.RequestException) as error:
            if _is_no_engine(error) and _socket_path(docker_host) is None:
                return None
            raise


def _is_no_engine(error: BaseException) -> bool:
    import requests

    return any(
        isinstance(part, requests.exceptions.ConnectionError)
        and not isinstance(part, requests.exceptions.Timeout)
        for part in _chain(error)
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@contextlib.contextmanager
def _already_gone() -> Iterator[None]:
    """What is not there any more, or does not run, is as it was wanted."""
    import docker.errors

    try:
        yield
    except docker.errors.NotFound:
        return


@contextlib.contextmanager
def _explained(what: str, docker_host: str, timeout: float) -> Iterator[None]:
    """What the library raises, as a Problem in one sentence."""
    import docker.errors
    import requests
    import urllib3

    try:
        yield
    except docker.errors.APIError as error:
        status = error.response.status_code if error.response is not None else "an error"
        raise Refused(
            f"{what} at {docker_host} answered {status}: {error.explanation}. "
            "Look at the engine's log."
        ) from None
    except (docker.errors.DockerException, requests.exceptions.RequestException) as error:
        slow = (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError, socket.timeout)
        if any(isinstance(part, slow) for part in _chain(error)):
            raise Unreachable(
                f"{what} at {docker_host} had no answer within {timeout:g} s. "
                "Look whether the engine hangs, or give it more time."
            ) from None
        words = str(error).rstrip(".")
        raise Unreachable(
            f"{what} at {docker_host} had no answer: {words}. Look at the engine's log."
        ) from None
