# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make and remove the container hosts of tests and demo."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import docker.errors
import requests
import yaml

from ..double.installer import bundling
from . import archives, definition, engine, hosts, images, place, sweep
from .errors import LabError

EPILOG = """
A lab is described in molecule/<scenario>/lab.yml. `up` makes its hosts and writes
inventories/lab/<name>/hosts.yml; `down` removes hosts, volumes, network and inventory.

A lab is its checkout's own: two checkouts may have labs of one name. Containers are called
twinstar-<lab>-<host>, or twinstar-<lab>-<digest of the checkout>-<host> where another checkout has
that name already; `list` and the inventory show it.

With TWINSTAR_LAB_SWAP=yes in the environment, hosts get Debian 12 where the lab says 13, and the
other way round.

A lab belongs to the run whose <process id>:<start time> is in the environment as TWINSTAR_RUN. When
that run is over, `sweep` removes the lab. Without one, or with --keep, it stays until `down`.
"""


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.lab",
        description=__doc__,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    build = commands.add_parser("images", help="build the base images and archives not there")
    build.add_argument("--remove", action="store_true", help="remove them instead")
    up = commands.add_parser("up", help="make a lab, or make it anew")
    up.add_argument("scenario", help="a folder of molecule/, or the path of a lab.yml")
    up.add_argument("--lab", metavar="NAME", help="the lab's name (the scenario's when left out)")
    up.add_argument(
        "--without", metavar="HOST", action="append", default=[], help="leave this host out"
    )
    up.add_argument("--keep", action="store_true", help="it outlives the run that made it")
    down = commands.add_parser("down", help="remove a lab")
    down.add_argument("lab", metavar="NAME")
    down.add_argument(
        "--checkout", type=Path, default=place.PROJECT, help="whose lab it is (this one's)"
    )
    reboot = commands.add_parser("reboot", help="restart a host and wait until it has booted")
    reboot.add_argument("lab", metavar="NAME")
    reboot.add_argument("host", metavar="HOST")
    commands.add_parser("list", help="show the hosts that there are")
    commands.add_parser("sweep", help="remove what crashed runs left behind")
    return parser


def read(scenario: str) -> tuple[str, definition.Definition]:
    """The lab's usual name, and its definition."""
    path = Path(scenario)
    if not scenario.endswith(".yml"):
        path = place.SCENARIOS / scenario / "lab.yml"
    try:
        return path.parent.name, definition.parse(yaml.safe_load(path.read_text()))
    except OSError as error:
        raise LabError(f"{path} cannot be read: {error.strerror}.") from None
    except (yaml.YAMLError, LabError) as error:
        raise LabError(f"{path}: {error}") from None


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*lines)]
    padded = ([f"{cell:{width}}" for cell, width in zip(line, widths)] for line in lines)
    return "\n".join("  ".join(cells).rstrip() for cells in padded)


def run(options: argparse.Namespace) -> None:
    if options.command == "images":
        with engine.connected() as client, place.lock():
            if options.remove:
                archives.remove()
                bundling.remove()
                for what in images.prune(client, keep=()):
                    print(f"removed: {what}")
            else:
                images.ensure(client)
                archives.ensure(client)
    elif options.command == "up":
        name, wanted = read(options.scenario)
        if os.environ.get("TWINSTAR_LAB_SWAP") == "yes":
            wanted = definition.swapped(wanted)
        wanted = definition.without(wanted, options.without)
        lab = options.lab or name
        if faults := definition.wrong_name("the lab's name", lab):
            raise LabError(faults[0])
        made = [
            (host.name, host.address, str(host.debian), host.engine or "-", host.container)
            for host in hosts.up(lab, wanted, keep=options.keep)
        ]
        print(table(("host", "address", "Debian", "engine", "container"), made))
    elif options.command == "down":
        was_there = hosts.down(options.lab, options.checkout.resolve())
        print(f"lab {options.lab} {'is gone' if was_there else 'was not there'}")
        if not was_there:
            with engine.connected() as client:
                others = {
                    folder for lab, _owner, folder in hosts.owners(client) if lab == options.lab
                }
            for folder in sorted(others):
                print(f"{folder} has one of that name: add --checkout {folder} if you mean it")
    elif options.command == "reboot":
        hosts.reboot(options.lab, options.host)
    elif options.command == "list":
        keys = (hosts.LAB, hosts.HOST, hosts.OWNER, hosts.PROJECT)
        with engine.connected() as client:
            there = [
                [*(host.labels[key] for key in keys), str(host.name), host.status]
                for host in hosts.containers(client)
            ]
        if not there:
            print("no lab is there")
            return
        head = ("lab", "host", "owner", "checkout", "container", "state")
        print(table(head, sorted(there)))
    else:
        for what in sweep.sweep():
            print(f"swept: {what}")


def main() -> int:
    try:
        run(arguments().parse_args())
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
    except (docker.errors.DockerException, requests.exceptions.RequestException) as error:
        print(f"lab: the Docker engine: {error}", file=sys.stderr)
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
