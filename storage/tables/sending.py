"""What is to be said: each message, and announcements to many."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from storage.tables.columns import BIG, JSONS, Base, ref, row_id

# An operator's words that did not reach the reporter.
UNREACHED = "bot = 'public' AND purpose IN ('words', 'question') AND state IN ('unreachable', 'unknown', 'dead')"


class Push(Base, table=True):
    """One thing to tell Telegram: a finished screen, or an intent that is composed when it is sent.

    A broadcast has a row for each recipient; its text is kept once, with the broadcast.
    """

    __tablename__ = "push"
    __table_args__ = (
        Index(
            "ix_push_waiting",
            "rank",
            "bot",
            "due_at",
            "id",
            sqlite_where=text("state = 'waiting' AND broadcast_id IS NULL"),
            postgresql_where=text("state = 'waiting' AND broadcast_id IS NULL"),
        ),
        Index(
            "ix_push_chat_waiting",
            "chat_id",
            "bot",
            "rank",
            "due_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_push_broadcast",
            "broadcast_id",
            "state",
            "due_at",
            "id",
            sqlite_where=text("broadcast_id IS NOT NULL"),
            postgresql_where=text("broadcast_id IS NOT NULL"),
        ),
        Index(
            "ix_push_settled",
            "settled_at",
            "state",
            "broadcast_id",
            sqlite_where=text("settled_at IS NOT NULL"),
            postgresql_where=text("settled_at IS NOT NULL"),
        ),
        Index(
            "ix_push_chat",
            "chat_id",
            "bot",
            "id",
            sqlite_where=text("broadcast_id IS NULL"),
            postgresql_where=text("broadcast_id IS NULL"),
        ),
        Index(
            "ix_push_open",
            "state",
            "chat_id",
            sqlite_where=text("state = 'sending'"),
            postgresql_where=text("state = 'sending'"),
        ),
        Index("ix_push_unreached", "report_id", "id", sqlite_where=text(UNREACHED), postgresql_where=text(UNREACHED)),
    )
    id: int = row_id()
    bot: str
    chat_id: int = Field(sa_type=BIG, index=True)
    kind: str
    rank: int
    method: str = "send"
    body: dict[str, Any] | None = Field(default=None, sa_type=JSONS)
    intent: str | None = None
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSONS)
    report_id: int | None = Field(
        default=None, sa_type=BIG, foreign_key="report.id", index=True, ondelete="CASCADE", nullable=True
    )
    card_id: int | None = Field(default=None, sa_type=BIG, foreign_key="card.id", ondelete="CASCADE", nullable=True)
    purpose: str = ""
    edit_message_id: int | None = Field(default=None, sa_type=BIG)
    reply_to: int | None = Field(default=None, sa_type=BIG)
    thread_id: int | None = Field(default=None, sa_type=BIG)
    silent: bool = False
    due_at: datetime
    dedup_key: str | None = Field(default=None, unique=True)
    state: str = "waiting"
    attempts: int = 0
    repeat: bool = False
    created_at: datetime
    claimed_at: datetime | None = None
    settled_at: datetime | None = None
    message_id: int | None = Field(default=None, sa_type=BIG)
    why: str = ""
    broadcast_id: int | None = Field(default=None, sa_type=BIG)


class Broadcast(Base, table=True):
    """An announcement to many. `state`: draft, asked, running, paused, cancelled, done.

    `texts` has one for each language, in Telegram's HTML, `link` the address and the words of a button; `asks` says
    what its writer was asked to write next. At its approval everything is frozen: `goes_at` is when the first may go
    out (after a night, the next), `planned_to` the last reporter who was looked at, `planned_at` when all were.
    `card_message_id` is its writer's live card, `card_at` when that is renewed next.
    """

    __tablename__ = "broadcast"
    id: int = row_id()
    staff_id: int = Field(sa_type=BIG, foreign_key="staff.id", index=True)
    state: str = Field(default="draft", index=True)
    audience: dict[str, Any] = Field(default_factory=dict, sa_type=JSONS)
    texts: dict[str, Any] = Field(default_factory=dict, sa_type=JSONS)
    link: dict[str, Any] = Field(default_factory=dict, sa_type=JSONS)
    attachment_id: int | None = Field(default=None, sa_type=BIG)
    emergency: bool = False
    send_at: datetime | None = None
    asks: str = ""
    version: int = 1
    created_at: datetime
    touched_at: datetime
    size: int | None = None
    approved_by: int | None = Field(default=None, sa_type=BIG, foreign_key="staff.id", nullable=True)
    approved_at: datetime | None = None
    goes_at: datetime | None = None
    planned_to: int = Field(default=0, sa_type=BIG)
    planned_at: datetime | None = None
    card_message_id: int | None = Field(default=None, sa_type=BIG)
    card_at: datetime | None = None
    ended_at: datetime | None = Field(default=None, index=True)


class BroadcastEvent(Base, table=True):
    """One line of a broadcast's history: who did what. Append-only."""

    __tablename__ = "broadcast_event"
    id: int = row_id()
    broadcast_id: int = ref("broadcast.id", index=True)
    at: datetime
    staff_id: int | None = Field(default=None, sa_type=BIG, foreign_key="staff.id", nullable=True)
    step: str
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSONS)
