"""What an operator wrote and has not confirmed. States: open, done, cancelled."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rules.translation import Machine
from storage.tables import Composition
from storage.work import Work

OPEN: Final = "open"
DONE: Final = "done"
CANCELLED: Final = "cancelled"


async def open(  # noqa: A001
    work: Work,
    report_id: int,
    staff_id: int,
    chat_id: int,
    message_id: int,
    purpose: str,
    body: str,
    corrects: int | None = None,
) -> Composition:
    """Keep an operator's words until they are confirmed. `message_id`: where they were written."""
    composition = Composition(
        report_id=report_id,
        staff_id=staff_id,
        chat_id=chat_id,
        message_id=message_id,
        purpose=purpose,
        body=body,
        corrects=corrects,
        created_at=work.now,
    )
    work.session.add(composition)
    await work.session.flush()
    return composition


async def by_id(session: AsyncSession, composition_id: int) -> Composition | None:
    """The words of that id, whatever became of them."""
    return (await session.exec(select(Composition).where(col(Composition.id) == composition_id))).first()


async def at(session: AsyncSession, chat_id: int, message_id: int) -> Composition | None:
    """The words an operator wrote in that message, or their translation; the last ones if they were edited."""
    here = or_(col(Composition.message_id) == message_id, col(Composition.translation_message_id) == message_id)
    statement = select(Composition).where(col(Composition.chat_id) == chat_id, here)
    return (await session.exec(statement.order_by(col(Composition.id).desc()).limit(1))).first()


async def translate(work: Work, composition: Composition, text: str, message_id: int) -> bool:
    """Keep the same in the reporter's language, as written in that message; False: they are no longer open."""
    machine = composition.machine
    if machine:
        machine = Machine.CHECKED.value if text == composition.translation else Machine.CORRECTED.value
    values = {"translation": text, "translation_message_id": message_id, "machine": machine}
    return await _change(work, composition, values)


async def drafted(work: Work, composition: Composition, text: str) -> bool:
    """Keep a machine's translation, to be checked; False: the words are no longer open, or have a translation."""
    empty = (col(Composition.translation) == "", col(Composition.body) == composition.body)
    return await _change(work, composition, {"translation": text, "machine": Machine.DRAFT.value}, *empty)


async def checked(work: Work, composition: Composition) -> bool:
    """The writer has checked what the machine drafted; False: there is nothing to check."""
    draft = col(Composition.machine) == Machine.DRAFT.value
    return await _change(work, composition, {"machine": Machine.CHECKED.value}, draft)


async def reword(work: Work, composition: Composition, message_id: int, body: str) -> None:
    """The words themselves are others, written in that message. What a machine made of the former ones is gone."""
    composition.message_id, composition.body = message_id, body
    if composition.machine:
        composition.translation, composition.machine = "", Machine.NONE.value
    await work.session.flush()


async def choose(work: Work, composition: Composition, **choices: Any) -> bool:
    """Keep what was chosen for them, beside what was chosen before; False: they are no longer open."""
    return await _change(work, composition, {"choices": {**composition.choices, **choices}})


async def cancel_of(work: Work, staff_id: int) -> int:
    """Nothing an operator wrote and did not confirm can be confirmed any more; how much there was."""
    mine = (col(Composition.staff_id) == staff_id, col(Composition.state) == OPEN)
    return (await work.session.exec(update(Composition).where(*mine).values(state=CANCELLED))).rowcount


async def close(work: Work, composition_id: int, state: str) -> bool:
    """Confirm or cancel them. True only for the one who did: of two taps, one acts."""
    closed = await work.session.exec(
        update(Composition)
        .where(col(Composition.id) == composition_id, col(Composition.state) == OPEN)
        .values(state=state)
    )
    return closed.rowcount == 1


async def _change(work: Work, composition: Composition, values: dict[str, Any], *when: Any) -> bool:
    here = (col(Composition.id) == composition.id, col(Composition.state) == OPEN)
    changed = await work.session.exec(update(Composition).where(*here, *when).values(**values))
    await work.session.refresh(composition)
    return changed.rowcount == 1
