"""Reports: what was filed, what happened to it, what is promised, and the link that gives it away."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.columns import BIG, JSONS, Base, ref, row_id

# The reports of which reporters hear when nothing moves. Queries say it in the same words, or SQLite has no index; and
# NOT IN, because for IN it would choose the index of the status.
STANDING_STILL = "NOT muted AND status NOT IN ('answered', 'closed', 'referred', 'archived', 'withdrawn')"
# What the desk still has to do with, not as part of another; NOT IN for the same reason.
IN_QUEUE = "coalesce(parent_id, 0) = 0 AND status NOT IN ('answered', 'closed', 'referred', 'archived', 'withdrawn')"


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
    id: int = row_id()
    code: str = Field(unique=True)
    reporter_id: int = ref("reporter.id", index=True)
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
    id: int = row_id()
    report_id: int = ref("report.id", index=True)
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
    id: int = row_id()
    report_id: int = ref("report.id")
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
    id: int = row_id()
    report_id: int = ref("report.id", index=True)
    token_sha256: str = Field(unique=True)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
