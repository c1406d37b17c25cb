"""The rules of the house, read from the source: who may import whom, how long a file may be, what is never called.

There is no list of exceptions: a rule that does not fit is changed here, in the open."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from qi_eval.ui import html
from tests.source import ROOT, calls, imports, modules, named, python_files

LONGEST_FILE = 300  # lines

# room → the rooms that its files may import from, besides itself; each stands beneath it
MAY_IMPORT: dict[str, set[str]] = {
    "vocabulary": set(),
    "framework": {"vocabulary"},
    "logs": set(),
    "access": {"vocabulary"},
    "datasets": {"vocabulary", "framework"},
    "spc": {"vocabulary"},
    "effects": set(),
    "charts": {"vocabulary"},
    "narrative": {"vocabulary", "framework"},
    "metrics": {"vocabulary", "framework", "datasets", "narrative", "spc"},
    "disclosure": {"vocabulary", "metrics"},
    "dictionary": {"vocabulary", "framework", "datasets", "metrics"},
    "intake": {"vocabulary", "datasets"},
    "store": {"vocabulary", "datasets"},
    "submit": {"vocabulary", "datasets", "intake", "store"},
    "demo": {"vocabulary", "framework", "datasets", "submit"},
    "views": {
        *("vocabulary", "framework", "datasets", "spc", "effects", "charts"),
        *("narrative", "metrics", "disclosure", "store"),
    },
    "reports": {"vocabulary", "framework", "charts", "narrative", "disclosure", "views"},
    "ui": {
        *("vocabulary", "framework", "access", "datasets", "dictionary"),
        *("submit", "demo", "views", "reports"),
    },
    "commands": {"vocabulary", "datasets", "dictionary", "submit", "demo", "views"},
    "__main__": {"commands", "submit", "logs"},
    "app": {"ui", "logs"},
    "pages": {"vocabulary", "framework", "ui"},
}

# package → the rooms that may import it
ONLY_IN: dict[str, set[str]] = {
    "streamlit": {"app", "pages", "ui"},
    "duckdb": {"store"},
    "duckdb_sqlalchemy": {"store"},
    "psycopg": {"store"},
    "sqlalchemy": {"store", "metrics"},
    "plotly": {"charts"},
    "statsmodels": {"effects"},
    "typst": {"reports"},
    "pptx": {"reports"},
}
CALLED = {"python_pptx": "pptx"}  # pinned as → imported as, where the two differ
SPC_NEEDS = {"numpy", "scipy", "pandas"}
PURE = ("spc", "effects", "metrics", "charts")  # no clock, environment, random seed or file
IMPURE = {"os", "time", "random", "pathlib", "tempfile", "io"}
CLOCKS = {"now", "today", "utcnow"}
SQL_TEXT = {"text", "exec_driver_sql", "DDL", "literal_column", "TextClause", "SQL"}  # take SQL as text
ASKS = {"execute", "sql", "query"}  # take SQL as text or as an expression
RUNS = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle", "subprocess", "multiprocessing", "ctypes"}
RUN, SHELLS = {"eval", "exec", "compile", "__import__"}, {"system", "popen", "import_module", "read_pickle"}
FRAMES = {"iframe", "components", "declare_component"}  # put another page, or a script, into a page

HOUSE = modules()


def test_a_room_knows_only_what_stands_beneath_it() -> None:
    strangers = [
        f"{module} line {line}: {room}"
        for module in HOUSE
        for line, room in imports(module).rooms
        if room not in MAY_IMPORT[module.room] | {module.room}
    ]
    assert strangers == []


def test_every_room_has_its_place() -> None:
    assert {module.room for module in HOUSE} <= set(MAY_IMPORT)


def test_no_arrow_points_upward() -> None:
    assert list(_cycles(MAY_IMPORT)) == []


def test_only_submit_and_views_open_the_store() -> None:
    assert {room for room, below in MAY_IMPORT.items() if "store" in below} == {"submit", "views"}


@pytest.mark.parametrize("package", ONLY_IN)
def test_a_package_stays_in_its_room(package: str) -> None:
    users = {module for module in HOUSE if package in imports(module).packages}
    outside = sorted(str(module) for module in users if module.room not in ONLY_IN[package])
    assert not outside, f"{package} is for {sorted(ONLY_IN[package])} only"


def test_spc_needs_numbers_only() -> None:
    spc = [module for module in HOUSE if module.room == "spc"]
    assert [str(module) for module in spc if not imports(module).third_party <= SPC_NEEDS] == []


def test_the_core_is_pure() -> None:
    core = [module for module in HOUSE if module.room in PURE]
    assert [str(module) for module in core if imports(module).packages & IMPURE] == []
    assert [f"{module} line {call.lineno}" for module in core for call in calls(module) if named(call) in CLOCKS] == []


def test_every_package_that_is_imported_is_pinned() -> None:
    pinned = {line.split("==")[0].split("[")[0].replace("-", "_") for line in _requirements()}
    known = {CALLED.get(name, name) for name in pinned}
    assert {package for module in HOUSE for package in imports(module).third_party} <= known


def test_every_requirement_is_pinned_exactly() -> None:
    assert [line for line in _requirements() if "==" not in line] == []


def test_a_file_can_be_read_in_one_sitting() -> None:
    long = [path for path in python_files() if len(path.read_text("utf-8").splitlines()) > LONGEST_FILE]
    assert [str(path.relative_to(ROOT)) for path in long] == []


def test_what_is_public_says_what_it_is() -> None:
    public = [(module, name, node) for module in HOUSE for name, node in _public(module.tree)]
    assert [f"{module}: {name}" for module, name, node in public if not ast.get_docstring(node)] == []


def test_html_is_written_in_one_place() -> None:
    writers = {str(module) for module in HOUSE for call in calls(module) if _is_st_html(call) or named(call) == "Piece"}
    assert writers <= {"qi_eval/ui/html.py"}


def test_no_page_lets_markup_through() -> None:
    """But for one script, which is a file of the house and is given nothing."""
    through = [(str(path.relative_to(ROOT)), call) for path in python_files() for call in _lets_markup_through(path)]
    assert through == [("qi_eval/ui/html.py", "st.html(ARRIVE, unsafe_allow_javascript=True)")]
    assert html.ARRIVE.markup == Path(html.__file__).with_name("arrive.html").read_text("utf-8")
    framed = [str(module) for module in HOUSE for call in calls(module) if named(call) in FRAMES]
    assert framed == []


def test_there_is_one_door_out_of_a_page() -> None:
    doors = {str(module) for module in HOUSE for call in calls(module) if named(call) == "download_button"}
    assert doors == {"qi_eval/ui/away.py"}


def test_nothing_is_run_that_was_read() -> None:
    assert [str(module) for module in HOUSE if imports(module).packages & RUNS] == []
    every = [(module, call) for module in HOUSE for call in calls(module)]
    run = [one for one in every if named(one[1]) in RUN and not isinstance(one[1].func, ast.Attribute)]
    shells = [one for one in every if named(one[1]) in SHELLS]
    assert [f"{module} line {call.lineno}" for module, call in run + shells] == []


def test_sql_is_never_put_together_from_text() -> None:
    rooms = [module for module in HOUSE if module.room in ONLY_IN["sqlalchemy"]]
    asked = [(module, call) for module in rooms for call in calls(module) if call.args]
    built = [
        f"{module} line {call.lineno}"
        for module, call in asked
        if (named(call) in SQL_TEXT and not _is_fixed(call.args[0]))
        or (named(call) in ASKS and _is_built(call.args[0]))
    ]
    assert built == []


def _requirements() -> list[str]:
    lines = [line for name in ("requirements.txt", "requirements-dev.txt") for line in (ROOT / name).open()]
    return [line.strip() for line in lines if line.strip() and not line.startswith(("-", "#"))]


def _cycles(graph: dict[str, set[str]]) -> Iterator[str]:
    """The rooms that can be reached from themselves."""
    for start in graph:
        seen: set[str] = set()
        ahead = list(graph[start])
        while ahead:
            room = ahead.pop()
            if room not in seen:
                seen.add(room)
                ahead.extend(graph[room])
        if start in seen:
            yield start


def _public(tree: ast.Module) -> Iterator[tuple[str, ast.Module | ast.FunctionDef]]:
    """The module, its public functions, and the public methods of its public classes; an empty file has none."""
    if tree.body:
        yield "the module", tree
    yield from ((function.name, function) for function in _functions(tree.body))
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not _is_protocol(node):
            yield from ((f"{node.name}.{method.name}", method) for method in _functions(node.body))


def _functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef]:
    return (node for node in body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))


def _is_protocol(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)


def _is_st_html(call: ast.Call) -> bool:
    function = call.func
    return isinstance(function, ast.Attribute) and function.attr == "html" and _root(function) in {"st", "streamlit"}


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _lets_markup_through(path: Path) -> Iterator[str]:
    """Each call that is told to take markup as it comes."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and any((word.arg or "").startswith("unsafe_") for word in node.keywords):
            yield ast.unparse(node)


def _is_fixed(argument: ast.expr) -> bool:
    """Whether a text stands in the source as it is, or holds nothing but the module's own constants."""
    if isinstance(argument, ast.JoinedStr):
        pieces = [piece.value for piece in argument.values if isinstance(piece, ast.FormattedValue)]
        return all(isinstance(piece, ast.Name) and piece.id.isupper() for piece in pieces)
    return isinstance(argument, ast.Constant)


def _is_built(argument: ast.expr) -> bool:
    """Whether a text is put together on the spot: an f-string, a sum, a %, a .format() or a .join()."""
    if isinstance(argument, ast.Call) and isinstance(argument.func, ast.Attribute):
        return argument.func.attr in {"format", "join", "replace"} and _is_text(argument.func.value)
    sides = [argument.left, argument.right] if isinstance(argument, ast.BinOp) else []
    return isinstance(argument, ast.JoinedStr) or any(map(_is_text, sides))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
