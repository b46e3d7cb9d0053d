"""Sharing a report: what its reporter sees of it, and what whoever opens the link does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callbacks
from handlers.reporter import taps
from handlers.reporter.pages import manage, neighbours
from handlers.screens import Button, Does, Screen
from rules import sharing

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.reporter.view import View
    from storage.tables import Report


def offer(view: View, report: Report, token: str, now: datetime) -> Screen:
    """The link, to send and to read, and what others see by it; of who hides, that sharing may tell."""
    url = sharing.link(view.house.public_username, token)
    hides = (view.say("share.anonymous"),) if report.anonymous else ()
    text = "\n\n".join((view.say("share.text", code=report.code), neighbours.card(view, report, now), url, *hides))
    region = view.region.title.of(view.locale)
    words = view.say("share.words", region=region, what=neighbours.told(view, report))
    send = Button(view.say("share.send"), sharing.sheet(url, words), Does.OPEN)
    return Screen(text, buttons=((send,), (manage.button(view, report, manage.BACK),)))


def opened(view: View, report: Report, token: str, now: datetime) -> Screen:
    """What was shared, and the way to join it: nothing that its reporter wrote, and never who that is."""
    region = view.region.title.of(view.locale)
    text = "\n\n".join(
        (view.say("share.head", region=region), neighbours.card(view, report, now), view.say("share.foot"))
    )
    return Screen(
        text,
        buttons=(
            (view.call("share.me_too", callbacks.ME_TOO, token),),
            (view.call("share.other", taps.PAGE, "new"),),
        ),
    )
