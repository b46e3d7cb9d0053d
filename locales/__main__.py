"""`python -m locales`: are the catalogues complete and alike in every language? Part of `make check`."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Message

from locales.catalog import BASE, DESK, DOMAINS, FALLBACK, HOME, PUBLIC, fields_of, forms, plurals, present, read

ROOT = Path(__file__).parent.parent
ROOMS = ("handlers", "bot")
LONGEST = {"menu": 256, "about.public.short": 120, "about.desk.short": 120, "about": 512}  # letters: Telegram's limits
FIELD = 24  # letters of what is filled in: the name of a regency
_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_KEY = re.compile(r"^[a-z_]+(\.[a-z_0-9]+)+$")


def problems(root: Path = HOME) -> Iterator[str]:
    """Every fault of the catalogues, a sentence each."""
    yield from _whole(root)
    for domain in DOMAINS:
        for locale in present(root, (domain,)):
            yield from _alike(root, locale, domain)
            yield from _sound(root, locale, domain)
    yield from _apart()
    yield from _used()


def _whole(root: Path) -> Iterator[str]:
    """A folder with some files of what reporters read, or of the desk, lacks the others."""
    for locale in sorted({*BASE, *(path.parent.parent.name for path in root.glob("*/LC_MESSAGES/*.po"))}):
        there = {domain for domain in DOMAINS if locale in present(root, (domain,))}
        wanted = DOMAINS if locale in BASE or there & set(DESK) else PUBLIC
        for domain in wanted:
            if domain not in there:
                yield f"{locale} has no {domain}.po, so it is not offered; copy {FALLBACK}'s and translate it"


def _apart() -> Iterator[str]:
    """In memory the domains are one: of two texts with the same key one would be lost."""
    seen: dict[str, str] = {}
    for domain in DOMAINS:
        for key in _messages(HOME, FALLBACK, domain):
            if (other := seen.setdefault(key, domain)) != domain:
                yield f"{key} is in {other} and in {domain}"


def _messages(root: Path, locale: str, domain: str) -> dict[str, Message]:
    return {_key(message): message for message in read(locale, domain, root) if message.id}


def _key(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)


def _strings(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, (tuple, list)) else [str(message.string)]


def _alike(root: Path, locale: str, domain: str) -> Iterator[str]:
    wanted, here = _messages(HOME, FALLBACK, domain), _messages(root, locale, domain)
    for key in sorted(wanted.keys() ^ here.keys()):
        yield f"{domain}: {key} is {'missing' if key in wanted else 'only'} in {locale}"
    for key in sorted(wanted.keys() & here.keys()):
        fields = {name for text in _strings(here[key]) for name in fields_of(text)} - {"n"}
        if fields != {name for text in _strings(wanted[key]) for name in fields_of(text)} - {"n"}:
            yield f"{domain}: {key} has other fields in {locale} than in {FALLBACK}: {sorted(fields)}"


def _sound(root: Path, locale: str, domain: str) -> Iterator[str]:
    header = dict(read(locale, domain, root).mime_headers).get("Plural-Forms", "")
    if _forms(header) != plurals(locale):
        yield f"{domain} in {locale}: the Plural-Forms header does not count {_how(locale)} as CLDR does"
    for key, message in _messages(root, locale, domain).items():
        if isinstance(message.id, (tuple, list)) and len(_strings(message)) != len(forms(locale)):
            yield f"{domain}: {key} in {locale} does not have {_how(locale)}"
        if message.fuzzy:
            yield f"{domain}: {key} is fuzzy in {locale}"
        if not all(_strings(message)):
            yield f"{domain}: {key} is empty in {locale}"
        most = next((most for start, most in LONGEST.items() if key == start or key.startswith(f"{start}.")), None)
        if most and any(len(re.sub(r"{\w+}", "n" * FIELD, text)) > most for text in _strings(message)):
            yield f"{domain}: {key} is too long in {locale}: Telegram takes at most {most} letters of it"
        if any(not _balanced(text) for text in _strings(message)):
            yield f"{domain}: {key} has unbalanced tags in {locale}"


def _forms(header: str) -> tuple[int, ...]:
    """The form of each number, as the header counts; none when it cannot be read."""
    found = re.fullmatch(r"nplurals=\d+; plural=(.+?);?", header)
    try:
        count = c2py(found[1]) if found else None
    except ValueError:
        count = None
    return tuple(map(count, range(1001))) if count else ()


def _how(locale: str) -> str:
    return f"the forms {', '.join(forms(locale))}"


def _balanced(text: str) -> bool:
    open_tags: list[str] = []
    for closing, name in _TAG.findall(text):
        if not closing:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return False
    return not open_tags


def _used() -> Iterator[str]:
    known = {key for domain in DOMAINS for key in _messages(HOME, FALLBACK, domain)}
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
