"""Make the virtual environment and install what is missing: `python3 bootstrap.py [--dev]`.

Run by whatever Python 3 the machine has, so it uses the standard library alone, and syntax that an
old Python can read far enough to say that it is too old. A bare Debian has neither pip nor
ensurepip: pip comes from the wheel in `wheels/`, whose hash stands below.
"""

import glob
import hashlib
import os
import shutil
import subprocess
import sys
import time

OLDEST = (3, 11)
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
PIP_WHEEL = os.path.join(HERE, "wheels", "pip-26.3-py3-none-any.whl")
PIP_HASH = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
# Parts in C, each with a twin in Python that gives the same answers; the folder is a module that builds it.
COMPILED = (
    "people/names/native/scanner.c",
    "people/names/native/hearing.c",
    "people/names/native/reading.c",
    "cases/articles/copies/native/sketch.c",
    "cases/articles/copies/native/holders.c",
    "tracker/lib/native/plain_text.c",
    "cases/feeds/formats/native/feeds.c",
)
SPACE_NEEDED = 1_000_000_000  # bytes; with the tests' packages about 600 MB are used


class Problem(Exception):
    """What is wrong and what to do about it, in a sentence."""


def main(words: "list[str]") -> int:
    """Bring .venv up to date; the exit code."""
    began = time.time()
    try:
        check_python()
        lists = ["requirements.txt"] + (["requirements-dev.txt"] if "--dev" in words else [])
        missing = [name for name in lists if not is_installed(name)]
        if not missing:
            build_compiled()
            return 0
        check_space()
        make_environment()
        for name in missing:
            install(name)
        build_compiled()
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"The virtual environment {VENV} cannot be written ({error.strerror or error}): make "
            "the folder writable for this user, or use a checkout of your own.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted; the next `make` goes on from here.", file=sys.stderr)
        return 130
    say(f"Installed in {time.time() - began:.0f} s.")
    return 0


def say(text: str) -> None:
    """Print a line at once."""
    print(text)
    sys.stdout.flush()


def check_python() -> None:
    """Problem if this Python is too old."""
    if sys.version_info < OLDEST:
        raise Problem(
            f"This is Python {sys.version.split()[0]}, and the tracker needs 3.11 or newer: install "
            "it (on Debian 12 `apt-get install python3`), or name one with "
            "`make run PYTHON=/path/to/python3.11`."
        )


def is_installed(name: str) -> bool:
    """Whether this very list was installed, by this Python, in this place."""
    try:
        with open(stamp_of(name)) as stream:
            if stream.read() != mark_of(name):
                return False
    except FileNotFoundError:
        return False
    return os.path.exists(PYTHON)


def stamp_of(name: str) -> str:
    """The file that tells what was installed."""
    return os.path.join(VENV, name + ".installed")


def mark_of(name: str) -> str:
    """What the stamp says when the list is installed as it is now."""
    paths = [os.path.join(ROOT, name)]
    if name.endswith(".c"):
        paths += sorted(glob.glob(os.path.join(os.path.dirname(paths[0]), "*.h")))
    hashed = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as stream:
            hashed.update(stream.read())
    digest = hashed.hexdigest()
    return f"{digest} {python_version()} {VENV}\n"


def python_version() -> str:
    """Major and minor version of this Python."""
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def check_space() -> None:
    """Problem if the disk is too full for the packages."""
    free = shutil.disk_usage(ROOT).free
    if free < SPACE_NEEDED:
        raise Problem(
            f"The disk that holds {ROOT} has {free // 1_000_000} MB free, and the packages need up "
            f"to {SPACE_NEEDED // 1_000_000} MB: free some space."
        )


def make_environment() -> None:
    """A virtual environment with pip; one that is broken or of another Python is made anew."""
    if environment_is_good():
        return
    say(f"Making the virtual environment .venv with Python {sys.version.split()[0]} ...")
    with open(PIP_WHEEL, "rb") as stream:
        if hashlib.sha256(stream.read()).hexdigest() != PIP_HASH:
            raise Problem(f"{PIP_WHEEL} is damaged: get it again with `git checkout`.")
    try:
        import venv
    except ImportError:
        raise Problem(
            "This Python has no `venv` module: install it (on Debian, python3-venv)."
        ) from None
    shutil.rmtree(VENV, ignore_errors=True)
    # Without pip: its installer (ensurepip) is missing on a bare Debian.
    venv.EnvBuilder(with_pip=False, symlinks=True).create(VENV)
    words = [PYTHON, os.path.join(PIP_WHEEL, "pip"), "install", "--quiet", "--no-index"]
    words += ["--find-links", os.path.dirname(PIP_WHEEL), "--root-user-action=ignore", "pip"]
    if subprocess.call(words) != 0:
        raise Problem(f"pip could not be put into {VENV}; its words above say why.")


def environment_is_good() -> bool:
    """Whether .venv runs, has pip, is of this Python, and was made in this place."""
    try:
        # A moved environment still runs, but its scripts name the old place in their first lines.
        with open(os.path.join(VENV, "bin", "pip"), "rb") as stream:
            if os.fsencode(VENV) not in stream.read(4096):
                return False
    except FileNotFoundError:
        return False
    probe = (
        "import sys, pip; print(sys.version_info[0], sys.version_info[1], sys.prefix, sep='\\n')"
    )
    try:
        answer = subprocess.check_output([PYTHON, "-c", probe], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return False
    major, minor, place = os.fsdecode(answer).splitlines()
    return f"{major}.{minor}" == python_version() and os.path.realpath(place) == os.path.realpath(
        VENV
    )


def install(name: str) -> None:
    """Install one pinned list, wheels only, each checked against its hash; with progress."""
    with open(os.path.join(ROOT, name)) as stream:
        total = sum(1 for line in stream if "==" in line and not line.startswith(("#", " ")))
    say(f"Installing the {total} packages of {name} ...")
    words = [PYTHON, "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:"]
    words += ["--no-deps", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    words += ["--root-user-action=ignore", "-r", os.path.join(ROOT, name)]
    last_lines: list[str] = []
    found = 0
    told = time.time()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout is not None
    for raw in process.stdout:
        line = raw.decode(errors="replace").rstrip()
        last_lines = [*last_lines, line][-15:]
        if line.startswith(("Collecting ", "Requirement already")):
            found += 1
            if time.time() - told > 2:
                told = time.time()
                say(f"  fetched {found} of {total}")
        elif line.startswith("Installing collected"):
            say(f"  unpacking {total} packages")
    if process.wait() != 0:
        raise Problem(
            "\n".join(last_lines) + f"\n\nThe packages of {name} could not be installed; pip's "
            "words above say why. Check the network connection (or pip's proxy and index settings) "
            "and try again: what was fetched is kept."
        )
    with open(stamp_of(name), "w") as stream:
        stream.write(mark_of(name))


def build_compiled() -> None:
    """Have the C compiler build the compiled parts, if there is one; tried once for each version.

    Nothing is said when it fails: the twin in Python then does the work. `python -m
    people.names.native`, for one, says why.
    """
    for source in COMPILED:
        build_part(source)


def build_part(source: str) -> None:
    """One part: by running its folder as a module."""
    stamp = stamp_of(source.replace("/", "."))
    try:
        mark = mark_of(source)
        with open(stamp) as stream:
            if stream.read() == mark:
                return
    except FileNotFoundError:
        if not os.path.exists(os.path.join(ROOT, source)):
            return
    if shutil.which("cc") is not None:
        module = os.path.dirname(source).replace("/", ".")
        with open(os.devnull, "w") as nowhere:
            subprocess.call([PYTHON, "-m", module], cwd=ROOT, stdout=nowhere, stderr=nowhere)
    with open(stamp, "w") as stream:
        stream.write(mark)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
