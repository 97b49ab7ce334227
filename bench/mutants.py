"""bin/bench mutants: break each main rule in a copy of the tree, and check that tests notice.

SURVIVED: no named test protects the rule. Could not be applied: the line or the tests were moved or rewritten, and
bench/mutations.py must follow. The working tree is only read, with its uncommitted files.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bench.mutations import MUTATIONS, Mutation

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = 2
LONGEST = 900  # seconds that the tests of a mutation may take, on a machine that has other work too
PASSED, CAUGHT, SURVIVED = "passed", "caught", "SURVIVED"
ENVIRONMENT = {"ENV_FILE": os.devnull, "SECRET_KEY": "tests-only", "HTTPS": "off", "PYTHONDONTWRITEBYTECODE": "1"}
NOT_OURS = ("DATABASE_URL", "DEMO", "DJANGO_SETTINGS_MODULE", "PYTHONPATH")


class CannotTell(Exception):
    """The mutation could not be applied, or its tests did not run. The message says why."""


def main() -> None:
    started = time.monotonic()
    every = list(dict.fromkeys(test for mutation in MUTATIONS for test in mutation.tests))
    with tempfile.TemporaryDirectory(prefix="unbroken-") as folder, ThreadPoolExecutor(AT_ONCE) as workers:
        whole = copied_to(Path(folder))
        unbroken = workers.submit(judged, whole, None, every)
        broken = workers.map(lambda mutation: judged(whole, mutation, mutation.tests), MUTATIONS)
        verdicts = [tell(unbroken.result(), "With nothing broken.", PASSED)]
        verdicts += [tell(said, mutation.name, CAUGHT) for said, mutation in zip(broken, MUTATIONS, strict=True)]
    print(f"{sum(verdicts[1:])} of {len(MUTATIONS)} caught ({time.monotonic() - started:.0f} s)")
    sys.exit(0 if all(verdicts) else 1)


def tell(said: tuple[str, float], name: str, wanted: str) -> bool:
    """Print a line. Returns whether the verdict is as wanted."""
    verdict, seconds = said
    print(f"{verdict:8} {seconds:4.0f} s  {name}", flush=True)
    return verdict == wanted


def judged(whole: Path, mutation: Mutation | None, tests: Iterable[str]) -> tuple[str, float]:
    """The verdict of the tests in a copy with this mutation (None: unbroken), and the seconds that they took."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        tree = shutil.copytree(whole, Path(folder), symlinks=True, dirs_exist_ok=True)
        try:
            if mutation:
                apply(mutation, tree)
            failed = fails(tree, tests)
            verdict = (CAUGHT if failed else SURVIVED) if mutation else ("FAILED" if failed else PASSED)
        except CannotTell as why:
            verdict = f"could not be applied ({why})"
    return verdict, time.monotonic() - started


def copied_to(tree: Path) -> Path:
    """Copy all files that git knows or would add, as they are now. Link the .venv, and compile the translations."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():  # skip files that were moved away and are not committed yet
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    (tree / ".venv").symlink_to((ROOT / ".venv").resolve())
    for po in tree.glob("locale/*/LC_MESSAGES/*.po"):  # once for all copies
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(source))
    return tree


def apply(mutation: Mutation, tree: Path) -> None:
    """Raises CannotTell."""
    path = tree / mutation.path
    if not path.is_file():
        raise CannotTell(f"no file {mutation.path}")
    text = path.read_text(encoding="utf-8")
    if text.count(mutation.old) != 1:
        raise CannotTell(f"its text stands {text.count(mutation.old)} times in {mutation.path}")
    path.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")


def fails(tree: Path, tests: Iterable[str]) -> bool:
    """Whether a test fails. A missing test, or a test that breaks before it begins, is no answer. Raises CannotTell."""
    clean = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    command = [".venv/bin/python", "-m", "pytest", "-x", "--tb=no", "-p", "no:cacheprovider", *tests]
    try:
        told = subprocess.run(
            command, cwd=tree, env=clean | ENVIRONMENT, capture_output=True, text=True, timeout=LONGEST
        )
    except subprocess.TimeoutExpired as error:
        raise CannotTell(f"its tests took longer than {LONGEST} s") from error
    lines = (told.stdout + told.stderr).strip().splitlines()
    failed = any(line.startswith("FAILED ") for line in lines)
    if told.returncode != int(failed):
        raise CannotTell(next((line for line in lines if line.startswith("ERROR")), f"pytest: {told.returncode}"))
    return failed


if __name__ == "__main__":
    main()
