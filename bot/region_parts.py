"""What every table of a region profile is made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Slug = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
Text = Annotated[str, Field(min_length=1)]
Days = Annotated[int, Field(ge=1)]


class Part(BaseModel):
    """Any table of the profile: unknown keys are mistakes, not extras."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class NamesPart(Part):
    """A name in both languages."""

    id: Text
    en: Text


class WordsPart(Part):
    """Words in both languages."""

    id: tuple[Text, ...] = ()
    en: tuple[Text, ...] = ()


class Entry(Part):
    """Anything with an id and names."""

    id: Slug
    names: NamesPart
