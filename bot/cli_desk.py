"""`kanal staff …` and `kanal desk …`: who works at the desk, and in which chats."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from bot import settings
from rules.access import Role

if TYPE_CHECKING:
    from handlers.house import House
    from storage.work import Work

staff_app = typer.Typer(no_args_is_help=True, help="Operators of the desk.")
desk_app = typer.Typer(no_args_is_help=True, help="Chats where cards go.")
screen = Console(highlight=False)
T = TypeVar("T")


class DeskError(Exception):
    """A wrong option of these commands; the message says what to do."""


def _do(step: Callable[[Work], Awaitable[T]]) -> T:
    from storage import migrate
    from storage.work import Storage

    url = settings.load().database_url
    migrate.upgrade(url)

    async def run() -> T:
        async with Storage.open(url) as storage, storage.work(datetime.now(UTC)) as work:
            return await step(work)

    return asyncio.run(run())


def _agency(slug: str | None) -> str | None:
    if slug is None:
        return None
    from bot import region

    known = region.load(settings.load().region).agencies
    if slug not in known:
        raise DeskError(f"There is no agency “{slug}”. Known: {', '.join(known)}.")
    return slug


@staff_app.command("add")
def staff_add(
    telegram_id: Annotated[int, typer.Option(help="The operator's numeric Telegram id.")],
    name: Annotated[str, typer.Option(help="The name that colleagues see.")],
    role: Annotated[Role, typer.Option(help="What the operator may do.")],
    agency: Annotated[str | None, typer.Option(help="The agency's short word in the region profile.")] = None,
    language: Annotated[str, typer.Option(help="id or en.")] = "id",
    admin: Annotated[
        bool, typer.Option("--admin", help="Beside the role, an administrator of the team: invites and removes.")
    ] = False,
) -> None:
    """Name an operator, or change one. The first administrator is named here; the others join by invitation (/tim)."""
    from handlers.desk import leave
    from storage import staff

    if role is Role.LIAISON and agency is None:
        raise DeskError("A liaison needs --agency: the reports of which agency?")
    if language not in {"id", "en"}:
        raise DeskError("--language is id or en.")
    known = _agency(agency)

    async def step(work: Work) -> str | None:
        person = await staff.by_telegram_id(work.session, telegram_id)
        lacking = await leave.change(work, await _house(work), person, role, known, admin=admin) if person else None
        if lacking is None:
            await staff.add(work, telegram_id, name, role, known, language, admin=admin)
        return lacking

    _refuse(_do(step))
    also = " and administrator" if admin and role is not Role.ADMIN else ""
    screen.print(f"{name} is now {role.value}{f' of {known}' if known else ''}{also}.")


@staff_app.command("list")
def staff_list() -> None:
    """Everybody at the desk."""
    from storage import staff

    table = Table("Telegram id", "Name", "Role", "Agency", "Language")
    for person in _do(lambda work: staff.everyone(work.session)):
        role = f"{person.role.value}, admin" if person.admin else person.role.value
        table.add_row(str(person.telegram_id), person.name, role, person.agency or "–", person.language)
    screen.print(table)


@staff_app.command("remove")
def staff_remove(telegram_id: Annotated[int, typer.Option(help="The operator's numeric Telegram id.")]) -> None:
    """End an operator's access; what they did stays in the history, and their reports go back to the agency."""
    from handlers.desk import leave
    from storage import staff

    async def step(work: Work) -> str | None:
        person = await staff.by_telegram_id(work.session, telegram_id)
        if person is None:
            raise DeskError(f"Nobody at the desk has the Telegram id {telegram_id}: see `kanal staff list`.")
        return await leave.remove(work, await _house(work), person)

    _refuse(_do(step))
    screen.print("Removed. Telegram groups are not left by themselves: take them out of the desk's groups.")


async def _house(work: Work) -> House:
    from bot import region
    from handlers.house import House
    from locales.catalog import Catalog
    from storage import installation

    served = region.load(settings.load().region)
    return House(served, Catalog.load(), "", "", secret=await installation.key(work.session))


def _refuse(lacking: str | None) -> None:
    if lacking is not None:
        raise DeskError(f"This is the last {lacking}: name another one first.")


@desk_app.command("bind")
def desk_bind(
    chat: Annotated[int, typer.Option(help="The chat's numeric id; groups have negative ones.")],
    agency: Annotated[str | None, typer.Option(help="Whose chat it is; without it, the coordinators'.")] = None,
    language: Annotated[str, typer.Option(help="id or en: the language of its cards.")] = "id",
) -> None:
    """Send cards to a chat. Add the desk bot to the group first; in a forum let it manage topics."""
    from storage import desk_chats

    known = _agency(agency)
    _do(lambda work: desk_chats.bind(work, chat_id=chat, agency=known, language=language))
    screen.print(f"Chat {chat} is now the desk of {known or 'the coordinators'}.")


@desk_app.command("list")
def desk_list() -> None:
    """The chats where cards go."""
    from storage import desk_chats

    table = Table("Chat", "Agency", "Language", "Forum")
    for chat in _do(lambda work: desk_chats.everyone(work.session)):
        table.add_row(str(chat.chat_id), chat.agency or "coordinators", chat.language, "yes" if chat.is_forum else "no")
    screen.print(table)
