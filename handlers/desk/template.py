"""Answers and questions written beforehand at the desk: `/templat`, its buttons, the texts. In private chats only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Final

from handlers.desk import template_pages as pages
from handlers.screens import Screen
from rules import template
from rules.access import Role
from rules.lifecycle import Status, Step
from storage import templates

if TYPE_CHECKING:
    from telegram import Message, Update

    from handlers.desk.gate import Desk
    from storage.tables import TemplateRow

Do = Callable[["Desk", "TemplateRow", str], Awaitable[None]]
LISTED: Final = 30
_NOT_THEIRS: Final = frozenset({Role.LEADER, Role.ADMIN})


async def command(desk: Desk, _update: Update) -> None:
    """`/templat`, `/templates`."""
    if desk.staff.role in _NOT_THEIRS:
        await desk.answer("desk.refused.actor")
    elif desk.chat is not None:
        await desk.answer("desk.templates.private", bot=desk.house.desk_username)
    else:
        await desk.say(await _everything(desk))


async def press(desk: Desk, parts: Sequence[str]) -> None:
    """A button: whatever it does, only in the own chat, and only with templates this operator may change."""
    number, do, arg = [*parts, "", "", ""][:3]
    if desk.chat is not None or desk.staff.role in _NOT_THEIRS:
        desk.toast("desk.refused.actor")
        return
    await templates.ask(desk.work, desk.staff.id)
    if do == "list":
        await desk.instead(await _everything(desk))
        return
    if do == "new":
        row: TemplateRow | None = await templates.open(desk.work, desk.staff.id, _agency(desk))
        do, arg = "write", desk.house.region.languages[0]
    else:
        row = await templates.by_id(desk.work.session, int(number)) if number.isdecimal() else None
    if row is None or do not in _DOES or not _may(desk, row):
        desk.toast("desk.toast.stale")
        return
    await _DOES[do](desk, row, arg)


async def took(desk: Desk, message: Message) -> bool:
    """Take the message for the text that was asked for; False: none was."""
    row = await templates.asking(desk.work, desk.staff.id)
    if row is None or not _may(desk, row):
        return False
    if not message.text:
        await desk.answer("desk.need_words")
        return True
    texts = {**row.texts, row.asks: message.text.strip()}
    await templates.change(desk.work, row, texts=texts, asks="")
    missing = next((one for one in desk.house.region.languages if not texts.get(one)), None)
    if missing is None:
        await desk.say(pages.sheet(desk, row))
    else:
        await templates.ask(desk.work, desk.staff.id, row, missing)
        await desk.say(Screen(_asked(desk, missing)))
    return True


def _agency(desk: Desk) -> str | None:
    """A liaison's templates are for the own agency, a coordinator's for every one."""
    return desk.staff.agency if desk.staff.role is Role.LIAISON else None


def _may(desk: Desk, row: TemplateRow) -> bool:
    drafted = row.state != templates.DRAFT or row.staff_id == desk.staff.id
    own = desk.staff.role is Role.COORDINATOR or (row.agency is not None and row.agency == desk.staff.agency)
    return drafted and own and row.state != templates.RETIRED


async def _everything(desk: Desk) -> Screen:
    found = await templates.of_desk(desk.work.session, desk.staff.id, _agency(desk), LISTED)
    return pages.everything(desk, found)


def _asked(desk: Desk, language: str) -> str:
    fields = ", ".join(f"<code>{{{name}}}</code>" for name in template.FIELDS[language])
    return desk.text("desk.templates.write", language=desk.text(f"desk.tongue.{language}"), fields=fields)


async def _open(desk: Desk, row: TemplateRow, _arg: str) -> None:
    await desk.instead(pages.sheet(desk, row))


async def _write(desk: Desk, row: TemplateRow, language: str) -> None:
    if language not in desk.house.region.languages or row.state != templates.DRAFT:
        desk.toast("desk.toast.stale")
        return
    await templates.ask(desk.work, desk.staff.id, row, language)
    await desk.instead(Screen(_asked(desk, language)))


async def _category(desk: Desk, row: TemplateRow, arg: str) -> None:
    """Choose it: first the group, then within it."""
    if arg in desk.house.region.categories or arg == pages.ANY:
        await templates.change(desk.work, row, category=None if arg == pages.ANY else arg)
        await desk.instead(pages.sheet(desk, row))
    else:
        await desk.instead(pages.categories(desk, row, arg))


async def _status(desk: Desk, row: TemplateRow, arg: str) -> None:
    if arg == pages.ANY or arg in pages.possible(row):
        await templates.change(desk.work, row, status=None if arg == pages.ANY else Status(arg).value)
        await desk.instead(pages.sheet(desk, row))
    else:
        await desk.instead(pages.statuses(desk, row))


async def _step(desk: Desk, row: TemplateRow, arg: str) -> None:
    """Make it an answer or a question; a status in which nobody is asked goes."""
    if arg in template.STEPS:
        row.step = Step(arg).value
        kept = row.status if row.status in pages.possible(row) else None
        await templates.change(desk.work, row, step=row.step, status=kept)
    await desk.instead(pages.sheet(desk, row))


async def _publish(desk: Desk, row: TemplateRow, _arg: str) -> None:
    """Nothing that is missing a language, or whose languages do not fill in the same."""
    if not template.flaws(row.texts, desk.house.region.languages):
        await templates.move(desk.work, row, templates.DRAFT, templates.PUBLISHED, desk.staff.id)
        desk.toast("desk.templates.published")
    await desk.instead(pages.sheet(desk, row))


async def _edit(desk: Desk, row: TemplateRow, _arg: str) -> None:
    """A draft again, this operator's, until it is published anew."""
    await templates.move(desk.work, row, templates.PUBLISHED, templates.DRAFT, desk.staff.id)
    await desk.instead(pages.sheet(desk, row))


async def _retire(desk: Desk, row: TemplateRow, _arg: str) -> None:
    await templates.move(desk.work, row, row.state, templates.RETIRED, row.staff_id)
    desk.toast("desk.templates.retired")
    await desk.instead(await _everything(desk))


_DOES: Final[dict[str, Do]] = {
    "open": _open,
    "write": _write,
    "cat": _category,
    "status": _status,
    "step": _step,
    "publish": _publish,
    "edit": _edit,
    "retire": _retire,
}
