"""The terms that stand in a text, with what they mean: help where the words are, from the one glossary."""

from __future__ import annotations

import re
from functools import cache

from qi_eval.vocabulary.glossary import GLOSSARY, Term

Explained = tuple[tuple[str, str], ...]  # term, meaning
STARRED = "*"


def explained(*texts: str) -> Explained:
    """The terms of the glossary that occur in the texts, in its order."""
    words = " ".join(texts).lower()
    found = [term for term, pattern in _patterns() if pattern.search(words)]
    names = " ".join(term.name.lower() for term in found)
    kept = (term for term in found if term.name != "Known" or "partly known" not in names)
    return tuple((term.name, term.meaning) for term in kept)


def all_terms() -> tuple[tuple[str, Explained], ...]:
    """The whole glossary: heading, then its terms."""
    return tuple((part, tuple((term.name, term.meaning) for term in terms)) for part, terms in GLOSSARY.items())


def anchor(term: str) -> str:
    """Where a term stands on How to read this."""
    return "term-" + re.sub(r"[^a-z0-9]+", "-", term.lower().replace("*", "star")).strip("-")


@cache
def _patterns() -> tuple[tuple[Term, re.Pattern[str]], ...]:
    terms = [term for terms in GLOSSARY.values() for term in terms if term.name != STARRED]
    return tuple((term, re.compile(_any_of(term))) for term in terms)


def _any_of(term: Term) -> str:
    return "|".join([rf"\b{re.escape(term.name.lower())}\b", *(each.lower() for each in term.found_by)])
