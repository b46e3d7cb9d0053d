"""Help, the emergency numbers, and the one pointer that a group gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import callbacks, fit
from handlers.reporter import taps
from handlers.screens import Button, Contact, Does, Screen, quote
from rules import vcard

if TYPE_CHECKING:
    from handlers.reporter.view import View
    from rules.region import EmergencyNumber

CHOSEN = "chosen"  # no page: it is only said that the language is kept
COMMAND_UNITS = 32  # the longest command that Telegram knows


def page(view: View) -> Screen:
    """What can be done here, in a few lines."""
    return Screen(
        view.with_note(view.say("help.text", region=view.region.title.of(view.locale))),
        buttons=(
            (view.call("button.new", taps.PAGE, "new"), view.call("button.mine", taps.PAGE, "mine")),
            (view.call("button.faq", taps.PAGE, "faq"),),
            (view.call("button.emergency", taps.PAGE, "emergency"), view.call("button.privacy", taps.PRIVACY, "new")),
            *view.switch("help", Button(view.say("notice.settings"), callbacks.pack(callbacks.SETTINGS))),
        ),
    )


def unknown(view: View, command: str) -> Screen:
    """There is no such command, and what to do instead."""
    return Screen(
        view.say("other.command", command=quote(fit.cut(command, COMMAND_UNITS))),
        buttons=((view.call("button.new", taps.PAGE, "new"), view.call("button.mine", taps.PAGE, "mine")),),
    )


def emergency(view: View, danger: str | None = None) -> Screen:
    """The numbers to call. With a danger it comes by itself, before the next question, and says so."""
    urgent = "\n".join(_number(view, number) for number in view.region.numbers_for(danger))
    if danger is not None:
        name = view.region.dangers[danger].names.of(view.locale)
        return Screen(view.say("emergency.danger", danger=name, numbers=urgent))
    others = "\n".join(_number(view, number) for number in view.region.emergency if not number.urgent)
    return Screen(view.say("emergency.text", numbers=urgent, others=others), buttons=view.switch("emergency"))


def contact(view: View) -> Screen:
    """The service as an entry for the phone's address book, with the complaint line that can be called."""
    line = next((number for number in view.region.emergency if number.confirmed and not number.urgent), None)
    name = view.say("contact.name", region=view.region.title.of(view.locale))
    url = f"https://t.me/{view.house.public_username}"
    if line is None:
        return Screen(view.say("contact.no_line", url=url))
    urgent = view.region.numbers_for(None)
    note = view.say("contact.note", number=urgent[0].number) if urgent else ""
    card = vcard.make(name, line.number, url, note)
    text = view.say("contact.text", line=quote(line.names.of(view.locale)), number=quote(line.number), url=url)
    return Screen(text, contact=Contact(name, line.number, card))


def languages(view: View, page: str = CHOSEN) -> Screen:
    """The choice of the language, readable in all; it leads back to the page."""
    catalog = view.house.catalog
    asked = "\n".join(catalog.say(locale, "language.ask") for locale in (view.locale, *view.others))
    buttons = [view.speak(locale, page) for locale in catalog.locales]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    return Screen(asked, buttons=rows)


def pointer(view: View) -> Screen:
    """To a group: reports are made in private."""
    url = f"https://t.me/{view.house.public_username}"
    text = view.say("group.pointer", region=view.region.title.of(view.locale))
    return Screen(text, buttons=((Button(view.say("button.private"), url, Does.OPEN),),))


def _number(view: View, number: EmergencyNumber) -> str:
    return view.say("emergency.line", number=quote(number.number), name=quote(number.names.of(view.locale)))
