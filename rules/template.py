"""An answer or a question written beforehand, in every language: what it must have, and for which reports it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rules.lifecycle import Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

STEPS: Final = (Step.REPLY, Step.ASK)  # what it can be
LONGEST: Final = 2000  # characters: with what is filled in, it still fits one message
BLANK: Final = "___"  # what the operator has to write in by hand

# What is filled in from the report, as it is called in each language.
FIELDS: Final[dict[str, dict[str, str]]] = {
    "id": {"kode": "code", "instansi": "agency", "kategori": "category", "tempat": "place"},
    "en": {"code": "code", "agency": "agency", "category": "category", "place": "place"},
}
_FIELD: Final = re.compile(r"\{([^{}]*)\}|[{}]")
_BLANK: Final = re.compile(r"_{3,}")


@dataclass(frozen=True, slots=True)
class Template:
    """An answer, or a question, for reports of a category, in a status, of an agency; None means any. `names` are for
    its button.
    """

    key: str
    names: Mapping[str, str]
    texts: Mapping[str, str]
    category: str | None = None
    status: str | None = None
    agency: str | None = None
    step: Step = Step.REPLY


@dataclass(frozen=True, slots=True)
class Flaw:
    """What keeps a template from being used: missing, long, field (none of ours), unlike (fields), blanks (unlike)."""

    sort: str
    language: str = ""
    detail: str = ""


def flaws(texts: Mapping[str, str], languages: Sequence[str]) -> tuple[Flaw, ...]:
    """Everything that is wrong; empty when it can be published. All languages say the same with the same fields."""
    found = [flaw for language in languages for flaw in _of_one(texts.get(language, ""), language)]
    if found:
        return tuple(found)
    fields = [sorted(_fields(language)[name] for name in _names(texts[language])) for language in languages]
    if any(one != fields[0] for one in fields):
        found.append(Flaw("unlike"))
    if len({len(_BLANK.findall(texts[language])) for language in languages}) > 1:
        found.append(Flaw("blanks"))
    return tuple(found)


def fill(text: str, language: str, values: Mapping[str, str]) -> str:
    """The text with what is known of the report. `values` by the English names."""
    return _FIELD.sub(lambda found: values[_fields(language)[found[1]]], text)


def is_filled(text: str) -> bool:
    """Whether nothing is left to be written in by hand."""
    return _BLANK.search(text) is None


def suits(template: Template, category: str | None, status: str, agency: str | None) -> bool:
    """Whether it is for such a report."""
    wanted = ((template.category, category), (template.status, status), (template.agency, agency))
    return all(wish is None or wish == there for wish, there in wanted)


def _of_one(text: str, language: str) -> Iterator[Flaw]:
    if not text.strip():
        yield Flaw("missing", language)
    if len(text) > LONGEST:
        yield Flaw("long", language, str(len(text) - LONGEST))
    for name in _names(text):
        if name not in _fields(language):
            yield Flaw("field", language, name)


def _fields(language: str) -> dict[str, str]:
    """As they are called in a language; in a third one as in English."""
    return FIELDS.get(language, FIELDS["en"])


def _names(text: str) -> list[str]:
    """The names in braces, a stray brace as itself."""
    return [found[1] if found[1] is not None else found[0] for found in _FIELD.finditer(text)]
