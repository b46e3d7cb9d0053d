"""Every table. Rows are plain: no relationships, no validation (rules do that), JSON replaced and never edited.

Telegram ids are 64 bits wide; datetimes are aware and come back in UTC; enumerations are stored as their words.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, MetaData, Table, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BIG: Any = BigInteger().with_variant(Integer(), "sqlite")
JSONS: Any = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
# The reports of which reporters hear when nothing moves. Queries say it in the same words, or SQLite has no index; and
# NOT IN, because for IN it would choose the index of the status.
STANDING_STILL = "NOT muted AND status NOT IN ('answered', 'closed', 'referred', 'archived', 'withdrawn')"
# What the desk still has to do with, not as part of another; NOT IN for the same reason.
IN_QUEUE = "coalesce(parent_id, 0) = 0 AND status NOT IN ('answered', 'closed', 'referred', 'archived', 'withdrawn')"
# An operator's words that did not reach the reporter.
UNREACHED = "bot = 'public' AND purpose IN ('words', 'question') AND state IN ('unreachable', 'unknown', 'dead')"


class Base(SQLModel):
    """The house's own metadata, with named constraints so that both databases can migrate them."""

    metadata = MetaData(naming_convention=NAMING)


def table_of(rows: type[Base]) -> Table:
    """The table behind a class, for the few statements that go past the ORM."""
    table: Table = rows.__table__  # type: ignore[attr-defined]
    return table


def _id() -> Any:
    # None until the row is flushed; every function of this room gives flushed rows, so the others read an int
    return Field(default=None, primary_key=True, sa_type=BIG)


def _ref(target: str, *, index: bool = False, ondelete: str = "CASCADE", nullable: bool = False) -> Any:
    default: Any = None if nullable else ...
    return Field(default, sa_type=BIG, foreign_key=target, index=index, ondelete=ondelete, nullable=nullable)  # type: ignore[call-overload]


class InboxRow(Base, table=True):
    """One update as Telegram sent it. `update_id` is None for a body that was no update at all."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("bot", "update_id"),
        Index(
            "ix_inbox_waiting", "id", sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'")
        ),
    )
    id: int = _id()
    bot: str
    update_id: int | None = Field(default=None, sa_type=BIG)
    lane: int = Field(sa_type=BIG)
    raw: str = Field(sa_type=Text)
    state: str = "waiting"
    attempts: int = 0
    received_at: datetime
    handled_at: datetime | None = None
    error: str = ""


class Reporter(Base, table=True):
    """A Telegram account that reports. `updates`: at_once, daily, answers; `telegram_id` is below 0 once erased.

    `seen_at`: the last day they wrote; `name_chosen`: the name is their own wish, not the account's; `withdrawn_at`:
    they took their consent back, and hear nothing of us (`blocked_at` is set too) until they agree again. One row has
    the account 0: nobody, to whom anonymous reports belong. `offered_id`: the hand-over link they opened, until they
    have said yes or no to it. `announcements`: they may be sent those. `hushed_until`: they sent too much at once,
    and are not answered before.
    """

    __tablename__ = "reporter"
    id: int = _id()
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
    id: int = _id()
    reporter_id: int = Field(sa_type=BIG, foreign_key="reporter.id", unique=True, ondelete="CASCADE")
    answers: dict[str, Any] = Field(sa_type=JSONS)
    created_at: datetime
    touched_at: datetime = Field(index=True)
    reminded_at: datetime | None = None
    expires_at: datetime | None = None


class Report(Base, table=True):
    """What was filed. `version` grows with each change: of two operators at once, one wins.

    `klass` is a class of deadlines set by hand; `asked_at`, when the reporter was asked whether it is solved,
    `told_at`, when something was last ordered to be said to them, and `ombudsman_at`, when they were told that they may
    turn to the Ombudsman. `stay_until` is the last day of a traveller's stay, and `leave_at` when they are to be told
    before it where the report stands (None: never, or it was said). `spoken`: only a recording tells what happened,
    and nobody has written it down yet. `origin` is the source of the poster or sheet whose
    code led to it (`rules.origin`). `sp4n_id` is its number at SP4N-LAPOR!, and `first_minutes` how many working
    minutes went by from its filing to the desk's first words or decision. `parent_id` is the report of the same thing
    with which it is handled; a parent has none. `news_from` is the first line of its history that its parent brought
    and that is not yet ordered to be said. `due_at` is when the nearest of its promises is due, or, while it is the
    reporter's turn, their own time is over (None: nothing runs); the queue is sorted by it. `receipt_digest`: of
    the number by which whoever filed it anonymously can follow it from another account. `taken`: its agency has begun
    to work on it, whoever it is given to; `proposed` is the agency that the one before named when it gave the report
    back. `draft_id` is the draft it was; below 0 that of an operator's words (`composition`) by which it was split off.
    `shared_as` is the token of the link by which its reporter shares it (`rules.sharing`).
    """

    __tablename__ = "report"
    __table_args__ = (
        Index(
            "ix_report_standing_still",
            "told_at",
            sqlite_where=text(STANDING_STILL),
            postgresql_where=text(STANDING_STILL),
        ),
        Index(
            "ix_report_unsettled",
            "filed_at",
            sqlite_where=text("ombudsman_at IS NULL AND ended_at IS NULL"),
            postgresql_where=text("ombudsman_at IS NULL AND ended_at IS NULL"),
        ),
        Index(
            "ix_report_ended_at",
            "ended_at",
            sqlite_where=text("ended_at IS NOT NULL"),
            postgresql_where=text("ended_at IS NOT NULL"),
        ),
        Index(
            "ix_report_personal",
            "ended_at",
            sqlite_where=text("anonymised_at IS NULL"),
            postgresql_where=text("anonymised_at IS NULL"),
        ),
        Index(
            "ix_report_leaving",
            "leave_at",
            sqlite_where=text("leave_at IS NOT NULL"),
            postgresql_where=text("leave_at IS NOT NULL"),
        ),
        # All that the queue asks, in its order: of everybody, of an agency, in a status (decision 20).
        *(
            Index(name, *columns, sqlite_where=text(IN_QUEUE), postgresql_where=text(IN_QUEUE))
            for name, columns in {
                "ix_report_queue": ("due_at", "id", "status", "agency", "assignee_id", "parent_id"),
                "ix_report_queue_agency": ("agency", "due_at", "id", "status", "assignee_id", "parent_id"),
                "ix_report_queue_status": ("status", "due_at", "id"),
            }.items()
        ),
        # All that the statistics of what was filed ask, so that they read no report's words.
        Index(
            "ix_report_filed",
            "filed_at",
            "agency",
            "confidential",
            "category",
            "village",
            "language",
            "origin",
            "first_minutes",
        ),
        Index(
            "ix_report_news_from",
            "news_from",
            sqlite_where=text("news_from IS NOT NULL"),
            postgresql_where=text("news_from IS NOT NULL"),
        ),
        Index("ix_report_place", "latitude", "longitude"),
        Index("ix_report_village", "village", "filed_at"),
    )
    id: int = _id()
    code: str = Field(unique=True)
    reporter_id: int = _ref("reporter.id", index=True)
    draft_id: int = Field(sa_type=BIG, unique=True)
    kind: str
    title: str
    body: str = Field(sa_type=Text)
    category: str | None = None
    language: str
    village: str | None = None
    place_name: str = ""
    district: str = ""
    regency: str = ""
    place_words: str = ""
    latitude: float | None = None
    longitude: float | None = None
    outside: bool = False
    happened_on: date | None = None
    happening_now: bool = False
    anonymous: bool = False
    confidential: bool = False
    status: str = Field(index=True)
    agency: str | None = Field(default=None, index=True)
    assignee_id: int | None = Field(default=None, sa_type=BIG, foreign_key="staff.id", nullable=True)
    referred_to: str | None = None
    archive_reason: str | None = None
    replied: bool = False
    filed_at: datetime
    changed_at: datetime
    version: int = 1
    klass: str | None = None
    muted: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})
    stay_until: date | None = None
    leave_at: datetime | None = None
    solved: bool | None = None
    stars: int | None = None
    asked_at: datetime | None = None
    told_at: datetime | None = None
    ended_at: datetime | None = None
    ombudsman_at: datetime | None = None
    anonymised_at: datetime | None = None
    origin: str = Field(default="", sa_column_kwargs={"server_default": ""})
    sp4n_id: str | None = None
    first_minutes: int | None = None
    parent_id: int | None = Field(default=None, sa_type=BIG, index=True)
    news_from: int | None = Field(default=None, sa_type=BIG)
    due_at: datetime | None = None
    receipt_digest: str | None = Field(default=None, unique=True, index=True)
    taken: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})
    proposed: str | None = None
    spoken: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})
    shared_as: str | None = Field(default=None, unique=True, index=True)


class Event(Base, table=True):
    """One line of a report's history. Append-only. `visibility`: reporter, desk."""

    __tablename__ = "event"
    id: int = _id()
    report_id: int = _ref("report.id", index=True)
    at: datetime
    actor: str
    staff_id: int | None = Field(default=None, sa_type=BIG, foreign_key="staff.id", nullable=True)
    step: str
    from_status: str
    to_status: str
    text: str = Field(default="", sa_type=Text)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSONS)
    visibility: str = "reporter"


class Deadline(Base, table=True):
    """A promise: stored when set, ended by `met_at`. `kind`: verify, follow_up, resolve, reply (the reporter's own).

    `warn_at`: when the desk is next told of it (None: never again), `warned_at` when it was last, `escalated_at` when
    the leader was; `light_at`: when its traffic light next changes; `told_at`: when the reporter was told it is missed.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        UniqueConstraint("report_id", "kind"),
        Index(
            "ix_deadline_untold",
            "due_at",
            sqlite_where=text("met_at IS NULL AND told_at IS NULL"),
            postgresql_where=text("met_at IS NULL AND told_at IS NULL"),
        ),
        Index(
            "ix_deadline_met",
            "kind",
            "met_at",
            "due_at",
            "report_id",
            sqlite_where=text("met_at IS NOT NULL"),
            postgresql_where=text("met_at IS NOT NULL"),
        ),
    )
    id: int = _id()
    report_id: int = _ref("report.id")
    kind: str
    due_at: datetime = Field(index=True)
    set_at: datetime
    met_at: datetime | None = None
    warn_at: datetime | None = Field(default=None, index=True)
    warned_at: datetime | None = Field(default=None, index=True)
    escalated_at: datetime | None = Field(default=None, index=True)
    light_at: datetime | None = Field(default=None, index=True)
    told_at: datetime | None = None


class Handover(Base, table=True):
    """A link that gives a report to somebody else, once. Only the digest of its token is kept."""

    __tablename__ = "handover"
    id: int = _id()
    report_id: int = _ref("report.id", index=True)
    token_sha256: str = Field(unique=True)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class Tombstone(Base, table=True):
    """Proof that personal data went, or that a right was exercised, without the person. `sort`: report, evidence,
    event, reporter, consent, request; `subject`: a report's code, a receipt's, or a pseudonym; `why`: retention,
    erasure, withdrawal, access, correction."""

    __tablename__ = "tombstone"
    id: int = _id()
    sort: str
    subject: str = Field(index=True)
    why: str
    at: datetime
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSONS)


class Erasure(Base, table=True):
    """A reporter's wish to be forgotten, until it is done."""

    __tablename__ = "erasure"
    id: int = _id()
    reporter_id: int = _ref("reporter.id", index=True)
    asked_at: datetime
    due_at: datetime = Field(index=True)
    done_at: datetime | None = None


class Attachment(Base, table=True):
    """A file somebody sent: known at once, its bytes fetched by a job. `state`: see `storage.attachments`.

    `phash` is a picture's perceptual hash, 16 hexadecimal digits: alike pictures differ in few of its bits. `covers`:
    which parts of a picture are black wherever it is shown (`rules.cover`).
    """

    __tablename__ = "attachment"
    id: int = _id()
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


class Meter(Base, table=True):
    """How many things of one sort an account has sent within a window of time; `who` 0: all accounts together."""

    __tablename__ = "meter"
    __table_args__ = (UniqueConstraint("who", "scope"),)
    id: int = _id()
    scope: str
    who: int = Field(sa_type=BIG)
    at: datetime
    count: int


class Ban(Base, table=True):
    """An account may not report until then. `report_id` is the report by which it was decided."""

    __tablename__ = "ban"
    id: int = _id()
    reporter_id: int = _ref("reporter.id", index=True)
    report_id: int | None = Field(
        default=None, sa_type=BIG, foreign_key="report.id", ondelete="SET NULL", nullable=True
    )
    staff_id: int = Field(sa_type=BIG, foreign_key="staff.id")
    reason: str = Field(sa_type=Text)
    at: datetime
    until: datetime = Field(index=True)
    lifted_at: datetime | None = None
    lifted_by: int | None = Field(default=None, sa_type=BIG, foreign_key="staff.id", nullable=True)


class StaffRow(Base, table=True):
    """An operator of the desk. `seen_at`: when they last did something, to the hour; `off_since`, `off_until` and
    `stand_in_id`: off duty, until when (None: until they say so), and who is told instead."""

    __tablename__ = "staff"
    id: int = _id()
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
    id: int = _id()
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
    id: int = _id()
    report_id: int = _ref("report.id")
    staff_id: int = _ref("staff.id", index=True)
    named_by: int = Field(sa_type=BIG, foreign_key="staff.id")
    at: datetime


class Installation(Base, table=True):
    """What this installation knows of itself and nobody else does: `pseudonym`, the key of the pseudonyms."""

    __tablename__ = "installation"
    name: str = Field(primary_key=True)
    value: str


class DeskChat(Base, table=True):
    """A chat where cards go: the coordinators' (agency None) or an agency's."""

    __tablename__ = "desk_chat"
    id: int = _id()
    chat_id: int = Field(sa_type=BIG, unique=True)
    agency: str | None = Field(default=None, index=True)
    language: str = "id"
    is_forum: bool = False
    created_at: datetime


class Card(Base, table=True):
    """A report's card in a desk chat; `message_id` and `thread_id` are known once it was sent."""

    __tablename__ = "card"
    __table_args__ = (UniqueConstraint("report_id", "chat_id"),)
    id: int = _id()
    report_id: int = _ref("report.id")
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
    id: int = _id()
    report_id: int = _ref("report.id", index=True)
    staff_id: int = _ref("staff.id")
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
    id: int = _id()
    report_id: int = _ref("report.id", index=True)
    composition_id: int | None = Field(default=None, sa_type=BIG, index=True, nullable=True)
    staff_id: int = _ref("staff.id")
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
    id: int = _id()
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
    id: int = _id()
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
    id: int = _id()
    broadcast_id: int = _ref("broadcast.id", index=True)
    at: datetime
    staff_id: int | None = Field(default=None, sa_type=BIG, foreign_key="staff.id", nullable=True)
    step: str
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSONS)


class TemplateRow(Base, table=True):
    """An answer or a question (`step`: reply, ask) written beforehand at the desk, for reports of a category, in a
    status, of an agency (None: any).

    `state`: draft, published, retired; `texts` has one for each language; `asks` is the language its writer is asked
    to write next.
    """

    __tablename__ = "template"
    id: int = _id()
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
    id: int = _id()
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


class Correction(Base, table=True):
    """What an officer's choice says of a phrase of the profile that stood in a report's words: they had `proposed` a
    category, the officer `chosen` one, perhaps the same. One row for a phrase of a report, the last choice counts; no
    word of the report that is not the profile's own.
    """

    __tablename__ = "correction"
    __table_args__ = (UniqueConstraint("report_id", "phrase"),)
    id: int = _id()
    report_id: int | None = _ref("report.id", ondelete="SET NULL", nullable=True)
    staff_id: int | None = Field(default=None, sa_type=BIG, foreign_key="staff.id", nullable=True)
    phrase: str
    proposed: str
    chosen: str
    at: datetime = Field(index=True)


class MessageLink(Base, table=True):
    """Which report a message is about, in whichever chat: our own map, never the visible text."""

    __tablename__ = "message_link"
    __table_args__ = (UniqueConstraint("bot", "chat_id", "message_id"),)
    id: int = _id()
    bot: str
    chat_id: int = Field(sa_type=BIG)
    message_id: int = Field(sa_type=BIG)
    report_id: int = _ref("report.id", index=True)
    purpose: str = ""


class FsmRow(Base, table=True):
    """aiogram's dialogue state, in the same transaction as everything else."""

    __tablename__ = "fsm"
    __table_args__ = (UniqueConstraint("bot_id", "chat_id", "user_id", "thread_id", "destiny"),)
    id: int = _id()
    bot_id: int = Field(sa_type=BIG)
    chat_id: int = Field(sa_type=BIG)
    user_id: int = Field(sa_type=BIG)
    thread_id: int = Field(default=0, sa_type=BIG)
    destiny: str = "default"
    state: str | None = None
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSONS)


class Tick(Base, table=True):
    """When each tick last finished: for /readyz and the engineer on call."""

    __tablename__ = "tick"
    name: str = Field(primary_key=True)
    at: datetime


# An id is never given twice, as SQLite would: buttons and outbox rows remember the ids of rows that are gone.
for _table in Base.metadata.tables.values():
    if "id" in _table.columns:
        _table.dialect_options["sqlite"]["autoincrement"] = True
