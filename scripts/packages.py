"""The packages that the dashboard runs on: those of requirements.txt, and what they need themselves."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = ("-", "#")  # lines of a requirements file that name no package


@dataclass(frozen=True)
class Package:
    """An installed package and the names of those that it needs. `licence`: an SPDX expression or the words that the
    package gives, "" for none."""

    name: str
    version: str
    licence: str
    needs: tuple[str, ...]


def packages(file: Path = ROOT / "requirements.txt") -> list[Package]:
    """Every package that a requirements file brings onto this machine, by name. Raises PackageNotFoundError where one
    that it names is not installed."""
    asked = [Requirement(line) for line in _named(file)]
    for requirement in asked:
        distribution(requirement.name)
    needs: dict[str, set[str]] = {}
    while asked:
        requirement = asked.pop()
        wanted = [one for one in _needs(distribution(requirement.name), requirement.extras) if _is_here(one)]
        known = needs.setdefault(canonicalize_name(requirement.name), set())
        new = [one for one in wanted if canonicalize_name(one.name) not in known]
        known.update(canonicalize_name(one.name) for one in new)
        asked.extend(new)
    return [_package(name, needs[name]) for name in sorted(needs)]


def _package(name: str, needs: set[str]) -> Package:
    installed = distribution(name)
    return Package(name, installed.version, _licence(installed), tuple(sorted(needs)))


def _named(file: Path) -> list[str]:
    lines = (line.strip() for line in file.read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith(OPTIONS)]


def _needs(installed: Distribution, extras: set[str]) -> list[Requirement]:
    """What a package needs on this machine, with the extras that it was asked for with."""
    asked = [Requirement(line) for line in installed.requires or ()]
    usual = ({"extra": extra} for extra in ("", *extras))
    chosen = {str(one): one for at in usual for one in asked if one.marker is None or one.marker.evaluate(at)}
    return list(chosen.values())


def _is_here(requirement: Requirement) -> bool:
    try:
        distribution(requirement.name)
    except PackageNotFoundError:
        return False
    return True


def _licence(installed: Distribution) -> str:
    told = installed.metadata
    classified = [line.split(" :: ")[-1] for line in told.get_all("Classifier") or () if line.startswith("License ::")]
    written = (told.get("License") or "").strip().splitlines()
    return told.get("License-Expression") or ", ".join(classified) or (written[0] if written else "")
