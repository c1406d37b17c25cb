"""`python -m qi_eval.dictionary`: writes data/templates/, data/DICTIONARY.md and data/vocabulary.csv anew."""

from __future__ import annotations

from pathlib import Path

from qi_eval.dictionary import markdown, vocabulary_csv, write_templates

DATA = Path(__file__).resolve().parents[2] / "data"


def main(folder: Path = DATA) -> None:
    """Writes all that is made from the declarations and kept beside them."""
    write_templates(folder / "templates")
    (folder / "DICTIONARY.md").write_text(markdown(), "utf-8", newline="\n")
    (folder / "vocabulary.csv").write_text(vocabulary_csv(), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
