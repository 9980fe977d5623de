"""The image: which engine builds it, and that what it copies and installs is all that the bot needs.

Of the Dockerfile the steps are taken as they stand there, so that they can be tried without a container engine.
"""

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

DOCKERFILE = Path("deploy/Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
IN_THE_IMAGE = "/opt/alongside"
_OTHERS = {"HOME", "PATH", "SSL_CERT_FILE", "LD_LIBRARY_PATH"}


def built(engines: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`make image` on a machine that has these engines and no other."""
    make = shutil.which("make")
    assert make
    return subprocess.run(
        [make, "image", *arguments], env={"PATH": str(engines)}, capture_output=True, text=True, check=False
    )


def engine(name: str, at: Path, *, runs: bool = True, builds: bool = True) -> None:
    """A client that writes down what it is told to do; one that doesn't run has no service behind it."""
    program = at / name
    program.write_text(
        f'#!/bin/sh\ncase "$1" in info) exit {0 if runs else 1};; esac\n'
        f'echo "$@" >> {at}/told-{name}\nexit {0 if builds else 1}\n'
    )
    program.chmod(0o755)


def told(at: Path, name: str) -> str:
    return (at / f"told-{name}").read_text()


def test_docker_builds_it_where_its_engine_runs(tmp_path: Path) -> None:
    engine("docker", tmp_path)
    engine("podman", tmp_path)
    assert built(tmp_path).returncode == 0
    assert told(tmp_path, "docker") == "build -f deploy/Dockerfile -t alongside .\n"
    assert not (tmp_path / "told-podman").exists()


def test_a_client_without_its_engine_is_passed_over_and_the_healthcheck_is_kept(tmp_path: Path) -> None:
    engine("docker", tmp_path, runs=False)
    engine("buildah", tmp_path)
    pinned = "python:3.11-slim-bookworm@sha256:0f"
    assert built(tmp_path, f"BASE={pinned}", "TAG=r.example/alongside:1").returncode == 0
    assert told(tmp_path, "buildah") == (
        f"build --format docker --build-arg BASE={pinned} -f deploy/Dockerfile -t r.example/alongside:1 .\n"
    )


def test_without_an_engine_it_says_what_to_install(tmp_path: Path) -> None:
    done = built(tmp_path)
    assert done.returncode != 0
    assert "apt install podman" in done.stdout


def test_a_build_that_fails_is_not_tried_with_another_engine(tmp_path: Path) -> None:
    engine("docker", tmp_path, builds=False)
    engine("podman", tmp_path)
    assert built(tmp_path).returncode != 0
    assert not (tmp_path / "told-podman").exists()


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """What the image has in /app, and nothing else of the repository."""
    place = tmp_path / "app"
    for source, target in re.findall(r"^COPY (\w\S*) \./(\S+)", DOCKERFILE, re.MULTILINE):
        shutil.copytree(source, place / target, ignore=shutil.ignore_patterns("__pycache__"))
    return place


def does(python: Path | str, app: Path, *arguments: str, status: int = 0) -> str:
    """In `app` alone, with the settings of the image."""
    given = {name: value for name, value in os.environ.items() if name in _OTHERS}
    given |= {"ALONGSIDE_VAR": str(app.parent / "var"), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"}
    done = subprocess.run(
        [python, *arguments], cwd=app, env=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def starts_commands(python: Path | str, app: Path, *before: str) -> None:
    """A new installation: whole, and not set up yet."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", does(python, app, *before, "version").strip())
    assert ": 0 faults" in does(python, app, *before, "check")
    looked = does(python, app, *before, "doctor", status=1)
    for part in ("Content", "Model"):
        assert re.search(rf"ok +{part} ", looked), looked
    assert "ALONGSIDE_ORGANISATION is not set" in looked


# Runs the bot as `-m bot` does, where the packages that it is told don't exist.
_WITHOUT = """
import runpy, sys
class Without:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in without:
            raise ModuleNotFoundError(f"{name} is not in the image", name=name)
without = set(sys.argv.pop(1).split(","))
sys.meta_path.insert(0, Without())
runpy.run_module("bot", run_name="__main__", alter_sys=True)
"""


def test_the_files_of_the_image_and_the_packages_of_a_release_are_all_that_commands_need(app: Path) -> None:
    (app.parent / "var").mkdir(mode=0o700)
    (app.parent / "var" / "cache").symlink_to(Path("var/cache").absolute())
    starts_commands(sys.executable, app, "-c", _WITHOUT, ",".join(sorted(_not_locked())))


def _not_locked() -> set[str]:
    """What is installed here for tests alone, as it is imported."""
    lock = Path("deploy/requirements.lock").read_text()
    locked = {name.replace("_", "-").lower() for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    found = packages_distributions().items()
    return {top for top, of in found if not {one.replace("_", "-").lower() for one in of} & locked}


@pytest.mark.image_steps
def test_the_steps_of_the_image_make_a_bot_that_starts(app: Path, tmp_path: Path) -> None:
    """Its packages from the lock file alone, without pip in the end; then what its entry point does."""
    place = tmp_path / "opt"
    shutil.copy("deploy/requirements.lock", tmp_path)
    build, _ = DOCKERFILE.split("\nFROM ${BASE}\n")
    for step in re.findall(r"^RUN (.+)$", build, re.MULTILINE):
        ours = step.replace(IN_THE_IMAGE, str(place)).replace(" /tmp/", " ")
        subprocess.run(["/bin/sh", "-c", ours], cwd=tmp_path, check=True)
    python = place / "bin" / "python"
    does(python, app, "-c", "import pip", status=1)
    starts_commands(python, app, "-m", "bot")
