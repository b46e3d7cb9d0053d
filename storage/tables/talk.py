"""What people say: their messages as they came, the dialogue, what they have answered so far, files; what a message is
about."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.columns import BIG, JSONS, Base, ref, row_id


class InboxRow(Base, table=True):
    """One update as Telegram sent it. `update_id` is None for a body that was no update at all."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("bot", "update_id"),
        Index(
            "ix_inbox_waiting", "id", sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'")
        ),
    )
    id: int = row_id()
    bot: str
    update_id: int | None = Field(default=None, sa_type=BIG)
    lane: int = Field(sa_type=BIG)
    raw: str = Field(sa_type=Text)
    state: str = "waiting"
    attempts: int = 0
    received_at: datetime
    handled_at: datetime | None = None
    error: str = ""


class DraftRow(Base, table=True):
    """A report that is not filed yet; `answers` is a `rules.draft.Draft` as JSON.

    `expires_at`: when it will be deleted unless it is touched, as the reporter was told.
    """

    __tablename__ = "draft"
    __table_args__ = (
        Index(
            "ix_draft_expires_at",
            "expires_at",
            sqlite_where=text("expires_at IS NOT NULL"),
            postgresql_where=text("expires_at IS NOT NULL"),
        ),
    )
    id: int = row_id()
    reporter_id: int = Field(sa_type=BIG, foreign_key="reporter.id", unique=True, ondelete="CASCADE")
    answers: dict[str, Any] = Field(sa_type=JSONS)
    created_at: datetime
    touched_at: datetime = Field(index=True)
    reminded_at: datetime | None = None
    expires_at: datetime | None = None


class Attachment(Base, table=True):
    """A file somebody sent: known at once, its bytes fetched by a job. `state`: see `storage.attachments`.

    `phash` is a picture's perceptual hash, 16 hexadecimal digits: alike pictures differ in few of its bits. `covers`:
    which parts of a picture are black wherever it is shown (`rules.cover`).
    """

    __tablename__ = "attachment"
    id: int = row_id()
    draft_id: int | None = Field(
        default=None, sa_type=BIG, foreign_key="draft.id", index=True, ondelete="SET NULL", nullable=True
    )
    report_id: int | None = Field(
        default=None, sa_type=BIG, foreign_key="report.id", index=True, ondelete="CASCADE", nullable=True
    )
    event_id: int | None = Field(default=None, sa_type=BIG, foreign_key="event.id", index=True, nullable=True)
    composition_id: int | None = Field(default=None, sa_type=BIG, index=True, nullable=True)
    bot: str
    kind: str
    file_id: str
    file_unique_id: str
    media_group_id: str | None = None
    message_id: int = Field(sa_type=BIG)
    mime: str = ""
    name: str = ""
    size: int | None = Field(default=None, sa_type=BIG)
    state: str = Field(default="waiting", index=True)
    attempts: int = 0
    due_at: datetime
    sha256: str | None = None
    other_file_id: str | None = None
    shown_at: datetime | None = None
    created_at: datetime
    phash: str | None = None
    covers: str = Field(default="", sa_column_kwargs={"server_default": ""})


class MessageLink(Base, table=True):
    """Which report a message is about, in whichever chat: our own map, never the visible text."""

    __tablename__ = "message_link"
    __table_args__ = (UniqueConstraint("bot", "chat_id", "message_id"),)
    id: int = row_id()
    bot: str
    chat_id: int = Field(sa_type=BIG)
    message_id: int = Field(sa_type=BIG)
    report_id: int = ref("report.id", index=True)
    purpose: str = ""


class FsmRow(Base, table=True):
    """aiogram's dialogue state, in the same transaction as everything else."""

    __tablename__ = "fsm"
    __table_args__ = (UniqueConstraint("bot_id", "chat_id", "user_id", "thread_id", "destiny"),)
    id: int = row_id()
    bot_id: int = Field(sa_type=BIG)
    chat_id: int = Field(sa_type=BIG)
    user_id: int = Field(sa_type=BIG)
    thread_id: int = Field(default=0, sa_type=BIG)
    destiny: str = "default"
    state: str | None = None
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSONS)
