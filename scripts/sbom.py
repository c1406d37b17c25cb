"""Prints what the dashboard is made of (a software bill of materials) as CycloneDX 1.6 JSON.

Usage: python -m scripts.sbom > sbom.json"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from scripts.packages import ROOT, Package, packages


def bill(found: Sequence[Package], now: datetime) -> dict[str, Any]:
    """The bill of materials over packages: each with its version, licence and what it needs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    app = f"{project['name']}@{project['version']}"
    named = {one.name: _reference(one) for one in found}
    content = " ".join(sorted(named.values()))
    needed = {name for one in found for name in one.needs}
    first = sorted(named[name] for name in named if name not in needed)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid5(NAMESPACE_URL, f"{app} {content}").urn,
        "version": 1,
        "metadata": {
            "timestamp": now.isoformat(timespec="seconds"),
            "component": {
                **{"type": "application", "bom-ref": app, "name": project["name"], "version": project["version"]},
                "licenses": [{"expression": project["license"]}],
            },
        },
        "components": [_component(one) for one in found],
        "dependencies": [
            {"ref": app, "dependsOn": first},
            *({"ref": named[one.name], "dependsOn": [named[name] for name in one.needs]} for one in found),
        ],
    }


def _component(package: Package) -> dict[str, Any]:
    told: dict[str, Any] = {
        **{"type": "library", "bom-ref": _reference(package), "name": package.name, "version": package.version},
        "purl": _reference(package),
    }
    return told | ({"licenses": [{"license": {"name": package.licence}}]} if package.licence else {})


def _reference(package: Package) -> str:
    return f"pkg:pypi/{package.name}@{package.version}"


if __name__ == "__main__":
    print(json.dumps(bill(packages(), datetime.now(UTC)), indent=1))
