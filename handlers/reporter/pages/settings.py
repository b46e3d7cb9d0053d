"""How a reporter is kept up to date: the page of choices, and what is said when a report falls silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from handlers import callbacks
from handlers.reporter import taps
from handlers.reporter.pages import summary
from handlers.screens import Button, Screen
from locales import formats
from rules.updates import Choice

if TYPE_CHECKING:
    from handlers.reporter.view import View
    from storage.tables import Report


ANNOUNCEMENTS: Final = "ann"  # in the payload of a button of the page


def page(view: View, chosen: Choice, muted: Sequence[Report], announcements: bool) -> Screen:
    """What is chosen and what that means; a button for each choice, announcements, the language, each muted report."""
    text = view.say(
        "settings.text",
        choice=_means(view, chosen),
        announcements=view.say("settings.announcements.on" if announcements else "settings.announcements.off"),
        language=view.say("language.name"),
    )
    if muted:
        text = f"{text}\n\n{view.say('settings.muted', codes=', '.join(report.code for report in muted))}"
    text = f"{text}\n\n{view.say('settings.ask')}"
    rows = (
        *((_choice(view, choice, chosen),) for choice in Choice),
        *_of_reports(view, muted, "off", "🔔"),
        (_announcements(view, announcements),),
        (view.call("privacy.button.page", taps.PRIVACY, "new"),),
        *view.switch("settings"),
    )
    return summary.beside(view, Screen(view.with_note(text), buttons=rows))


def which(view: View, silent: bool, reports: Sequence[Report]) -> Screen:
    """Ask of which report no more messages, or messages again, are wished for."""
    rows = _of_reports(view, reports, "on", "🔕") if silent else _of_reports(view, reports, "off", "🔔")
    return Screen(view.say("mute.which" if silent else "unmute.which"), buttons=rows)


def changed(view: View, report: Report) -> Screen:
    """There are no more messages about the report but the ones that are named, or there are messages again."""
    what, icon, key = ("off", "unmute", "mute.done") if report.muted else ("on", "mute", "unmute.done")
    back = Button(view.say(f"notice.{icon}"), callbacks.pack(callbacks.MUTE, report.id, what))
    settings = Button(view.say("notice.settings"), callbacks.pack(callbacks.SETTINGS))
    return Screen(view.say(key, code=report.code), buttons=((back,), (settings,)))


def announcements(view: View, allowed: bool) -> Screen:
    """There are no more announcements, or there are announcements again."""
    key, other = ("announcements.on", "off") if allowed else ("announcements.off", "on")
    change = Button(view.say(f"announcements.button.{other}"), callbacks.pack(callbacks.ANNOUNCEMENTS, other))
    return Screen(view.say(key, region=view.region.title.of(view.locale)), buttons=((change,),))


def _announcements(view: View, allowed: bool) -> Button:
    what = "off" if allowed else "on"
    return Button(
        view.say(f"settings.button.announcements.{what}"), callbacks.pack(callbacks.SETTINGS, ANNOUNCEMENTS, what)
    )


def _means(view: View, choice: Choice) -> str:
    quiet, updates = view.region.quiet, view.region.updates
    opens, closes, at = (_clock(view, moment) for moment in (quiet.opens, quiet.closes, updates.digest_at))
    fields = {"opens": opens, "closes": closes, "at": at, "zone": view.region.zone_label, "most": updates.per_day}
    return view.say(f"settings.means.{choice}", **fields)


def _clock(view: View, moment: time) -> str:
    return formats.clock_time(datetime.combine(view.today, moment), view.locale)


def _choice(view: View, choice: Choice, chosen: Choice) -> Button:
    mark = "✓ " if choice is chosen else ""
    return Button(f"{mark}{view.say(f'settings.button.{choice}')}", callbacks.pack(callbacks.SETTINGS, choice))


def _of_reports(view: View, reports: Sequence[Report], what: str, icon: str) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        (Button(f"{icon} {report.code}", callbacks.pack(callbacks.MUTE, report.id, what)),) for report in reports
    )
