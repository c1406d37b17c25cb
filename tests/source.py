"""The project's own source, as a test reads it: modules with their rooms, what they import, what they call."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WRITTEN_IN = ("app.py", "pages", "qi_eval", "tests", "benchmarks", "docs", "scripts")


@dataclass(frozen=True)
class Module:
    """One file of the product. `room` is the part of the house that it stands in."""

    path: Path

    @property
    def parts(self) -> tuple[str, ...]:
        """Its dotted name, in parts."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return parts[:-1] if parts[-1] == "__init__" else parts

    @property
    def room(self) -> str:
        """The package or module under qi_eval, or "app" or "pages"."""
        return _room(self.parts)

    @property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return _tree(self.path)

    def __str__(self) -> str:
        return self.path.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Imports:
    """What a module imports: rooms of the house with the line, and top-level packages from outside."""

    rooms: tuple[tuple[int, str], ...]
    packages: frozenset[str]

    @property
    def third_party(self) -> frozenset[str]:
        """The packages that do not come with Python."""
        return self.packages - sys.stdlib_module_names


def python_files() -> list[Path]:
    """Every Python file of the repository, tests and benchmarks included."""
    found = (ROOT / name for name in WRITTEN_IN)
    files = (file for place in found for file in ([place] if place.is_file() else place.rglob("*.py")))
    return sorted(files)


def modules() -> list[Module]:
    """The files of the product itself; the package's own __init__ holds nothing and belongs to no room."""
    ours = [
        Module(path) for path in python_files() if path.relative_to(ROOT).parts[0] in {"app.py", "pages", "qi_eval"}
    ]
    return [module for module in ours if module.parts != ("qi_eval",)]


@cache
def imports(module: Module) -> Imports:
    """What a module imports, inside functions too."""
    statements = [node for node in ast.walk(module.tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    found = [(node.lineno, name) for node in statements for name in _names(node, module)]
    ours = [(line, name) for line, name in found if name.startswith(("qi_eval.", "pages"))]
    rooms = tuple((line, _room(tuple(name.split(".")))) for line, name in ours)
    packages = frozenset(name.split(".")[0] for _, name in found) - {"qi_eval", "pages", "__future__"}
    return Imports(rooms, packages)


def calls(module: Module) -> Iterator[ast.Call]:
    """Every call in a module."""
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def named(call: ast.Call) -> str:
    """The last part of the name of what is called."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _names(node: ast.Import | ast.ImportFrom, module: Module) -> Iterator[str]:
    """The dotted names that an import statement brings in."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    else:
        base = _base(node, module)
        yield from (f"{base}.{alias.name}" if base in {"qi_eval", "pages"} else base for alias in node.names)


def _base(node: ast.ImportFrom, module: Module) -> str:
    """The module that names are imported from, relative imports resolved."""
    if not node.level:
        return node.module or ""
    package = module.parts if module.path.name == "__init__.py" else module.parts[:-1]
    above = package[: len(package) - node.level + 1]
    return ".".join((*above, node.module)) if node.module else ".".join(above)


def _room(parts: tuple[str, ...]) -> str:
    return parts[1] if parts[0] == "qi_eval" and len(parts) > 1 else parts[0]


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))
