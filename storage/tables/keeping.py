"""What Kanal keeps of itself: proofs of what went and of what left the house, its own key, when the clock ticked."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from storage.tables.columns import BIG, JSONS, Base, row_id


class Tombstone(Base, table=True):
    """Proof that personal data went, or that a right was exercised, without the person. `sort`: report, evidence,
    event, reporter, consent, request; `subject`: a report's code, a receipt's, or a pseudonym; `why`: retention,
    erasure, withdrawal, access, correction."""

    __tablename__ = "tombstone"
    id: int = row_id()
    sort: str
    subject: str = Field(index=True)
    why: str
    at: datetime
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSONS)


class Installation(Base, table=True):
    """What this installation knows of itself and nobody else does: `pseudonym`, the key of the pseudonyms."""

    __tablename__ = "installation"
    name: str = Field(primary_key=True)
    value: str


class Export(Base, table=True):
    """Something made of many reports that left the house, for whom: kept as proof, and how the file comes about.

    `sort`: xlsx, csv, pictures; `staff_id` None: asked for on the command line; the span is half open, `agency` None:
    all of them. `personal`: with names, contacts and the words of confidential reports. `state`: waiting, made, failed;
    `rows` how many reports are in it. `files` are its attachments, until `gone_at`.
    """

    __tablename__ = "export"
    __table_args__ = (
        Index(
            "ix_export_unfinished",
            "state",
            sqlite_where=text("gone_at IS NULL"),
            postgresql_where=text("gone_at IS NULL"),
        ),
    )
    id: int = row_id()
    staff_id: int | None = Field(default=None, sa_type=BIG, foreign_key="staff.id", nullable=True)
    chat_id: int | None = Field(default=None, sa_type=BIG)
    thread_id: int | None = Field(default=None, sa_type=BIG)
    sort: str
    since: datetime
    until: datetime
    agency: str | None = None
    personal: bool = False
    language: str = "id"
    state: str = "waiting"
    attempts: int = 0
    rows: int | None = None
    files: list[int] = Field(default_factory=list, sa_type=JSONS)
    at: datetime = Field(index=True)
    made_at: datetime | None = None
    gone_at: datetime | None = None


class Tick(Base, table=True):
    """When each tick last finished: for /readyz and the engineer on call."""

    __tablename__ = "tick"
    name: str = Field(primary_key=True)
    at: datetime
