"""A word: a code that files hold, the label that pages show, what it means, and what other systems call it."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """One code of a controlled vocabulary; its value is the code, `label` is what a page shows, `also` what
    files of other systems write for it."""

    label: str
    meaning: str
    also: tuple[str, ...]

    def __new__(cls, code: str, label: str = "", meaning: str = "", also: tuple[str, ...] = ()) -> Self:
        word = str.__new__(cls, code)
        word._value_ = code
        word.label = label or code.replace("_", " ").capitalize()
        word.meaning = meaning
        word.also = also
        return word

    @classmethod
    def codes(cls) -> tuple[str, ...]:
        """The codes in the order in which a page lists them."""
        return tuple(str(word.value) for word in cls)
