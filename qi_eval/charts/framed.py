"""A drawing with its title above and its words below: one picture that speaks for itself, for a slide or a message."""

from __future__ import annotations

from qi_eval.charts.lettering import wrapped
from qi_eval.charts.picture import Picture, label, picture
from qi_eval.charts.poster import moved

PAD = 24  # px around
TITLE, WORDS = (22, 28), (15, 22)  # px: the size of the letters, from one line to the next


def framed(drawn: Picture, title: str, words: str, *, exact: bool = False) -> Picture:
    """The drawing as wide as it is, and its frame. `exact`: the colours of Making Data Count."""
    parts, y = list[str](), float(PAD)
    for row in wrapped(title, drawn.width, TITLE[0], bold=True):
        parts.append(label(PAD, y + TITLE[0], row, size=TITLE[0], bold=True))
        y += TITLE[1]
    parts.append(moved([_body(drawn)], PAD, y + 8))
    y += drawn.height + 20
    for row in wrapped(words, drawn.width, WORDS[0]):
        parts.append(label(PAD, y + WORDS[0], row, size=WORDS[0]))
        y += WORDS[1]
    return picture(parts, drawn.alt, drawn.width + 2 * PAD, y + PAD / 2, exact=exact)


def _body(drawn: Picture) -> str:
    """The pieces of a drawing without its head: its colours are looked up again for the whole picture."""
    _, _, rest = drawn.svg.rpartition("</style>") if "</style>" in drawn.svg else drawn.svg.rpartition("</title>")
    return rest.removesuffix("</svg>")
