# Copyright (c) 2026 twinstar.registry contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Makefile's targets do: `run.py TARGET [OPTIONS…]`. `make help` lists them."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Callable

sys.path[0] = str(Path(__file__).resolve().parents[1])

from tests import setup
from tests.lab import owner
from tests.toolchain import checkout, engine, environment, interpreter, processes, steps
from tests.toolchain.steps import OTHER, PYTEST, SETUP, Step

ROOT = checkout.ROOT
BIN = checkout.VENV / "bin"
OLDEST_MANAGED = (3, 9)  # the oldest Python that a managed host may have
UNIT = ["-q", "-n", "2"]
SWAPPED = {"TWINSTAR_LAB_SWAP": "yes"}  # Debian 12 where a lab says 13, and 13 where it says 12
# Most of the time these wait for a program. A file's tests stay together, since they share what is
# costly to begin; those on the lab's hosts take longest, so they come first.
MODULE = ["-q", "-n", "4", "--dist", "loadfile"]
MODULE_TESTS = ["tests/module/lab", "tests/module"]
DEMO_SUMMARY = checkout.BUILD / "demo.txt"
LAB = ("venv", "images", "sweep")  # what a step on the lab's hosts waits for


def tool(name: str, *words: str) -> list[str]:
    return [str(BIN / name), *words]


def there(pattern: str) -> list[str]:
    """What matches below the checkout, as paths from its root."""
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(pattern))


def if_there(pattern: str, *planned: Step) -> list[Step]:
    """The steps, or none and a printed sentence when they would have nothing to do."""
    if there(pattern):
        return list(planned)
    print(f"left out: {', '.join(step.name for step in planned)} (there is no {pattern})")
    return []


def venv_only() -> list[Step]:
    return [step for step in setup.plan(keep=False) if step.name == "venv"]


def whole_setup(keep: bool = False) -> list[Step]:
    sweep = tool("python", "-m", "tests.lab", "sweep")
    return [*setup.plan(keep), Step("sweep", sweep, SETUP, ("venv", "engine"))]


def shell_files() -> list[str]:
    """The files of ours that a shell runs, known by their name or first line."""
    found = []
    for name in checkout.files():
        with contextlib.suppress(OSError, UnicodeDecodeError), (ROOT / name).open("rb") as file:
            first = file.readline(80).decode()
            if name.endswith(".sh") or (first.startswith("#!") and first.rstrip().endswith("sh")):
                found.append(name)
    return found


def lint(words: list[str]) -> list[Step]:
    commands = {
        "ruff": tool("ruff", "check", "."),
        "ruff format": tool("ruff", "format", "--check", "--diff", "."),
        "mypy": tool("mypy"),
        "yamllint": tool("yamllint", "--strict", "."),
        "ansible-lint": tool("ansible-lint", "--offline"),
        "changelog": tool("antsibull-changelog", "lint"),
        "docs lint": tool(
            "antsibull-docs", "lint-collection-docs", "--plugin-docs",
            "--validate-collection-refs", "self", "--disallow-unknown-collection-refs", ".",
        ),
        "shellcheck": ["shellcheck", "--external-sources", *shell_files()],
    }  # fmt: skip
    return [Step(name, argv, OTHER, ("venv",)) for name, argv in commands.items()]


def unit(words: list[str]) -> list[Step]:
    argv = tool("pytest", *UNIT, *(words or ["tests/unit"]))
    return if_there("tests/unit/**/test_*.py", Step("unit", argv, PYTEST, ("venv",)))


def module(words: list[str]) -> list[Step]:
    """Modules beside real programs: engine, registry, Apache's htpasswd; and the lab itself."""
    argv = tool("pytest", *MODULE, *(words or MODULE_TESTS))
    return if_there("tests/module/**/test_*.py", Step("module", argv, PYTEST, LAB))


def ansible_test(name: str, *words: str, venv: Path = checkout.VENV, after: str = "venv") -> Step:
    argv = tool("python", "-m", "tests.toolchain.ansible_test", str(venv), *words)
    return Step(name, argv, PYTEST if words[0] == "units" else OTHER, (after,))


def sanity(words: list[str]) -> list[Step]:
    return [ansible_test("sanity", "sanity", "--local", *words)]


def oldest_units(words: list[str]) -> list[Step]:
    """The rooms' tests on the oldest Python of a managed host, where there is one here."""
    version = ".".join(map(str, OLDEST_MANAGED))
    if interpreter.find(OLDEST_MANAGED, OLDEST_MANAGED) is None:
        print(f"left out: units on {version} (no Python {version} is here; install one)")
        return []
    return [ansible_test(f"units on {version}", "units", "--venv", "--python", version)]


def molecule(words: list[str]) -> list[Step]:
    """A step for each scenario, or for those that SCENARIO names."""
    names = [Path(path).parts[1] for path in there("molecule/*/molecule.yml")]
    wanted = os.environ.get("SCENARIO", "").replace(",", " ").split()
    for name in wanted:
        if name not in names:
            raise SystemExit(
                f"SCENARIO is {name}, but the scenarios are {', '.join(names)}. Use one of these."
            )
    if not names:
        print("left out: molecule (there is no molecule/*/molecule.yml)")
    return [
        Step(f"molecule {name}", tool("molecule", "test", "-s", name, *words), OTHER, LAB)
        for name in wanted or names
    ]


def e2e(words: list[str]) -> list[Step]:
    argv = tool("pytest", "-q", *(words or ["tests/e2e"]))
    return if_there("tests/e2e/**/test_*.py", Step("e2e", argv, PYTEST, LAB))


def wide(step: Step) -> bool:
    """Whether it is a scenario whose lab.yml says `wide: true`: not for every change."""
    return said(step, "wide: true")


def said(step: Step, line: str) -> bool:
    """Whether it is a scenario whose lab.yml has that line."""
    lab = ROOT / "molecule" / step.name.removeprefix("molecule ") / "lab.yml"
    return lab.is_file() and f"\n{line}\n" in lab.read_text()


def everything() -> list[Step]:
    parts = (lint, build, docs_site, unit, module, sanity, oldest_units, molecule, e2e)
    return [step for part in parts for step in part([])]


def test(words: list[str]) -> list[Step]:
    return [step for step in everything() if not wide(step)]


def oldest_core() -> list[Step]:
    """The parts that need no lab, with the oldest ansible-core that we support."""
    venv, after = setup.OLDEST, "venv-oldest"
    pytest = str(venv / "bin" / "pytest")
    make = [sys.executable, str(ROOT / "tests" / "setup.py"), after]
    return [
        Step(after, make, SETUP, ("packages",)),
        Step("unit, oldest core", [pytest, *UNIT, "tests/unit"], PYTEST, (after,)),
        Step("module, oldest core", [pytest, *MODULE, *MODULE_TESTS], PYTEST, (*LAB, after)),
        ansible_test("sanity, oldest core", "sanity", "--local", venv=venv, after=after),
    ]


def test_all(words: list[str]) -> list[Step]:
    return [
        *everything(),
        # A controller's Pythons have tests beside the rooms', which need the venv's libraries.
        ansible_test("units on all Pythons", "units", "--venv", "tests/unit/plugins/"),
        *oldest_core(),
        *[
            Step(f"{step.name}, swapped", step.argv, step.kind, step.after, SWAPPED)
            for step in molecule([])
            if not said(step, "swapped: false")
        ],
    ]


def demo(words: list[str]) -> list[Step]:
    """The site, and images through it. The hub is the double, or the Harbor at HARBOR_URL."""
    inventory = "inventories/lab/demo"
    up = tool("python", "-m", "tests.lab", "up", "site", "--lab", "demo", "--keep")
    play = tool("ansible-playbook", "-i", inventory)
    # One summary of both comes at the end; how long each task took is for developers.
    terse = {"ANSIBLE_CALLBACKS_ENABLED": "ansible.builtin.default"}
    site = [*play, "playbooks/site.yml", "--skip-tags", "summary"]
    demo = [*play, "playbooks/demo.yml", "-e", f"demo_summary_path={DEMO_SUMMARY}"]
    DEMO_SUMMARY.unlink(missing_ok=True)
    genuine = bool(os.environ.get("HARBOR_URL"))
    if genuine:
        needs_a_genuine_harbor("make demo HARBOR_URL=… HARBOR_PASSWORD=…")
        up += ["--without", "hub"]
    planned = [Step("lab", up, OTHER, LAB)]
    if genuine:
        yours = ["cp", "tests/lab/genuine_harbor.yml", inventory]
        planned.append(Step("hub, yours", yours, OTHER, ("lab",)))
    return [
        *planned,
        Step("site", [*site, *words], OTHER, (planned[-1].name,), terse, show=True),
        Step("demo", [*demo, *words], OTHER, ("site",), terse, show=True),
    ]


def what_runs_now() -> str:
    """What the demo wrote down for the person who asked for it."""
    with contextlib.suppress(FileNotFoundError):
        return DEMO_SUMMARY.read_text("utf-8").rstrip("\n")
    return ""


def docs(words: list[str]) -> list[Step]:
    argv = tool("python", "docs/generate.py", *words)
    env = {"PYTHONPATH": str(checkout.LINK)}
    return if_there("docs/generate.py", Step("docs", argv, OTHER, ("venv",), env))


def docs_site(words: list[str]) -> list[Step]:
    argv = tool("python", "-m", "tests.toolchain.docs_site")
    return [Step("docs site", argv, OTHER, ("venv",))]


def bench(words: list[str]) -> list[Step]:
    """A step for each benchmark: a command of its own that prints a ratio."""
    found = [Path(path) for path in there("tests/benchmarks/*.py")]
    names = [path.stem for path in found if "__main__" in (ROOT / path).read_text("utf-8")]
    return [
        Step(name, tool("python", "-m", f"tests.benchmarks.{name}", *words), OTHER, LAB, show=True)
        for name in names
    ]


def double(words: list[str]) -> list[Step]:
    """An imitated Harbor until it is ended; its registry is the real program."""
    argv = tool("python", "-m", "tests.double")
    for name in ("version", "port"):
        chosen = os.environ.get(name.upper(), "")
        argv += [f"--{name}", chosen] if chosen else []
    ready = [step for step in setup.plan(keep=False) if step.name in ("packages", "venv")]
    return [*ready, Step("double", [*argv, *words], OTHER, ("venv",), show=True)]


def needs_a_genuine_harbor(command: str) -> None:
    for name in ("HARBOR_URL", "HARBOR_PASSWORD"):
        if not os.environ.get(name):
            raise SystemExit(
                f"{name} is not set, but this needs a genuine Harbor's address and the password "
                f"of its admin. Give both: {command}"
            )


def genuine_harbor(words: list[str]) -> list[Step]:
    """The module cases of Harbor on a genuine one, which is left as it was found."""
    needs_a_genuine_harbor("make test-harbor HARBOR_URL=… HARBOR_PASSWORD=…")
    files = ["tests/module/test_contract.py", *there("tests/module/test_harbor_*.py")]
    return [Step("harbor", tool("pytest", "-q", "-k", "harbor", *files, *words), PYTEST, ("venv",))]


def build(words: list[str]) -> list[Step]:
    """The archive, and the proof that it installs and is found without the checkout."""
    version = next(
        line.split()[1]
        for line in (ROOT / "galaxy.yml").read_text("utf-8").splitlines()
        if line.startswith("version:")
    )
    galaxy, installed = tool("ansible-galaxy", "collection"), "build/installed"
    archive = f"dist/twinstar-registry-{version}.tar.gz"
    elsewhere = {"ANSIBLE_COLLECTIONS_PATH": str(ROOT / installed)}
    install = ["install", "--force", "--offline", "--collections-path", installed, archive]
    role = tool("ansible-doc", "--type", "role", "twinstar.registry.registry")
    return [
        Step("build", [*galaxy, "build", "--force", "--output-path", "dist"], OTHER, ("venv",)),
        Step("install", [*galaxy, *install], OTHER, ("build",), elsewhere),
        Step("installed docs", role, OTHER, ("install",), elsewhere),
    ]


def nothing(words: list[str]) -> list[Step]:
    return []


# Target -> its steps: after those of set-up, after the venv's alone, or all there are.
ON_THE_LAB: dict[str, Callable[[list[str]], list[Step]]] = {
    "setup": nothing,
    "demo": demo,
    "test": test,
    "test-all": test_all,
    "test-module": module,
    "test-molecule": molecule,
    "test-e2e": e2e,
    "bench": bench,
}
IN_THE_VENV: dict[str, Callable[[list[str]], list[Step]]] = {
    "test-unit": unit,
    "test-harbor": genuine_harbor,
    "lint": lint,
    "sanity": sanity,
    "units-oldest": oldest_units,
    "docs": docs,
    "docs-site": docs_site,
    "build": build,
}
ON_ITS_OWN: dict[str, Callable[[list[str]], list[Step]]] = {"double": double}
KEEPS_THE_ENGINE = ("setup", "demo")


def clean(everything: bool) -> int:
    """End the demo's lab and the engine that we started, remove build/; the cache only if asked."""
    python = BIN / "python"
    lab = [["down", "demo"], ["sweep"]]
    if everything and engine.is_needed():
        print("The cache is left as it is: a run of another checkout uses it.")
        everything = False
    if everything:
        lab.append(["images", "--remove"])
    if engine.answers() and python.exists():
        for words in lab:
            subprocess.run([str(python), "-m", "tests.lab", *words], cwd=ROOT, check=False)
    elif everything:
        print("The lab's images stay, if there are any: no engine answers, or .venv is gone.")
    said = engine.stop(also_kept=True)
    if said:
        print(said)
    for folder in (checkout.BUILD, ROOT / "dist"):
        shutil.rmtree(folder, ignore_errors=True)
    if everything:
        for what in environment.remove():
            print(f"removed: {what}")
        checkout.VENV.unlink(missing_ok=True)
    return 0


def clean_up_after_this_run() -> None:
    """Remove the labs that a step left, as a scenario does that was interrupted."""
    python = BIN / "python"
    if python.exists() and engine.answers():
        subprocess.run(
            [str(python), "-m", "tests.lab", "sweep"],
            cwd=ROOT,
            env={**os.environ, owner.OVER: str(owner.this_process())},
            check=False,
        )


def on_the_lab(target: str, words: list[str]) -> int:
    keep = target in KEEPS_THE_ENGINE
    with steps.alone(checkout.RUN / "lock", target), contextlib.ExitStack() as stack:
        stack.enter_context(engine.needed())

        def at_end() -> str:
            if keep:
                return ""
            clean_up_after_this_run()
            stack.close()
            return engine.stop(also_kept=False)

        planned = [*whole_setup(keep), *ON_THE_LAB[target](words)]
        last_words = what_runs_now if target == "demo" else str
        logs = checkout.LOGS / target
        return steps.run(planned, logs, at_end=at_end, last_words=last_words)


def main(arguments: Sequence[str]) -> int:
    target, *words = arguments or ["help"]
    steps.turn_signals_into_exceptions()
    ended = processes.end_orphans()
    if ended:
        print(f"ended {ended} processes that a crashed run had left")
    try:
        if target in ON_THE_LAB:
            return on_the_lab(target, words)
        if target in IN_THE_VENV:
            planned = [*venv_only(), *IN_THE_VENV[target](words)]
            return steps.run(planned, checkout.LOGS / target)
        if target in ON_ITS_OWN:
            # Several may run side by side.
            logs = checkout.LOGS / f"{target}-{os.environ.get('PORT') or 'usual'}"
            return steps.run(ON_ITS_OWN[target](words), logs)
        if target in ("clean", "distclean"):
            with steps.alone(checkout.RUN / "lock", target):
                return clean(everything=target == "distclean")
    except steps.Interrupted as signal:
        print(f"\nEnded by signal {signal.number}; nothing of this run goes on.", flush=True)
        return 128 + signal.number
    print(f"{target} is no target. See: make help")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
