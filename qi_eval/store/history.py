"""The tables as they stand now, or as they stood at a position of the ledger: what a metric counts in."""

from __future__ import annotations

from sqlalchemy import FromClause, and_, select, union_all

from qi_eval.store.tables import LINEAGE, Catalogue, Twin


class TablesNow:
    """`t.projects` and so on: the rows that stand, with load_id, row_no and since."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._twins = catalogue.twins

    def __getattr__(self, dataset: str) -> FromClause:
        """The selectable of one dataset; always the same object, so that a select may name it often."""
        if dataset.startswith("_") or dataset not in self._twins:
            raise AttributeError(f"There is no dataset {dataset!r}.")
        made = self._made(self._twins[dataset])
        setattr(self, dataset, made)
        return made

    def _made(self, twin: Twin) -> FromClause:
        return twin.now


class TablesAsAt(TablesNow):
    """The same as they stood right after event `seq`."""

    def __init__(self, catalogue: Catalogue, seq: int) -> None:
        super().__init__(catalogue)
        self._seq = seq

    def _made(self, twin: Twin) -> FromClause:
        names = (*twin.names, *LINEAGE)
        now, history = twin.now, twin.history
        still = select(*(now.c[name] for name in names)).where(now.c.since <= self._seq)
        stood = and_(history.c.since <= self._seq, history.c.until > self._seq)
        then = select(*(history.c[name] for name in names)).where(stood)
        return union_all(still, then).subquery(twin.dataset.name)
