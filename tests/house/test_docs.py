"""The documents say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot import cli
from bot.settings import Settings
from locales.catalog import read
from rules.lifecycle import Status

ROOT = Path(__file__).parent.parent.parent
DEPLOY = (ROOT / "docs/deploy.md").read_text()
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_table_of_settings_is_the_settings() -> None:
    """docs/deploy.md lists each setting with its default and meaning, and no other."""
    rows = dict(re.findall(r"^\| `(KANAL_\w+)` \| (.*?) \|$", DEPLOY, re.MULTILINE))
    expected = {}
    for name, info in Settings.model_fields.items():
        default = "" if info.default is None else f"`{info.default}`"
        expected[f"KANAL_{name.upper()}"] = f"{default} | {info.description}".strip()

    assert expected == {name: row.strip() for name, row in rows.items()}


def test_the_example_file_names_every_setting() -> None:
    """.env.example has each setting once."""
    names = re.findall(r"^(KANAL_\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert sorted(f"KANAL_{name.upper()}" for name in Settings.model_fields) == sorted(names)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """Every relative link of a page names a file that exists."""
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())

    assert [] == [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_in_the_documents_exist(page: Path) -> None:
    """Each `kanal …` in a document is a command of the command line."""
    root = get_command(cli.app)
    commands = set(getattr(root, "commands", {}))
    named = set(re.findall(r"^(?:ExecStart\S*=\S+/)?kanal ([a-z]+)", page.read_text(), re.MULTILINE))
    named |= set(re.findall(r"`kanal ([a-z]+)", page.read_text()))

    assert set() == named - commands


def test_every_warning_in_the_log_is_explained() -> None:
    """The table for the engineer on duty has each event that is logged as a warning or an error, and no other."""
    rooms = [path.read_text() for room in ("bot", "handlers", "storage") for path in (ROOT / room).rglob("*.py")]
    logged = re.findall(r'log\.(?:warning|error|exception|critical)\(\s*"([\w.]+)"', "\n".join(rooms))
    cells = re.findall(r"^\| (`\w+\.\w+`.*?) \|", DEPLOY, re.MULTILINE)

    assert sorted(set(logged)) == sorted(re.findall(r"`([\w.]+)`", " ".join(cells)))


def test_the_design_names_every_status() -> None:
    """docs/design.md has a row for each status of a report."""
    rows = set(re.findall(r"^\| (\w+) \|", (ROOT / "docs/design.md").read_text(), re.MULTILINE))

    assert {status.value for status in Status} <= rows


GUIDES = {"id": ROOT / "docs/operators.md", "en": ROOT / "docs/operators.en.md"}


@pytest.mark.parametrize("locale", GUIDES)
def test_what_the_guides_quote_from_the_screens_is_on_them(locale: str) -> None:
    """Each button and line that an operators' guide names (in bold, beginning with a picture) is in the catalogue."""
    texts = [text for domain in ("desk", "figures", "notices", "kanal") for text in texts_of(locale, domain)]
    shown = [re.sub(r"</?\w+>", "", text) for text in texts]
    named = re.findall(r"\*\*([^\x00-\x7f“”…][^*\n]*)\*\*", GUIDES[locale].read_text())

    assert named
    assert [] == [words for words in named if not any(words.split("…")[0].rstrip() in text for text in shown)]


def test_both_guides_have_the_same_parts() -> None:
    """The English edition has as many headings, tables, pictures and commands as the Indonesian one."""
    pages = {locale: page.read_text() for locale, page in GUIDES.items()}
    shapes = {
        locale: [len(re.findall(pattern, text, re.MULTILINE)) for pattern in (r"^#+ ", r"^ *\|---", r"^!\[")]
        for locale, text in pages.items()
    }
    rows = {locale: re.findall(r"^\| `/(.*?)\|", text, re.MULTILINE) for locale, text in pages.items()}

    assert shapes["id"] == shapes["en"]
    assert len(rows["id"]) == len(rows["en"])


def texts_of(locale: str, domain: str) -> list[str]:
    return [
        text
        for message in read(locale, domain)
        for text in (message.string if isinstance(message.string, (tuple, list)) else [message.string])
    ]
