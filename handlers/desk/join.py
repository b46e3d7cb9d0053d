"""A one-time link is opened: whoever is first becomes an operator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import fit, say
from handlers.desk.team_pages import place
from handlers.screens import Screen, quote
from rules import access, invitation, reader
from rules.access import Role
from rules.delivery import Kind
from storage import invitations, staff
from storage.work import CURRENT

if TYPE_CHECKING:
    from telegram import Update, User

    from handlers.desk import gate
    from handlers.house import House
    from rules.access import Staff
    from storage.tables import Invitation
    from storage.work import Work

NAME = 60


async def opened(update: Update, context: gate.Context) -> None:
    """`/start join_TOKEN` in a private chat. An operator keeps their place, and the link."""
    work, house = CURRENT.get(), context.bot_data["house"]
    user, message = update.effective_user, update.effective_message
    if user is None or message is None or user.is_bot:
        return
    person = await staff.by_telegram_id(work.session, user.id)
    locale = person.language if person else _language(house, user)
    if person is not None:
        await _say(work, user.id, house.catalog.say(locale, "desk.join.already"))
        return
    token = invitation.token_of((message.text or "").partition(" ")[2].strip())
    row = await invitations.by_digest(work.session, invitation.digest(token)) if token else None
    maker = await staff.active(work.session, row.made_by) if row else None
    if row is None or maker is None or not access.runs_team(maker) or not await invitations.use(work, row.id):
        await _say(work, user.id, house.catalog.say(locale, "desk.join.dead"))
        return
    await _welcome(work, house, user, row, maker)


async def _welcome(work: Work, house: House, user: User, row: Invitation, maker: Staff) -> None:
    name = fit.cut(user.full_name, NAME)
    person = await staff.add(work, user.id, name, Role(row.role), row.agency, _language(house, user))
    await invitations.was_used_by(work, row.id, person.id)
    say_to = house.catalog.say
    await _say(
        work,
        user.id,
        say_to(
            person.language,
            "desk.join.welcome",
            name=quote(name),
            place=place(house, person, person.language),
            region=house.region.title.of(person.language),
        ),
    )
    joined = say_to(maker.language, "desk.join.joined", name=quote(name), place=place(house, person, maker.language))
    await _say(work, maker.telegram_id, joined, Kind.NOTICE)


def _language(house: House, user: User) -> str:
    """The desk speaks Indonesian to whoever has not said otherwise."""
    return reader.best(user.language_code or reader.INDONESIAN, house.catalog.desk)


async def _say(work: Work, chat_id: int, text: str, kind: Kind = Kind.REPLY) -> None:
    await say.to(work, "desk", chat_id, Screen(text), kind=kind)
