"""What the intake must know of the store: the ids that a file may refer to, and what measures are."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from qi_eval.datasets.home import SETTING as HOME
from qi_eval.datasets.known import NAMES, Known
from qi_eval.store.reading import read_arrow
from qi_eval.store.tables import Catalogue

SETTINGS = "settings"
# What Known.learn reads besides the ids that are referred to.
ALSO_READ = {
    "parent_unit_id",
    "unit_level",
    "org_code",
    "value_type",
    "multiplier",
    "frequency",
    "unit_id",
    "project_id",
}
ALSO_READ |= set(NAMES.values())


def read_known(connection: Connection, catalogue: Catalogue) -> Known:
    """The Known of everything that stands now."""
    known = _settings(connection, catalogue)
    for name in dict.fromkeys(dataset for dataset, _ in catalogue.referred):
        twin = catalogue.twins[name]
        ids = [column for dataset, column in catalogue.referred if dataset == name]
        wanted = [twin.now.c[column] for column in twin.names if column in ids or column in ALSO_READ]
        table = read_arrow(connection, select(*wanted).order_by(*(twin.now.c[key] for key in twin.dataset.key)))
        known = known.learn(name, table)
        for column in ids:
            if not known.of(name, column):
                known = known.plus(name, column, table.column(column).to_pylist())
    return known


def _settings(connection: Connection, catalogue: Catalogue) -> Known:
    """What the settings say, which must be known first: they may name our organisation."""
    if SETTINGS not in catalogue.twins:
        return Known()
    settings = catalogue.twins[SETTINGS].now
    named = select(settings).where(func.lower(settings.c.key) == HOME)
    return Known().learn(SETTINGS, read_arrow(connection, named))
