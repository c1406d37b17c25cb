"""The page of stories that were taken back: hide one, erase texts for good, and see which backups still hold them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from qi_eval.submit import Store, StoreError, erasing
from qi_eval.submit.erasing import Copy
from qi_eval.ui import html
from qi_eval.ui.person import who
from qi_eval.views.tables import TableView
from qi_eval.views.uploads import UK
from qi_eval.views.words import count, date_words

WHY = {"withdrawn": "consent withdrawn", "removed": "row taken away", "undone": "its load is undone"}
WHAT_GOES = (
    "Title and text go from what stands, from its history, from snapshots and from the bytes of the data file; the row "
    "stays without them. No undo and no file brings them back."
)
MESSAGE = "taken_back_message"


def answer(store: Store) -> str:
    """What the page says first."""
    due = [one for one in erasing.kept_texts(store) if one.due]
    copies = erasing.copies(store)
    held = f"{count(len(copies), 'backup')} still {'holds' if len(copies) == 1 else 'hold'} erased texts"
    if erasing.is_unfinished(store):
        return "Not yet: texts were erased, and the data file still has them in its bytes. Finish it below."
    if due:
        kept = count(len(due), "story", "stories")
        was = "was taken back and its text is" if len(due) == 1 else "were taken back and their texts are"
        return f"Not yet: {kept} {was} still kept, though nobody sees it."
    if copies:
        until = "until" if len(copies) == 1 else "the last until"
        return f"Yes in the data; {held}, {until} {_day(copies[-1].goes)}."
    return "Yes: no text of a story that was taken back is kept."


def show(store: Store) -> None:
    """The three steps: hide, erase, and what still holds it."""
    _last_message()
    by = who()
    _hide(store, by)
    _erase(store, by)
    _held(store, by)


def _hide(store: Store, by: str | None) -> None:
    html.show(
        html.tag("h2", "Hide a story"),
        html.tag(
            "p", "It is gone from every page, figure and list at once. Undo its load to show it again.", cls="qi-quiet"
        ),
    )
    ids = erasing.standing(store)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        story = st.selectbox("Story", ids, index=None, key="taken_back_story", placeholder="Its code, such as ST5")
        pressed = st.button(
            "Hide it", key="taken_back_hide", icon=":material/visibility_off:", disabled=not (by and story)
        )
    if pressed and by and story:
        _do(lambda: _withdrawn(store, story, by))


def _withdrawn(store: Store, story: str, by: str) -> tuple[bool, str]:
    load_id = erasing.withdraw(store, story, by=by, now=datetime.now(UTC))
    return True, f"{story} is hidden (load {load_id}). Its text is kept until it is erased."


def _erase(store: Store, by: str | None) -> None:
    kept = {one.story_id: one for one in erasing.kept_texts(store)}
    unfinished = erasing.is_unfinished(store)
    nothing = not kept and not unfinished
    words = "Nothing to erase." if nothing else WHAT_GOES
    html.show(html.tag("h2", "Erase texts for good"), html.tag("p", words, cls="qi-quiet"))
    if nothing:
        return
    chosen = st.multiselect(
        "Stories",
        list(kept),
        default=[story for story, one in kept.items() if one.due],
        format_func=lambda story: f"{story}: {WHY[kept[story].why]}",
        key=f"taken_back_which {' '.join(kept)}",  # a story more or less: choose anew
    )
    sure = st.checkbox("I know that this cannot be undone", key="taken_back_sure")
    ready = bool(by and sure and (chosen or unfinished))
    if (
        st.button("Erase", key="taken_back_erase", type="primary", icon=":material/ink_eraser:", disabled=not ready)
        and by
    ):
        _do(lambda: _erased(store, chosen, by))


def _erased(store: Store, chosen: list[str], by: str) -> tuple[bool, str]:
    with st.spinner("Making the data file anew without the texts"):
        now = datetime.now(UTC)
        done = erasing.erase(store, chosen, by=by, now=now) if chosen else erasing.finish(store, by=by, now=now)
    return done.gone, done.message


def _held(store: Store, by: str | None) -> None:
    """What still holds erased texts."""
    copies = erasing.copies(store)
    if not copies:
        return
    html.show(
        html.tag("h2", "Backups that still hold erased texts"),
        html.tag(
            "p",
            "Each is deleted on its day at the latest, while this program runs. Put back before then, it comes back "
            "without the texts. Exports and copies in other places are yours to delete.",
            cls="qi-quiet",
        ),
        html.table(_table(copies)),
    )
    if st.button("Delete them now", key="taken_back_delete", icon=":material/delete:", disabled=by is None) and by:
        _do(lambda: _deleted(store, by))


def _deleted(store: Store, by: str) -> tuple[bool, str]:
    gone = erasing.delete_copies(store, by=by, now=datetime.now(UTC))
    return True, f"{count(gone, 'backup')} deleted. The newest backup was made after the erasure."


def _table(copies: tuple[Copy, ...]) -> TableView:
    rows = tuple((_day(copy.made), copy.file.name, _day(copy.goes)) for copy in copies)
    return TableView("When each is deleted", ("Made", "File", "Deleted by"), rows, (False,) * 3)


def _do(work: Callable[[], tuple[bool, str]]) -> None:
    try:
        st.session_state[MESSAGE] = work()
    except StoreError as error:
        st.session_state[MESSAGE] = (False, str(error))
    st.rerun()


def _last_message() -> None:
    """What became of the last step, shown once."""
    message = st.session_state.pop(MESSAGE, None)
    if message:
        well, words = message
        (st.success if well else st.warning)(words)


def _day(moment: datetime) -> str:
    return date_words(moment.astimezone(UK).date())
