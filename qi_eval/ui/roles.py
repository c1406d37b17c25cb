"""Who may do what where a sign-in is set up: roles by address or subject in the secrets, and nothing beyond them.

In .streamlit/secrets.toml: [roles] with a list each, hub = ["ada@trust.example"], team, evaluator. Who signs in and
stands in no list looks, as a member of the board does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

SECTION = "roles"  # of .streamlit/secrets.toml


class Role(StrEnum):
    """What somebody is to this dashboard."""

    VIEWER = "viewer"
    EVALUATOR = "evaluator"
    TEAM = "team"
    HUB = "hub"


class Deed(StrEnum):
    """What not everybody may do."""

    CHANGE = "load, undo, keep, back up"
    PEOPLE = "see who did what"
    PROJECTS = "see every project by its name"


MAY: dict[Role, frozenset[Deed]] = {
    Role.VIEWER: frozenset(),
    Role.EVALUATOR: frozenset({Deed.PROJECTS}),
    Role.TEAM: frozenset({Deed.PROJECTS}),
    Role.HUB: frozenset(Deed),
}


def role_of(lists: Mapping[str, Any], names: Iterable[str]) -> Role:
    """The highest role in whose list one of somebody's names (address, subject) stands; capitals do not count."""
    mine = {name.casefold() for name in names if name}
    for role in (Role.HUB, Role.TEAM, Role.EVALUATOR):
        listed = lists.get(role, ())
        if mine & {str(one).casefold() for one in ([listed] if isinstance(listed, str) else listed)}:
            return role
    return Role.VIEWER
