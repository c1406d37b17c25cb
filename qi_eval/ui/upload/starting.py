"""The mapping that the page opens with: what was chosen before, what is kept, or what the headers suggest."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Values
from dataclasses import dataclass, replace

import streamlit as st

from qi_eval import submit
from qi_eval.submit import Mapping, Refused
from qi_eval.ui import html
from qi_eval.ui.upload import memory
from qi_eval.ui.upload.problems import problem_list
from qi_eval.ui.upload.reading import Dropped

START = "upload_start"  # session: the start that the fields of the page were filled with
NUMBER = "upload_number"  # session: how many starts there were
SUGGESTED = ""  # the name of the start that the headers suggest


@dataclass(frozen=True)
class Start:
    """A mapping to open with. `number` tells the fields of one start from those of another; `is_kept`: it was made
    for these very headers and kept under its name."""

    number: int
    mapping: Mapping
    is_kept: bool


def started(dropped: Dropped, saved: Values[str, str], measures: Collection[str]) -> Start:
    """The start of the file on the page. It stays while the file stays, unless another kept mapping is picked.
    `measures`: the ids of the stored measures."""
    made_for = [one for one in submit.mappings_for(dropped.cells.header, saved) if _fits(one, dropped)]
    picked = _picked(dropped, saved, made_for)
    key = (dropped.token, dropped.sheet, dropped.header_row, dropped.dataset.name, picked)
    kept = st.session_state.get(START)
    if kept is None or kept[0] != key:
        number = st.session_state.get(NUMBER, 0) + 1
        is_same_file = kept is not None and kept[0][:4] == key[:4]
        mapping = _mapping(dropped, saved, picked, measures, afresh=is_same_file)
        kept = (key, Start(number, mapping, picked in {one.name for one in made_for} and picked != SUGGESTED))
        st.session_state[START], st.session_state[NUMBER] = kept, number
    start: Start = kept[1]
    if start.is_kept:
        html.note(f"Read with the kept choices “{start.mapping.name}”, made for a file with the same headers.")
    return start


def order_field() -> str:
    """The name of the field that says which way round dates are, for the file on the page."""
    return f"m{st.session_state.get(NUMBER, 0)}_order"


def taken_in(dropped: Dropped) -> None:
    """A field for a mapping file (.toml) that somebody has sent; once read, the page starts from it."""
    found = st.file_uploader("Bring choices from a file (.toml)", ["toml"], max_upload_size=1, key="mapping_file")
    if found is None or st.session_state.get("mapping_taken") == found.file_id:
        return
    try:
        mapping = submit.from_toml(found.getvalue().decode("utf-8", "replace"), found.name.rsplit(".", 1)[0])
    except Refused as refusal:
        problem_list(refusal.problems, "mapping")
        return
    if mapping.dataset != dropped.dataset.name:
        st.warning(f"These choices are for {mapping.dataset}. Choose that under “What does it hold?”, then bring them.")
        return
    st.session_state["mapping_taken"] = found.file_id
    memory.remember(dropped.cells.header, _here(mapping, dropped))
    st.session_state.pop(START, None)
    st.rerun()


def _picked(dropped: Dropped, saved: Values[str, str], made_for: list[Mapping]) -> str:
    """The name of the kept mapping to start from; the first that was made for these headers to begin with."""
    names = [name for name, text in saved.items() if _fits(submit.from_toml(text, name), dropped)]
    if not names:
        return SUGGESTED
    usual = made_for[0].name if made_for else SUGGESTED
    options = [*names, SUGGESTED]
    labels = {SUGGESTED: "What the headers suggest"}
    return st.selectbox(
        "Start from", options, index=options.index(usual), format_func=lambda name: labels.get(name, f"Kept: {name}"),
        key=f"start_{dropped.dataset.name}_{memory.short(dropped.cells.header)}",
    )  # fmt: skip


def _mapping(
    dropped: Dropped, saved: Values[str, str], picked: str, measures: Collection[str], *, afresh: bool
) -> Mapping:
    """The mapping of a start. `afresh`: another start was picked for the same file, so what was chosen since the last
    one does not count."""
    header, dataset = dropped.cells.header, dropped.dataset.name
    before = None if afresh else memory.chosen_for(header, dataset)
    if before is not None and (picked == SUGGESTED or before.name == picked):
        return _here(before, dropped)
    if picked != SUGGESTED:
        return _here(submit.from_toml(saved[picked], picked), dropped)
    suggested = submit.by_id(_here(submit.suggest(dropped.cells, dropped.dataset), dropped), dropped.cells, measures)
    mended = None if afresh else memory.chosen_for_like(header)
    is_usable = mended is not None and mended.dataset == dataset
    return _mended(suggested, _here(mended, dropped)) if mended and is_usable else suggested


def _mended(suggested: Mapping, before: Mapping) -> Mapping:
    """What was chosen for the file before a header was mended, and what the new headers suggest beside it."""
    renamed = {ours: theirs for ours, theirs in suggested.rename.items() if ours not in before.rename}
    constant = {ours: value for ours, value in before.constant.items() if ours not in suggested.rename}
    return replace(before, rename=renamed | before.rename, constant=constant)


def _fits(mapping: Mapping, dropped: Dropped) -> bool:
    return mapping.dataset == dropped.dataset.name


def _here(mapping: Mapping, dropped: Dropped) -> Mapping:
    """The mapping fitted to the file; rows that were handed back to be mended are not taken for the whole list."""
    fitted = submit.fitted(mapping, dropped.cells, dropped.header_row, dropped.sheet)
    return replace(fitted, whole_list=fitted.whole_list and not dropped.cells.handed_back)
