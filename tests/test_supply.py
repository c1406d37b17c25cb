"""What the dashboard is made of: the bill of materials, and an audit that is green only where all was checked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from scripts.audit import judged
from scripts.packages import packages
from scripts.sbom import bill

WANTED = {"duckdb": "1.5.5", "streamlit": "1.67.0"}
FINE = [{"name": "duckdb", "version": "1.5.5", "vulns": []}, {"name": "streamlit", "version": "1.67.0", "vulns": []}]
SKIPPED = {"name": "streamlit", "skip_reason": "Dependency not found and could not be audited: streamlit (1.67.0)"}
WEAK = FINE[1] | {"vulns": [{"id": "CVE-2026-1", "fix_versions": ["1.68.0"]}]}


def test_an_audit_is_green_where_every_package_was_checked() -> None:
    assert judged({"dependencies": FINE}, WANTED) == (0, ["2 of 2 packages were checked."])


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ([FINE[0], SKIPPED], "NOT CHECKED  streamlit 1.67.0: Dependency not found and could not be audited"),
        ([FINE[0]], "NOT CHECKED  streamlit 1.67.0: it is not in the report"),
        ([FINE[0], FINE[1] | {"version": "1.66.0"}], "NOT CHECKED  streamlit 1.67.0"),
        ([FINE[0], WEAK], "WEAKNESS     streamlit 1.67.0: CVE-2026-1, mended in 1.68.0"),
        ([], "NOT CHECKED  duckdb 1.5.5"),
    ],
)
def test_an_audit_is_red_and_names_the_package(told: list[dict[str, Any]], said: str) -> None:
    code, lines = judged({"dependencies": told}, WANTED)
    assert code == 1
    assert lines[0].startswith(said)


def test_an_audit_that_could_not_be_made_is_red() -> None:
    assert judged({}, WANTED)[0] == 1
    assert judged({}, {})[0] == 1


def test_the_bill_of_materials_names_every_package_once_with_what_it_needs() -> None:
    found = packages()
    made = bill(found, datetime(2026, 11, 22, tzinfo=UTC))
    assert (made["bomFormat"], made["specVersion"], made["version"]) == ("CycloneDX", "1.6", 1)
    assert made["serialNumber"].startswith("urn:uuid:")
    assert made["metadata"]["timestamp"] == "2026-11-22T00:00:00+00:00"
    references = [one["bom-ref"] for one in made["components"]]
    assert len(set(references)) == len(references) == len(found) > 30
    assert all(one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}" for one in made["components"])
    assert {"streamlit", "duckdb", "psycopg-binary"} <= {one["name"] for one in made["components"]}
    known = {*references, made["metadata"]["component"]["bom-ref"]}
    assert {one["ref"] for one in made["dependencies"]} == known
    assert {ref for one in made["dependencies"] for ref in one["dependsOn"]} <= known
    needed = {one["ref"]: one["dependsOn"] for one in made["dependencies"]}
    pandas = next(ref for ref in references if ref.startswith("pkg:pypi/pandas@"))
    assert any(ref.startswith("pkg:pypi/numpy@") for ref in needed[pandas])
