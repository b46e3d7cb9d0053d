"""The desk: who works there, its chats and cards, what is written there and not yet sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from storage.tables.columns import BIG, JSONS, Base, ref, row_id


class StaffRow(Base, table=True):
    """An operator of the desk. `seen_at`: when they last did something, to the hour; `off_since`, `off_until` and
    `stand_in_id`: off duty, until when (None: until they say so), and who is told instead."""

    __tablename__ = "staff"
    id: int = row_id()
    telegram_id: int = Field(sa_type=BIG, unique=True)
    name: str
    role: str
    agency: str | None = None
    language: str = "id"
    active: bool = True
    created_at: datetime
    admin: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})
    seen_at: datetime | None = None
    off_since: datetime | None = None
    off_until: datetime | None = None
    stand_in_id: int | None = Field(default=None, sa_type=BIG)


class Invitation(Base, table=True):
    """A link that makes somebody an operator, once. Only the digest of its token is kept."""

    __tablename__ = "invitation"
    id: int = row_id()
    token_sha256: str = Field(unique=True)
    role: str
    agency: str | None = None
    made_by: int = Field(sa_type=BIG, foreign_key="staff.id")
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: int | None = Field(default=None, sa_type=BIG, foreign_key="staff.id", nullable=True)


class Confidant(Base, table=True):
    """A liaison whom a coordinator lets read one confidential report."""

    __tablename__ = "confidant"
    __table_args__ = (UniqueConstraint("report_id", "staff_id"),)
    id: int = row_id()
    report_id: int = ref("report.id")
    staff_id: int = ref("staff.id", index=True)
    named_by: int = Field(sa_type=BIG, foreign_key="staff.id")
    at: datetime


class DeskChat(Base, table=True):
    """A chat where cards go: the coordinators' (agency None) or an agency's."""

    __tablename__ = "desk_chat"
    id: int = row_id()
    chat_id: int = Field(sa_type=BIG, unique=True)
    agency: str | None = Field(default=None, index=True)
    language: str = "id"
    is_forum: bool = False
    created_at: datetime


class Card(Base, table=True):
    """A report's card in a desk chat; `message_id` and `thread_id` are known once it was sent."""

    __tablename__ = "card"
    __table_args__ = (UniqueConstraint("report_id", "chat_id"),)
    id: int = row_id()
    report_id: int = ref("report.id")
    chat_id: int = Field(sa_type=BIG)
    message_id: int | None = Field(default=None, sa_type=BIG)
    thread_id: int | None = Field(default=None, sa_type=BIG)
    created_at: datetime


class Composition(Base, table=True):
    """What an operator wrote and has not yet confirmed. `state`: open, done, cancelled.

    `translation` says the same in the reporter's language, where `body` does not; `translation_message_id` is where it
    was written; `corrects` is the event that said first what these words are to replace. `machine` says what a machine
    had to do with the translation: "" (nothing), draft, checked (by the writer, unchanged), corrected. `choices`: what
    was chosen for a report that is to be made of the words: its category, and the files that go along.
    """

    __tablename__ = "composition"
    id: int = row_id()
    report_id: int = ref("report.id", index=True)
    staff_id: int = ref("staff.id")
    chat_id: int = Field(sa_type=BIG)
    message_id: int = Field(sa_type=BIG)
    purpose: str
    body: str = Field(sa_type=Text)
    state: str = "open"
    created_at: datetime
    translation: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    translation_message_id: int | None = Field(default=None, sa_type=BIG)
    corrects: int | None = Field(default=None, sa_type=BIG)
    machine: str = Field(default="", sa_column_kwargs={"server_default": ""})
    choices: dict[str, Any] = Field(default_factory=dict, sa_type=JSONS, sa_column_kwargs={"server_default": "{}"})


class Translation(Base, table=True):
    """A text that a machine is asked to put into the language `target`: of words that wait to be confirmed, or, without
    `composition_id`, of the report, for the desk to read. `state`: waiting, done, failed (`why`).

    `message_id` is where it was asked for; `digest` is of the text that was asked about; `text` is the translation of a
    report's words (that of a composition stands with it).
    """

    __tablename__ = "translation"
    id: int = row_id()
    report_id: int = ref("report.id", index=True)
    composition_id: int | None = Field(default=None, sa_type=BIG, index=True, nullable=True)
    staff_id: int = ref("staff.id")
    chat_id: int = Field(sa_type=BIG)
    message_id: int | None = Field(default=None, sa_type=BIG)
    thread_id: int | None = Field(default=None, sa_type=BIG)
    source: str
    target: str
    digest: str
    state: str = Field(default="waiting", index=True)
    why: str = ""
    limit: int = 0
    text: str = Field(default="", sa_type=Text)
    asked_at: datetime


class TemplateRow(Base, table=True):
    """An answer or a question (`step`: reply, ask) written beforehand at the desk, for reports of a category, in a
    status, of an agency (None: any).

    `state`: draft, published, retired; `texts` has one for each language; `asks` is the language its writer is asked
    to write next.
    """

    __tablename__ = "template"
    id: int = row_id()
    staff_id: int = Field(sa_type=BIG, foreign_key="staff.id")
    agency: str | None = None
    category: str | None = None
    status: str | None = None
    texts: dict[str, Any] = Field(default_factory=dict, sa_type=JSONS)
    state: str = Field(default="draft", index=True)
    asks: str = ""
    created_at: datetime
    changed_at: datetime
    step: str = Field(default="reply", sa_column_kwargs={"server_default": "reply"})


class Correction(Base, table=True):
    """What an officer's choice says of a phrase of the profile that stood in a report's words: they had `proposed` a
    category, the officer `chosen` one, perhaps the same. One row for a phrase of a report, the last choice counts; no
    word of the report that is not the profile's own.
    """

    __tablename__ = "correction"
    __table_args__ = (UniqueConstraint("report_id", "phrase"),)
    id: int = row_id()
    report_id: int | None = ref("report.id", ondelete="SET NULL", nullable=True)
    staff_id: int | None = Field(default=None, sa_type=BIG, foreign_key="staff.id", nullable=True)
    phrase: str
    proposed: str
    chosen: str
    at: datetime = Field(index=True)
