"""The house: imports point one way."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("bot", "handlers", "rules", "storage", "locales", "regions", "sandbox")
ALLOWED = {
    "rules": {"rules"},
    "locales": {"locales"},
    "regions": {"regions"},
    "sandbox": {"sandbox"},
    "storage": {"storage", "rules"},
    "handlers": {"handlers", "rules", "storage", "locales"},
    "bot": set(ROOMS),
}
FRAMEWORKS = {
    "aiogram": ("handlers/reporter", "storage/fsm.py", "bot", "sandbox"),
    "telegram": ("handlers/desk", "bot"),
    "sqlalchemy": ("storage", "bot/leader.py"),
    "sqlmodel": ("storage",),
}


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
    return {name.partition(".")[0] for name in found}


def _files() -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for room in ROOMS for path in (ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("file", _files())
def test_a_room_imports_only_the_rooms_it_may_know(file: str) -> None:
    """rules and locales know nothing of ours, storage knows rules, handlers those three, only bot knows every room."""
    room = Path(file).parts[0]

    strangers = (_imports(ROOT / file) & set(ROOMS)) - ALLOWED[room]

    assert set() == strangers


@pytest.mark.parametrize("file", _files())
def test_a_framework_stays_in_its_rooms(file: str) -> None:
    """aiogram speaks with reporters, python-telegram-bot with the desk, SQL lives in storage."""
    strangers = {
        name
        for name in _imports(ROOT / file) & FRAMEWORKS.keys()
        if not any(file == home or file.startswith(f"{home}/") for home in FRAMEWORKS[name])
    }

    assert set() == strangers


@pytest.mark.parametrize("file", [file for file in _files() if file.startswith("rules/")])
def test_rules_use_the_standard_library_and_two_libraries_of_words(file: str) -> None:
    """The domain depends on Python, and to read words on two libraries of pure functions (decision 17)."""
    import sys

    strangers = _imports(ROOT / file) - set(sys.stdlib_module_names) - {"rules", "rapidfuzz", "snowballstemmer"}

    assert set() == strangers


def test_boundaries_alone_catch_everything() -> None:
    """`except Exception` stands only where a failure must not stop the loop, and in the command line's last line."""
    boundaries = {"bot/intake.py", "bot/courier.py", "bot/clock.py", "bot/cli.py"}
    broad = {
        file
        for file in _files()
        for node in ast.walk(ast.parse((ROOT / file).read_text()))
        if isinstance(node, ast.ExceptHandler) and isinstance(node.type, ast.Name) and node.type.id == "Exception"
    }

    assert set() == broad - boundaries
