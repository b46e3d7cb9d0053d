"""What every table of a region profile is made of."""

from __future__ import annotations

from typing import Annotated

from babel import Locale
from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules.region import Names

Slug = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
Text = Annotated[str, Field(min_length=1)]
Days = Annotated[int, Field(ge=1)]


class Part(BaseModel):
    """Any table of the profile: unknown keys are mistakes, not extras."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class NamesPart(Part):
    """A name in both languages, and in any other that somebody has written it in."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Text]

    id: Text
    en: Text

    @model_validator(mode="after")
    def _known(self) -> NamesPart:
        for language in self.model_extra or {}:
            if language not in Locale("en").languages:
                raise ValueError(f"there is no language {language}; write a code such as zh, or remove it")
        return self

    @property
    def names(self) -> Names:
        """As the rest of the house has it."""
        return Names(self.id, self.en, tuple(sorted((self.model_extra or {}).items())))


class WordsPart(Part):
    """Words in both languages."""

    id: tuple[Text, ...] = ()
    en: tuple[Text, ...] = ()


class Entry(Part):
    """Anything with an id and names."""

    id: Slug
    names: NamesPart
