"""Importing aiogram in one second instead of four.

aiogram builds the validators of all its 350 types when it is imported, each with everything it contains. Kanal reads
one of them, Update. So the building is put off until a type is first used; pydantic then asks for it by itself.
"""

from __future__ import annotations

import sys
from typing import Any

from pydantic import BaseModel


def aiogram() -> None:
    """Import it, types unbuilt but for Update. Does nothing when it is imported already."""
    if "aiogram" in sys.modules:
        return
    eager = BaseModel.__dict__["model_rebuild"]
    BaseModel.model_rebuild = classmethod(_later)  # type: ignore[assignment, method-assign]
    try:
        import aiogram.types  # noqa: PLC0415 - importing is what this function is about
        from aiogram.types.base import TelegramObject  # noqa: PLC0415
    finally:
        BaseModel.model_rebuild = eager  # type: ignore[method-assign]
    names = vars(aiogram.types)

    def build(model: type[BaseModel], /, **options: Any) -> bool | None:
        """As pydantic's, with the names that aiogram's annotations mean."""
        return bool(eager.__get__(None, model)(**{**options, "_types_namespace": names}))

    TelegramObject.model_rebuild = classmethod(build)  # type: ignore[assignment, method-assign]
    aiogram.types.Update.model_rebuild(force=True)


def _later(_model: type[BaseModel], /, **_options: Any) -> None:
    """Not now."""
