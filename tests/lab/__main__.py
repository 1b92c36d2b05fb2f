# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m tests.lab`: make and remove the container hosts of tests and demo."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import yaml

from . import archives, definition, engine, hosts, images, place, sweep
from .errors import LabError

EPILOG = """
A lab is written down in molecule/<scenario>/lab.yml. `up` makes its hosts and writes
inventories/lab/<name>/hosts.yml; `down` removes hosts, volumes, network and inventory.
A lab belongs to the run whose TWINSTAR_RUN is in the environment and goes with `sweep` when that
run is dead; without one, or with --keep, it stays until `down`.
"""


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.lab", description=__doc__, epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("images", help="build the base images and archives that are missing")
    up = commands.add_parser("up", help="make a lab, or make it anew")
    up.add_argument("scenario", help="a folder of molecule/, or the path of a lab.yml")
    up.add_argument("--lab", metavar="NAME", help="the lab's name (default: the scenario's)")
    up.add_argument("--keep", action="store_true", help="keep it when the run that made it is over")
    down = commands.add_parser("down", help="remove a lab")
    down.add_argument("lab", metavar="NAME")
    reboot = commands.add_parser("reboot", help="restart a host and wait until it has booted")
    reboot.add_argument("lab", metavar="NAME")
    reboot.add_argument("host")
    commands.add_parser("list", help="show the labs that are there")
    commands.add_parser("sweep", help="remove what crashed runs left behind")
    return parser


def read(scenario: str) -> tuple[str, definition.Definition]:
    """The lab's default name and its definition."""
    path = Path(scenario) if scenario.endswith(".yml") else place.PROJECT / "molecule" / scenario / "lab.yml"
    try:
        data = yaml.safe_load(path.read_text())
    except OSError as error:
        raise LabError(f"{path} cannot be read: {error.strerror}.") from None
    except yaml.YAMLError as error:
        raise LabError(f"{path} is no YAML: {error}") from None
    try:
        return path.parent.name, definition.parse(data)
    except LabError as error:
        raise LabError(f"{path}: {error}") from None


def table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)


def run(options: argparse.Namespace) -> None:
    if options.command == "images":
        with place.lock():
            images.ensure()
            archives.ensure()
    elif options.command == "up":
        name, wanted = read(options.scenario)
        lab = options.lab or name
        rows = [("host", "address", "Debian", "engine", "container", "systemd")]
        for host in hosts.up(lab, wanted, keep=options.keep):
            rows.append((host.name, host.address, str(host.debian), host.engine or "-", host.container, host.state))
        print(table(rows))
    elif options.command == "down":
        with place.lock():
            there = hosts.down(options.lab)
        print(f"lab {options.lab} {'is gone' if there else 'was not there'}")
    elif options.command == "reboot":
        hosts.reboot(options.lab, options.host)
    elif options.command == "list":
        rows = [("lab", "host", "state", "owner", "project")]
        for container in engine.connect().containers.list(all=True, filters={"label": hosts.LAB}):
            labels = container.labels
            rows.append(tuple([labels[hosts.LAB], labels[hosts.HOST], container.status, labels[hosts.OWNER], labels[hosts.PROJECT]]))
        print(table(sorted(rows[:1]) + sorted(rows[1:])))
    else:
        with place.lock():
            for line in sweep.sweep():
                print(line)


def main() -> int:
    try:
        run(arguments().parse_args())
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
