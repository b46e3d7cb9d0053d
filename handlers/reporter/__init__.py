"""The public bot (aiogram): what residents and tourists talk to."""

from __future__ import annotations

from aiogram import Router

from handlers.reporter import (
    announcements,
    answers,
    commands,
    consenting,
    edits,
    erasing,
    groups,
    guest,
    handover,
    manage,
    messages,
    mine,
    muting,
    other,
    privacy,
    settings,
    sharing,
    stay,
    survey,
    thread,
    typed,
    unquoted,
    wishes,
)
from handlers.reporter.talk import OpenTalk


def router() -> Router:
    """Every handler of the public bot, in the order in which they are asked. Fresh at each call."""
    private = Router(name="private")
    opening = OpenTalk()
    for observer in (private.message, private.edited_message, private.callback_query):
        observer.outer_middleware(opening)
    about_reports = (stay, survey, wishes, mine, thread, unquoted)
    for part in (
        guest,
        typed,
        handover,
        sharing,
        manage,
        settings,
        announcements,
        muting,
        privacy,
        erasing,
        commands,
        consenting,
        *about_reports,
        answers,
        edits,
        messages,
        other,
    ):
        private.include_router(part.router())
    public = Router(name="public")
    public.include_routers(groups.router(), private)
    return public
