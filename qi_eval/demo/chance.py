"""Seeded chance: a generator for each subject, and the few draws that the made-up trust needs.

Every subject has a stream of its own, so that a change to one leaves the others byte for byte as they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TypeVar

import numpy as np

Chance = np.random.Generator
T = TypeVar("T")


def stream(seed: int, *names: str) -> Chance:
    """The generator of one subject, always the same for the same seed and names."""
    digest = sha256("/".join((str(seed), *names)).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:8], "big")))


def pick(rng: Chance, options: Sequence[T]) -> T:
    """One of the options, each as likely."""
    return options[int(rng.random() * len(options))]


def weighted(rng: Chance, weights: Mapping[T, float]) -> T:
    """One of the keys, as likely as its weight says."""
    left = rng.random() * sum(weights.values())
    for option, weight in weights.items():
        left -= weight
        if left < 0:
            return option
    return option


def sample(rng: Chance, options: Sequence[T], n: int) -> list[T]:
    """At most `n` different options, in chance order."""
    order = np.argsort(rng.random(len(options)), kind="stable")
    return [options[int(i)] for i in order[:n]]


def between(rng: Chance, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    return low + int(rng.random() * (high - low + 1))


def successes(rng: Chance, n: int, p: float) -> int:
    """How many of `n` went well where each does with chance `p`."""
    return int((rng.random(n) < p).sum())


def arrivals(rng: Chance, mean: float) -> int:
    """A Poisson count; the normal approximation above 200, where nobody could tell."""
    if mean > 200:
        return max(0, round(mean + mean**0.5 * float(rng.standard_normal())))
    # Exponential gaps, counted until they fill the interval: plain logarithms, the same on every machine.
    count, filled = 0, 0.0
    while True:
        filled -= float(np.log1p(-rng.random()))
        if filled > mean:
            return count
        count += 1


def key_of(kind: str, seed: int, number: int) -> str:
    """A pseudonym as an upload would hold it: p and 12 hexadecimal digits, never a long run of plain digits."""
    digest = sha256(f"{seed}/{kind}/{number}".encode()).hexdigest()
    return f"p{digest[:5]}{'abcdef'[number % 6]}{digest[5:10]}{'fedcba'[number % 6]}"
