"""Handing a report over: to its owner what that means and the link, to the other person what they would take over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from handlers import callbacks
from handlers.reporter import taps
from handlers.reporter.pages import filed, summary
from handlers.reporter.pages.filed import Filed
from handlers.screens import Button, Does, Screen, quote
from locales import formats

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.reporter.view import View
    from storage.tables import Handover, Report

MAKE: Final = "make"
CANCEL: Final = "cancel"
YES: Final = "yes"
NO: Final = "no"
BODY_UNITS: Final = 300  # of the description, on the offer


def page(view: View, report: Report, link: Handover | None, newest: int) -> Screen:
    """What a hand-over means, before the link is made; with a link that is open, until when it is."""
    days = view.region.handover.link_days
    parts = [view.count("handover.text", days, code=report.code, title=quote(report.title))]
    parts += [view.say("handover.anonymous")] if report.anonymous else []
    parts += [view.say("handover.confidential")] if report.confidential else []
    parts += [view.say("handover.open", at=_moment(view, link.expires_at))] if link else []
    parts += [view.say("handover.ask.anew" if link else "handover.ask")]
    words = "handover.make.confidential" if report.confidential else "handover.make"
    return _of_owner(view, report, "\n\n".join(parts), "handover.anew" if link else words, link, newest)


def made(view: View, report: Report, link: Handover) -> Screen:
    """The link stands below: whom to send it to, and how long it works."""
    text = view.say("handover.made", code=report.code, at=_moment(view, link.expires_at))
    return _of_owner(view, report, text, "handover.anew", link, link.id)


def cancelled(view: View, report: Report, newest: int) -> Screen:
    """Nobody can use the link any more."""
    return _of_owner(view, report, view.say("handover.cancelled", code=report.code), "handover.make", None, newest)


def forward(view: View, report: Report, address: str) -> Screen:
    """The message to pass on, in both languages, for nobody knows who reads it; nothing of the report but its code."""
    locales = sorted(view.house.catalog.locales, key=lambda locale: locale != view.locale)
    words = [
        view.house.catalog.say(locale, "handover.forward", code=report.code, region=view.region.title.of(locale))
        for locale in locales
    ]
    copy = Button(view.say("handover.copy"), address, Does.COPY)
    return Screen("\n\n".join((*words, f"👉 {address}")), buttons=((copy,),))


def offer(view: View, report: Report, link: Handover, files: int) -> Screen:
    """What is offered: the beginning of the text, what it is about, where, how it stands; and what follows from yes."""
    said = replace(view, draft=filed.as_filed(Filed(report, {}, files)))
    text = view.say(
        "offer.text",
        code=report.code,
        filed=formats.day(report.filed_at.astimezone(view.region.tz).date(), view.locale),
        contents=summary.contents(said, BODY_UNITS),
        status=view.say(f"standing.{filed.PUBLIC[report.status]}"),
        meaning=view.say(f"standing.means.{report.status}"),
    )
    buttons = (
        (_answer(view, "offer.yes", link, YES), _answer(view, "offer.no", link, NO)),
        *view.switch("offer"),
    )
    return summary.beside(view, Screen(view.with_note(text), buttons=buttons))


def declined(view: View, link: Handover) -> Screen:
    """Nothing has changed, and there is time to think again."""
    text = view.say("offer.declined", at=_moment(view, link.expires_at))
    return summary.beside(view, Screen(text))


def dead(view: View) -> Screen:
    """One sentence, whatever became of the link."""
    return summary.beside(view, Screen(view.say("offer.dead")))


def own(view: View, report: Report) -> Screen:
    """The owner opened the link."""
    text = view.say("offer.own", code=report.code)
    return summary.beside(view, Screen(text, buttons=((_button(view, report, "leaving.hand_over"),),)))


def gone(view: View) -> Screen:
    """An answer to a message about a report that is in other hands now."""
    return summary.beside(
        view, Screen(view.say("handed.gone"), buttons=((view.call("button.mine", taps.PAGE, "mine"),),))
    )


def _of_owner(view: View, report: Report, text: str, make: str, link: Handover | None, newest: int) -> Screen:
    rows = [(_button(view, report, make, MAKE, newest),)]
    rows += [(_button(view, report, "handover.cancel", CANCEL),)] if link else []
    rows += [(view.call("button.back", callbacks.MANAGE, report.id),)]
    return summary.beside(view, Screen(view.with_note(text), buttons=tuple(rows)))


def _button(view: View, report: Report, key: str, *parts: object) -> Button:
    return view.call(key, callbacks.HAND_OVER, report.id, *parts)


def _answer(view: View, key: str, link: Handover, answer: str) -> Button:
    return view.call(key, callbacks.TAKE_OVER, link.id, answer)


def _moment(view: View, at: datetime) -> str:
    return formats.moment(at, view.locale, view.region.tz, view.region.zone_label)
