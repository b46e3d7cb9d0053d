"""What points to people beside their reports: drafts, messages in and out, the dialogue."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlmodel import col

from rules.delivery import State
from storage import attachments, bans, inbox, meters, turns
from storage.tables import Attachment, DraftRow, FsmRow, InboxRow, MessageLink, Push, Reporter
from storage.work import Work

BOT: Final = "public"
ERASED: Final = "erased"
FAREWELL: Final = "farewell"  # a purpose: the last words to somebody who is known no more; they go once they are out
_OPEN: Final = (State.WAITING.value, State.SENDING.value)


async def wipe(work: Work, people: Collection[Reporter]) -> None:
    """Nothing of the people is left but their own rows and their reports; figures stay as they were.

    The updates that Telegram sent are known by their number alone, so that none is taken for a new one.
    """
    accounts = [person.telegram_id for person in people]
    await _drafts(work, [person.id for person in people])
    await meters.forget(work, [person.id for person in people])
    await bans.forget(work, [person.id for person in people])
    await _broadcasts(work, accounts)
    said = (col(Push.bot) == BOT, col(Push.chat_id).in_(accounts), col(Push.purpose) != FAREWELL)
    await _run(work, delete(Push).where(*said))
    await _run(work, delete(MessageLink).where(col(MessageLink.bot) == BOT, col(MessageLink.chat_id).in_(accounts)))
    await _run(work, delete(FsmRow).where(col(FsmRow.user_id).in_(accounts)))
    handled = (col(InboxRow.bot) == BOT, col(InboxRow.lane).in_(accounts), col(InboxRow.state) != inbox.WAITING)
    await _run(work, update(InboxRow).where(*handled).values(lane=0, raw=""))


async def hush(work: Work, account: int) -> int:
    """What waits to be said to the account is said no more, and what is on its way is not said again; how many."""
    waiting = (col(Push.bot) == BOT, col(Push.chat_id) == account, col(Push.state).in_(_OPEN))
    silenced = update(Push).where(*waiting).values(state=State.DROPPED.value, body=None, settled_at=work.now)
    return await _run(work, silenced)


async def _drafts(work: Work, reporter_ids: Collection[int]) -> None:
    drafts = select(col(DraftRow.id)).where(col(DraftRow.reporter_id).in_(reporter_ids))
    await attachments.shred(work, col(Attachment.draft_id).in_(drafts), col(Attachment.report_id).is_(None))
    await _run(work, delete(DraftRow).where(col(DraftRow.reporter_id).in_(reporter_ids)))


async def _broadcasts(work: Work, accounts: Collection[int]) -> None:
    """An announcement goes on counting to how many it went: under a number that is nobody's account."""
    theirs = (col(Push.bot) == turns.ANNOUNCES, col(Push.chat_id).in_(accounts), col(Push.broadcast_id).is_not(None))
    unsent = {"state": State.DROPPED.value, "why": ERASED, "settled_at": work.now}
    await _run(work, update(Push).where(*theirs, col(Push.state).in_(_OPEN)).values(**unsent))
    number = select(-col(Reporter.id)).where(col(Reporter.telegram_id) == col(Push.chat_id)).scalar_subquery()
    await _run(work, update(Push).where(*theirs).values(chat_id=number, message_id=None))


async def _run(work: Work, statement: Any) -> int:
    count: int = (await work.session.exec(statement.execution_options(synchronize_session=False))).rowcount
    return count
