"""The people who write to us: who they are, how much they send, who is kept out, who wants to be forgotten."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from storage.tables.columns import BIG, Base, ref, row_id


class Reporter(Base, table=True):
    """A Telegram account that reports. `updates`: at_once, daily, answers; `telegram_id` is below 0 once erased.

    `seen_at`: the last day they wrote; `name_chosen`: the name is their own wish, not the account's; `withdrawn_at`:
    they took their consent back, and hear nothing of us (`blocked_at` is set too) until they agree again. One row has
    the account 0: nobody, to whom anonymous reports belong. `offered_id`: the hand-over link they opened, until they
    have said yes or no to it. `announcements`: they may be sent those. `hushed_until`: they sent too much at once,
    and are not answered before.
    """

    __tablename__ = "reporter"
    id: int = row_id()
    telegram_id: int = Field(sa_type=BIG, unique=True)
    name: str = ""
    username: str = ""
    language: str
    language_chosen: bool = False
    consent_version: str | None = None
    consent_at: datetime | None = None
    blocked_at: datetime | None = None
    origin: str = ""
    created_at: datetime
    updates: str = Field(default="at_once", sa_column_kwargs={"server_default": "at_once"})
    erased_at: datetime | None = None
    seen_at: datetime | None = None
    name_chosen: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})
    withdrawn_at: datetime | None = None
    offered_id: int | None = Field(default=None, sa_type=BIG)
    announcements: bool = Field(default=True, sa_column_kwargs={"server_default": "1"})
    hushed_until: datetime | None = None


class Erasure(Base, table=True):
    """A reporter's wish to be forgotten, until it is done."""

    __tablename__ = "erasure"
    id: int = row_id()
    reporter_id: int = ref("reporter.id", index=True)
    asked_at: datetime
    due_at: datetime = Field(index=True)
    done_at: datetime | None = None


class Meter(Base, table=True):
    """How many things of one sort an account has sent within a window of time; `who` 0: all accounts together."""

    __tablename__ = "meter"
    __table_args__ = (UniqueConstraint("who", "scope"),)
    id: int = row_id()
    scope: str
    who: int = Field(sa_type=BIG)
    at: datetime
    count: int


class Ban(Base, table=True):
    """An account may not report until then. `report_id` is the report by which it was decided."""

    __tablename__ = "ban"
    id: int = row_id()
    reporter_id: int = ref("reporter.id", index=True)
    report_id: int | None = Field(
        default=None, sa_type=BIG, foreign_key="report.id", ondelete="SET NULL", nullable=True
    )
    staff_id: int = Field(sa_type=BIG, foreign_key="staff.id")
    reason: str = Field(sa_type=Text)
    at: datetime
    until: datetime = Field(index=True)
    lifted_at: datetime | None = None
    lifted_by: int | None = Field(default=None, sa_type=BIG, foreign_key="staff.id", nullable=True)
