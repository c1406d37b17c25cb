"""Their words for ours: each word that is none of ours is asked for once, and so are headers that are questions."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Values
from dataclasses import replace

import streamlit as st

from qi_eval import submit
from qi_eval.datasets.column import Column, Kind
from qi_eval.submit import Cells, Mapping
from qi_eval.ui.upload.laying import in_rows
from qi_eval.ui.upload.reading import Dropped

GRID = 2  # fields side by side
MANY = 40  # more different words of a column than that are not translated one by one on a page
CODED = (Kind.CODE, Kind.CODES, Kind.BOOLEAN)
NOT_YET = "?"  # stands for a word without a translation
Words = dict[str, str]


def word_fields(dropped: Dropped, mapping: Mapping, key: str) -> Mapping:
    """The mapping with translations of words, and of headers in a file that has one column a question or score."""
    kept = replace(dropped, cells=submit.read_rows(dropped.cells, mapping))
    values = {name: dict(words) for name, words in mapping.values.items()}
    for name, _, strange in _strange(dropped, kept.cells, mapping):
        labels = _labels(dropped.dataset.by_name.get(name))
        values[name] = dict(values.get(name, {})) | _asked(name, strange, values.get(name, {}), labels, key)
    values |= _questions(kept, mapping, values, key)
    values |= _others(kept, mapping, values, key)
    if not any(values.values()) and not untranslated(dropped, mapping):
        st.markdown("Every word of this file is understood as it stands.")
    return replace(mapping, values={name: words for name, words in values.items() if words})


def untranslated(dropped: Dropped, mapping: Mapping) -> tuple[str, ...]:
    """The words of the file that stand in columns of codes and mean nothing to us yet."""
    cells, found = submit.read_rows(dropped.cells, mapping), list[str]()
    for name, theirs, strange in _strange(dropped, cells, mapping):
        known = {word.strip().lower() for word in mapping.values.get(name, {})}
        found += [word for word in strange if word.lower() not in known and theirs not in mapping.drop]
    return tuple(dict.fromkeys(found))


def _strange(dropped: Dropped, cells: Cells, mapping: Mapping) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """For each column of codes that the file has: our name, theirs, and its words that are none of ours."""
    for column in dropped.dataset.columns:
        theirs = submit.their_column(column.name, cells, mapping, dropped.dataset)
        if column.kind in CODED and theirs and theirs not in mapping.drop:
            yield column.name, theirs, submit.strange_words(cells, theirs, column, mapping.split.get(column.name))
    if submit.takes_status(dropped.dataset) and submit.STATUS_NAME in mapping.rename:
        theirs = mapping.rename[submit.STATUS_NAME]
        yield submit.STATUS_NAME, theirs, submit.strange_states(cells, theirs)


def _labels(column: Column | None) -> dict[str, str]:
    """What a word of a column of codes may be translated to; None stands for the one status of a training list."""
    if column is None:
        labels = {state: state.capitalize() for state in submit.STATES}
    elif column.kind is Kind.BOOLEAN:
        labels = {"true": "Yes", "false": "No"}
    else:
        labels = {word.value: word.label for word in column.words or ()}
    return labels | {"": "blank"}


def _asked(name: str, strange: tuple[str, ...], known: Values[str, str], labels: Values[str, str], key: str) -> Words:
    if not strange:
        return {}
    st.markdown(f"**Your words for {name}**")
    if len(strange) > MANY:
        st.markdown(f"{len(strange):,} different words are none of ours; the first {MANY} are asked for.")
    options, found = list(labels), {}
    lowered = {word.strip().lower(): said for word, said in known.items()}
    for place, word in in_rows(strange[:MANY], GRID):
        usual = lowered.get(word.lower(), NOT_YET)
        picked = place.selectbox(
            word, options, index=options.index(usual) if usual in options else None, format_func=labels.__getitem__,
            placeholder="Choose what it means", key=f"{key}_word_{name}_{word}",
        )  # fmt: skip
        if picked is not None:
            found[word] = picked
    return found


def _questions(dropped: Dropped, mapping: Mapping, values: Values[str, Words], key: str) -> dict[str, Words]:
    """In a file with one column a question (or score): our code for each header that is one."""
    wide = dropped.dataset.wide
    if wide is None or wide.accepts == "date":
        return {}
    theirs = (submit.their_column(name, dropped.cells, mapping, dropped.dataset) for name in dropped.dataset.by_name)
    taken = {*theirs, *mapping.pseudonym.values(), *mapping.keep, *mapping.drop}
    free = [name for name in dropped.cells.header if name not in taken]
    known = values.get(wide.variable, {})
    usual = [name for name in free if name in known]
    if not free:
        return {}
    st.markdown(f"**Columns that are a {'question' if wide.accepts == 'item' else 'score'} each**")
    picked = st.multiselect("Your columns whose cells are answers or scores", free, default=usual, key=f"{key}_wide")
    example = "our code, such as q3f" if wide.accepts == "item" else "our code, such as morale"
    codes = {
        name: st.text_input(name, value=known.get(name, ""), key=f"{key}_code_{name}", placeholder=example).strip()
        for name in picked
    }
    return {wide.variable: {name: code for name, code in codes.items() if code}}


def _others(dropped: Dropped, mapping: Mapping, values: Values[str, Words], key: str) -> dict[str, Words]:
    """Translations in columns of free words, on demand: answers such as "Agree" into numbers."""
    wide = dropped.dataset.wide
    plain = [column.name for column in dropped.dataset.columns if column.kind not in CODED]
    variable = wide.variable if wide else ""
    usual = [name for name in values if name in plain and name != variable and values[name]]
    picked = st.multiselect(
        "Translate the words of other columns", [name for name in plain if name != variable], default=usual,
        key=f"{key}_others",
    )  # fmt: skip
    found = {name: _free(name, _texts(dropped, mapping, name, values), values.get(name, {}), key) for name in picked}
    return {name: {} for name in usual if name not in picked} | found


def _texts(dropped: Dropped, mapping: Mapping, name: str, values: Values[str, Words]) -> list[str]:
    """The different texts of one of our columns; in a wide file, of all columns that become it."""
    wide = dropped.dataset.wide
    theirs = submit.their_column(name, dropped.cells, mapping, dropped.dataset)
    headers = [theirs] if theirs else []
    if wide and name == wide.value and not theirs:
        headers = [header for header in values.get(wide.variable, {}) if header in dropped.cells.header]
    return sorted({text for header in headers for text in submit.different(dropped.cells, header)})


def _free(name: str, texts: list[str], known: Values[str, str], key: str) -> Words:
    st.markdown(f"**Your words for {name}**")
    lowered = {word.strip().lower(): said for word, said in known.items()}
    said = {
        text: place.text_input(text, value=lowered.get(text.lower(), ""), key=f"{key}_free_{name}_{text}")
        for place, text in in_rows(texts[:MANY], GRID)
    }
    return dict(known) | {text: word.strip() for text, word in said.items() if word.strip()}
