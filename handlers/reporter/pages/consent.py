"""The first screen anybody sees: who we are, and what is kept, why, how long and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.reporter import taps
from handlers.screens import Screen
from rules import draft as drafts

if TYPE_CHECKING:
    from handlers.reporter.view import View


def page(view: View) -> Screen:
    """Greeting and consent in one. What the person already sent is kept until they decide, and the page says so."""
    text = view.say("consent.text", region=view.region.title.of(view.locale), kept_for=kept_for(view))
    if view.invited:
        text = f"{view.say('offer.first')}\n\n{text}"
    if not drafts.is_empty(view.draft):
        text = f"{text}\n\n{view.say('consent.kept')}"
    return Screen(
        view.with_note(f"{text}\n\n{view.say('consent.ask')}"),
        buttons=(
            (view.call("button.agree", taps.AGREE, view.region.consent_version),),
            *view.switch("question", view.call("button.decline", taps.DECLINE)),
        ),
    )


def recorded(view: View) -> Screen:
    """What the consent screen becomes: the record of it, without its buttons."""
    return Screen(view.say("consent.recorded"))


def declined(view: View) -> Screen:
    """Nothing is kept, and nothing is held against anybody."""
    return Screen(view.say("consent.declined"), buttons=((view.call("button.new", taps.PAGE, "new"),),))


def privacy(view: View) -> Screen:
    """The privacy notice in short, with every term of the region."""
    region = view.region
    terms = "\n".join(f"• {item.names.of(view.locale)}: {term(view, item.days)}" for item in region.retention.values())
    office, contact = region.privacy.office.of(view.locale), region.privacy.contact.of(view.locale)
    fields = {"region": region.title.of(view.locale), "terms": terms, "office": office, "contact": contact}
    back = view.call("button.back", taps.PRIVACY)
    return Screen(view.say("privacy.text", **fields), buttons=view.switch("notice", back))


def kept_for(view: View) -> str:
    """How long a report is kept; the longest of all terms where the region names none for reports."""
    terms = view.region.retention
    longest = max((item.days for item in terms.values()), default=0)
    return term(view, terms["report"].days if "report" in terms else longest)


def term(view: View, days: int) -> str:
    """A length of time in whole years, or in days."""
    years, rest = divmod(days, 365)
    return view.count("privacy.years", years) if years and not rest else view.count("privacy.days", days)
