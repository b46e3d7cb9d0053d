"""`python -m locales`: are the catalogues complete and alike in every language? Part of `make check`."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message

from locales.catalog import DOMAINS, FALLBACK, LOCALES, fields_of, read

PLURALS = {"id": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
ROOT = Path(__file__).parent.parent
ROOMS = ("handlers", "bot")
_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_KEY = re.compile(r"^[a-z_]+(\.[a-z_0-9]+)+$")


def problems() -> Iterator[str]:
    """Every fault of the catalogues, a sentence each."""
    for domain in DOMAINS:
        yield from _alike(domain)
        for locale in LOCALES:
            yield from _sound(locale, domain)
    yield from _apart()
    yield from _used()


def _apart() -> Iterator[str]:
    """In memory the domains are one: of two texts with the same key one would be lost."""
    seen: dict[str, str] = {}
    for domain in DOMAINS:
        for key in _messages(FALLBACK, domain):
            if (other := seen.setdefault(key, domain)) != domain:
                yield f"{key} is in {other} and in {domain}"


def _messages(locale: str, domain: str) -> dict[str, Message]:
    return {_key(message): message for message in read(locale, domain) if message.id}


def _key(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)


def _strings(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, (tuple, list)) else [str(message.string)]


def _alike(domain: str) -> Iterator[str]:
    wanted = _messages(FALLBACK, domain)
    for locale in LOCALES:
        here = _messages(locale, domain)
        for key in sorted(wanted.keys() ^ here.keys()):
            yield f"{domain}: {key} is {'missing' if key in wanted else 'only'} in {locale}"
        for key in sorted(wanted.keys() & here.keys()):
            fields = {name for text in _strings(here[key]) for name in fields_of(text)} - {"n"}
            if fields != {name for text in _strings(wanted[key]) for name in fields_of(text)} - {"n"}:
                yield f"{domain}: {key} has other fields in {locale} than in {FALLBACK}: {sorted(fields)}"


def _sound(locale: str, domain: str) -> Iterator[str]:
    catalog = read(locale, domain)
    header = dict(catalog.mime_headers).get("Plural-Forms", "")
    if header.rstrip(";") != PLURALS[locale].rstrip(";"):
        yield f"{domain} in {locale}: the Plural-Forms header must be {PLURALS[locale]}"
    for key, message in _messages(locale, domain).items():
        if message.fuzzy:
            yield f"{domain}: {key} is fuzzy in {locale}"
        if not all(_strings(message)):
            yield f"{domain}: {key} is empty in {locale}"
        if any(not _balanced(text) for text in _strings(message)):
            yield f"{domain}: {key} has unbalanced tags in {locale}"


def _balanced(text: str) -> bool:
    open_tags: list[str] = []
    for closing, name in _TAG.findall(text):
        if not closing:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return False
    return not open_tags


def _used() -> Iterator[str]:
    known = {key for domain in DOMAINS for key in _messages(FALLBACK, domain)}
    prefixes = {key.split(".")[0] for key in known}
    literals, stems = _literals()
    for key in sorted(literals - known):
        if key.split(".")[0] in prefixes and _KEY.match(key) and f"{key}." not in {k[: len(key) + 1] for k in known}:
            yield f"the code asks for {key}, which no catalogue has"
    for key in sorted(known - literals):
        if not any(key.startswith(stem) for stem in stems):
            yield f"nothing asks for {key}"


def _literals() -> tuple[set[str], set[str]]:
    """Every string in the code, and the fixed beginnings of every f-string."""
    literals: set[str] = set()
    stems: set[str] = set()
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literals.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                stem = str(node.values[0].value)
                if "." in stem:
                    stems.add(stem)
    return literals, stems


if __name__ == "__main__":
    found = list(problems())
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    sys.exit(bool(found))
