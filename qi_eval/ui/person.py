"""Who is at the screen: as the trust's own sign-in says, where one is set up; else the name that a person gives.

Reading is open to whoever reaches the dashboard. To load, to undo, to keep a snapshot, to make a backup, to see who did
what and to see all projects by name, a person must be known. A name that was given is not checked, and the log says so.
Where a sign-in is set up, roles.py says who may do which of these, and sittings.py how long it lasts."""

from __future__ import annotations

from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime

import streamlit as st

from qi_eval.submit import StoreError, comings
from qi_eval.ui import html, store
from qi_eval.ui.roles import MAY, SECTION, Deed, Role, role_of
from qi_eval.ui.sittings import Sittings

NAME = "person_name"
SINCE = "person_since"  # session: when it was first seen signed in
PROVIDER = "auth"  # the part of .streamlit/secrets.toml that sets the trust's sign-in up
CHECKED, GIVEN = "checked by the trust's sign-in", "a name given, not checked"
CLAIMS = ("name", "email", "sub")  # of what the sign-in tells, the first that is there
ENDED = "the time of the sign-in was over"
LOOKS = "You are signed in as {name} and may look at everything. To load, to undo and to keep is for the hub."
LOOPBACK = ("127.0.0.1", "localhost", "::1")
OPEN_DOOR = (
    "No sign-in is set up, and this dashboard answers other machines: whoever can reach it can read and change "
    "everything. Set one up as the README says, or let it listen on 127.0.0.1 only."
)

_SIGNS_IN: ContextVar[bool | None] = ContextVar("signs_in", default=None)  # looked up once a run: it looks for files


def signs_in() -> bool:
    """Whether the trust's own sign-in (OpenID Connect) is set up; then every page asks for it."""
    known = _SIGNS_IN.get()
    return _is_set_up() if known is None else known


def _is_set_up() -> bool:
    return st.secrets.load_if_toml_exists() and PROVIDER in st.secrets


def known() -> str | None:
    """Who the session belongs to; None where nobody has said so."""
    if not signs_in():
        return str(st.session_state.get(NAME, "")) or None
    if not st.user.get("is_logged_in", False):
        return None
    return next((str(st.user[claim]) for claim in CLAIMS if st.user.get(claim)), None)


def may(deed: Deed) -> bool:
    """Whether the session may do it: by role where a sign-in is set up; else whoever has given a name."""
    named = known()
    return bool(named) and (not signs_in() or deed in MAY[_role()])


def people_shown() -> bool:
    """Whether a page that everybody sees tells who did something: to the hub alone where a sign-in is set up."""
    return not signs_in() or may(Deed.PEOPLE)


def only_looks() -> bool:
    """Whether a sign-in is set up and lets the session change nothing."""
    return signs_in() and not may(Deed.CHANGE)


def say_only_looks() -> None:
    """In the place of what would change the data."""
    html.show(html.tag("p", LOOKS.format(name=known()), cls="qi-quiet"))


def who() -> str | None:
    """The name that a load records, or None: with a field to fill in until it is given, with a word to whom may not."""
    if only_looks():
        say_only_looks()
        return None
    named = known()
    if named:
        return named
    typed = st.text_input("Your name", key="person_typed", help="It stands beside what you load. Asked once a session.")
    if typed.strip():
        give(typed.strip())
        st.rerun()
    return None


def give(name: str) -> None:
    """Takes a name as the session's, where nobody is known yet."""
    if known() is None:
        st.session_state[NAME] = name
        _note(comings.IN, name, GIVEN)


def let_in() -> bool:
    """Whether pages may be shown; where the sign-in is set up and nobody has signed in, the way to do so is."""
    _SIGNS_IN.set(_is_set_up())
    if not signs_in():
        if st.get_option("server.address") not in LOOPBACK:
            html.note(OPEN_DOOR)
        return True
    named = known()
    if named is None:
        st.title("Sign in to see this dashboard", anchor=False)
        st.button("Sign in", type="primary", icon=":material/login:", on_click=st.login, key="sign_in")
        return False
    if not _sittings().goes_on(_subject(), _since(), datetime.now(UTC)):
        _leave(named, ENDED)
        return False
    _note_once(comings.IN, named, CHECKED)
    return True


def way_out() -> None:
    """At the foot of a page, for whoever has signed in: the way to sign out, in every window at once."""
    if signs_in() and st.button("Sign out", key="sign_out", type="tertiary", icon=":material/logout:"):
        _sittings().end(_subject(), datetime.now(UTC))
        _leave(known() or "", CHECKED)


def _leave(named: str, how: str) -> None:
    _note_once(comings.OUT, named, how)
    st.logout()


def _note_once(action: str, by: str, how: str) -> None:
    if _sittings().once(_subject(), _since(), action):
        _note(action, by, how)


def _role() -> Role:
    lists = st.secrets.get(SECTION, {})
    return role_of(lists, (str(st.user.get(claim) or "") for claim in ("email", "sub")))


def _subject() -> str:
    return str(st.user.get("sub") or known())


def _since() -> datetime:
    """When the person signed in, as the sign-in says; else when this session began."""
    told = st.user.get("iat")
    if told:
        return datetime.fromtimestamp(float(str(told)), UTC)
    return st.session_state.setdefault(SINCE, datetime.now(UTC))


@st.cache_resource(show_spinner=False)
def _sittings() -> Sittings:
    """Of all sessions of this process."""
    return Sittings()


def _note(action: str, by: str, how: str) -> None:
    """Writes it into the audit log; where the data cannot be reached, the page says that itself."""
    with suppress(StoreError):
        comings.note(store.present(), action, by=by, now=datetime.now(UTC), how=how)
