"""Asks whether a package that the dashboard runs on has a known weakness. Green only where each of them was checked.

pip-audit by itself is not enough: where it cannot look a package up, it says "No known vulnerabilities found" and ends
well. Here such a package is named, and the audit fails.

Usage: python -m scripts.audit PYTHON, the Python that pip-audit is installed in."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scripts.packages import packages

SECONDS = 600
CLEAN, NOT_CLEAN = 0, 1


def judged(report: Mapping[str, Any], wanted: Mapping[str, str]) -> tuple[int, list[str]]:
    """The exit code and what there is to say of a report of pip-audit. `wanted`: name → version, all to be checked."""
    told = {(one.get("name"), one.get("version")): one for one in report.get("dependencies", ())}
    skipped = {one.get("name"): one["skip_reason"] for one in told.values() if one.get("skip_reason")}
    said = []
    for name, version in sorted(wanted.items()):
        one = told.get((name, version))
        if one is None or "vulns" not in one:
            said.append(f"NOT CHECKED  {name} {version}: {skipped.get(name, 'it is not in the report')}")
        said += [f"WEAKNESS     {name} {version}: {_weakness(vuln)}" for vuln in (one or {}).get("vulns", ())]
    checked = len(wanted) - sum(line.startswith("NOT") for line in said)
    said.append(f"{checked} of {len(wanted)} packages were checked.")
    return (CLEAN if len(said) == 1 and wanted else NOT_CLEAN), said


def _weakness(vuln: Mapping[str, Any]) -> str:
    mended = ", ".join(vuln.get("fix_versions", ())) or "no version yet"
    return f"{vuln.get('id')}, mended in {mended}"


def _asked(python: str, wanted: Mapping[str, str]) -> Mapping[str, Any]:
    """What pip-audit reports; nothing where it cannot be run or says nothing that can be read."""
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder) / "pins.txt"
        pins.write_text("".join(f"{name}=={version}\n" for name, version in wanted.items()), "utf-8")
        command = [python, "-m", "pip_audit", "--format=json", "--progress-spinner=off", "--no-deps", "--disable-pip"]
        try:
            done = subprocess.run([*command, "-r", str(pins)], capture_output=True, text=True, timeout=SECONDS)
            told = json.loads(done.stdout)
        except (OSError, ValueError, subprocess.TimeoutExpired):
            return {}
    return told if isinstance(told, dict) else {}


def main(arguments: Sequence[str]) -> int:
    """Prints what was found; 0 only where every package was checked and none has a known weakness."""
    wanted = {one.name: one.version for one in packages()}
    code, said = judged(_asked(arguments[0] if arguments else sys.executable, wanted), wanted)
    print("\n".join(said))
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
