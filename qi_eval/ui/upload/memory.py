"""What a person has chosen on the Upload page, kept for the session: a mended file starts where the last one ended."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from qi_eval.submit import Mapping

CHOSEN = "upload_chosen"  # session: the choices made last, newest last
MOST = 20  # shapes of files that are remembered
ALIKE = 0.6  # share of the headers that two files must share to be one file, mended


@dataclass(frozen=True)
class Chosen:
    """The headers of a file and the mapping that was made for them."""

    headers: tuple[str, ...]
    mapping: Mapping


def remember(headers: tuple[str, ...], mapping: Mapping) -> None:
    """Keeps the choices for these headers; the newest of a shape replaces the older."""
    others = [one for one in _chosen() if one.headers != headers]
    st.session_state[CHOSEN] = [*others, Chosen(headers, mapping)][-MOST:]


def dataset_for(headers: tuple[str, ...]) -> str | None:
    """The dataset that was chosen for these headers before."""
    return next((one.mapping.dataset for one in reversed(_chosen()) if one.headers == headers), None)


def chosen_for(headers: tuple[str, ...], dataset: str) -> Mapping | None:
    """What was chosen before for these headers, None where nothing was."""
    return next(
        (one.mapping for one in reversed(_chosen()) if one.headers == headers and one.mapping.dataset == dataset), None
    )


def chosen_for_like(headers: tuple[str, ...]) -> Mapping | None:
    """What was chosen before for a file that shares most of these headers: the same file before one was mended."""
    here = set(headers)
    for one in reversed(_chosen()):
        if len(here & set(one.headers)) / max(len(here | set(one.headers)), 1) >= ALIKE:
            return one.mapping
    return None


def short(headers: Sequence[str]) -> str:
    """A short name for a list of headers, for the keys of fields."""
    return hashlib.sha256("\n".join(headers).encode()).hexdigest()[:10]


def _chosen() -> list[Chosen]:
    kept: list[Chosen] = st.session_state.get(CHOSEN, [])
    return kept
