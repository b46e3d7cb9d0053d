"""The desk in full: where reports come from, statistics, exports, drafts by a machine, linked reports, corrections."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From the schema before to this one."""
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", AutoString(), nullable=False, server_default=""))

    _see()
    _draft()
    _know_whom()
    _link()
    _queue()
    _guard()
    _handle()
    _converse()


def downgrade() -> None:
    """Back to the schema before."""
    _unconverse()
    _unhandle()
    _unguard()
    _unqueue()
    _unlink()
    _undraft()
    _know_nobody()
    _unsee()

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_column("origin")


def _converse() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("spoken", sa.Boolean(), nullable=False, server_default="0"))
    op.create_index(
        "ix_push_chat",
        "push",
        ["chat_id", "bot", "id"],
        sqlite_where=sa.text("broadcast_id IS NULL"),
        postgresql_where=sa.text("broadcast_id IS NULL"),
    )


def _unconverse() -> None:
    op.drop_index(
        "ix_push_chat",
        table_name="push",
        sqlite_where=sa.text("broadcast_id IS NULL"),
        postgresql_where=sa.text("broadcast_id IS NULL"),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_column("spoken")


def _see() -> None:
    op.create_table(
        "export",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("chat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("thread_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sort", AutoString(), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=False),
        sa.Column("agency", AutoString(), nullable=True),
        sa.Column("personal", sa.Boolean(), nullable=False),
        sa.Column("language", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.Column(
            "files",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=True),
        sa.Column("gone_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_export_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_at"), ["at"], unique=False)
        batch_op.create_index(
            "ix_export_unfinished",
            ["state"],
            unique=False,
            sqlite_where=sa.text("gone_at IS NULL"),
            postgresql_where=sa.text("gone_at IS NULL"),
        )

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sp4n_id", AutoString(), nullable=True))
        batch_op.add_column(sa.Column("first_minutes", sa.Integer(), nullable=True))
        batch_op.create_index(
            "ix_report_filed",
            ["filed_at", "agency", "confidential", "category", "village", "language", "origin", "first_minutes"],
            unique=False,
        )

    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deadline_met",
            ["kind", "met_at", "due_at", "report_id"],
            unique=False,
            sqlite_where=sa.text("met_at IS NOT NULL"),
            postgresql_where=sa.text("met_at IS NOT NULL"),
        )


def _unsee() -> None:
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_deadline_met",
            sqlite_where=sa.text("met_at IS NOT NULL"),
            postgresql_where=sa.text("met_at IS NOT NULL"),
        )

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index("ix_report_filed")
        batch_op.drop_column("first_minutes")
        batch_op.drop_column("sp4n_id")

    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_export_unfinished",
            sqlite_where=sa.text("gone_at IS NULL"),
            postgresql_where=sa.text("gone_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_export_at"))

    op.drop_table("export")


def _draft() -> None:
    with op.batch_alter_table("composition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("machine", AutoString(), server_default="", nullable=False))
    with op.batch_alter_table("template", schema=None) as batch_op:
        batch_op.add_column(sa.Column("step", AutoString(), server_default="reply", nullable=False))
    op.create_table(
        "translation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("composition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("thread_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("source", AutoString(), nullable=False),
        sa.Column("target", AutoString(), nullable=False),
        sa.Column("digest", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("why", AutoString(), nullable=False),
        sa.Column("limit", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_translation_report_id_report"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_translation_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("translation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_translation_composition_id"), ["composition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_translation_report_id"), ["report_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_translation_state"), ["state"], unique=False)


def _undraft() -> None:
    op.drop_table("translation")
    with op.batch_alter_table("template", schema=None) as batch_op:
        batch_op.drop_column("step")
    with op.batch_alter_table("composition", schema=None) as batch_op:
        batch_op.drop_column("machine")


def _know_whom() -> None:
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("admin", sa.Boolean(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("seen_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("off_since", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("off_until", UTCDateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("stand_in_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )

    op.create_table(
        "invitation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_sha256", AutoString(), nullable=False),
        sa.Column("role", AutoString(), nullable=False),
        sa.Column("agency", AutoString(), nullable=True),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.Column("used_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_invitation_made_by_staff")),
        sa.ForeignKeyConstraint(["used_by"], ["staff.id"], name=op.f("fk_invitation_used_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_invitation_token_sha256")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "confidant",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("named_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_confidant_report_id_report"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_confidant_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["named_by"], ["staff.id"], name=op.f("fk_confidant_named_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confidant")),
        sa.UniqueConstraint("report_id", "staff_id", name=op.f("uq_confidant_report_id_staff_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("confidant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_confidant_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "installation",
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("value", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation")),
    )


def _know_nobody() -> None:
    op.drop_table("installation")
    with op.batch_alter_table("confidant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_confidant_staff_id"))

    op.drop_table("confidant")
    op.drop_table("invitation")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_column("stand_in_id")
        batch_op.drop_column("off_until")
        batch_op.drop_column("off_since")
        batch_op.drop_column("seen_at")
        batch_op.drop_column("admin")


def _link() -> None:
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("phash", AutoString(), nullable=True))

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("news_from", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.create_index(batch_op.f("ix_report_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(
            "ix_report_news_from",
            ["news_from"],
            unique=False,
            sqlite_where=sa.text("news_from IS NOT NULL"),
            postgresql_where=sa.text("news_from IS NOT NULL"),
        )
        batch_op.create_index("ix_report_place", ["latitude", "longitude"], unique=False)
        batch_op.create_index("ix_report_village", ["village", "filed_at"], unique=False)


def _unlink() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index("ix_report_village")
        batch_op.drop_index("ix_report_place")
        batch_op.drop_index(
            "ix_report_news_from",
            sqlite_where=sa.text("news_from IS NOT NULL"),
            postgresql_where=sa.text("news_from IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_report_parent_id"))
        batch_op.drop_column("news_from")
        batch_op.drop_column("parent_id")

    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_column("phash")


_IN_QUEUE = "coalesce(parent_id, 0) = 0 AND status NOT IN ('answered', 'closed', 'referred', 'archived', 'withdrawn')"
_UNREACHED = "bot = 'public' AND purpose IN ('words', 'question') AND state IN ('unreachable', 'unknown', 'dead')"
_QUEUE = {
    "ix_report_queue": ["due_at", "id", "status", "agency", "assignee_id", "parent_id"],
    "ix_report_queue_agency": ["agency", "due_at", "id", "status", "assignee_id", "parent_id"],
    "ix_report_queue_status": ["status", "due_at", "id"],
}


def _queue() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_at", UTCDateTime(), nullable=True))
    op.execute(
        "UPDATE report SET due_at = (SELECT min(deadline.due_at) FROM deadline WHERE deadline.report_id = report.id"
        " AND deadline.met_at IS NULL"
        " AND (deadline.kind = 'reply') = (report.status IN ('needs_info', 'answered')))"
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        for name, columns in _QUEUE.items():
            batch_op.create_index(
                name, columns, unique=False, sqlite_where=sa.text(_IN_QUEUE), postgresql_where=sa.text(_IN_QUEUE)
            )
    with op.batch_alter_table("push", schema=None) as batch_op:
        batch_op.create_index(
            "ix_push_unreached",
            ["report_id", "id"],
            unique=False,
            sqlite_where=sa.text(_UNREACHED),
            postgresql_where=sa.text(_UNREACHED),
        )


def _unqueue() -> None:
    with op.batch_alter_table("push", schema=None) as batch_op:
        batch_op.drop_index("ix_push_unreached", sqlite_where=sa.text(_UNREACHED), postgresql_where=sa.text(_UNREACHED))
    with op.batch_alter_table("report", schema=None) as batch_op:
        for name in _QUEUE:
            batch_op.drop_index(name, sqlite_where=sa.text(_IN_QUEUE), postgresql_where=sa.text(_IN_QUEUE))
        batch_op.drop_column("due_at")


def _guard() -> None:
    op.create_table(
        "meter",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope", AutoString(), nullable=False),
        sa.Column("who", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meter")),
        sa.UniqueConstraint("who", "scope", name=op.f("uq_meter_who_scope")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "ban",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reporter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=False),
        sa.Column("lifted_at", UTCDateTime(), nullable=True),
        sa.Column("lifted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["reporter.id"], name=op.f("fk_ban_reporter_id_reporter"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_ban_report_id_report"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_ban_staff_id_staff")),
        sa.ForeignKeyConstraint(["lifted_by"], ["staff.id"], name=op.f("fk_ban_lifted_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ban")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ban", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ban_reporter_id"), ["reporter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ban_until"), ["until"], unique=False)

    with op.batch_alter_table("reporter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hushed_until", UTCDateTime(), nullable=True))

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("receipt_digest", AutoString(), nullable=True))
        batch_op.create_index(batch_op.f("ix_report_receipt_digest"), ["receipt_digest"], unique=True)

    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("covers", AutoString(), server_default="", nullable=False))


def _unguard() -> None:
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_column("covers")

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_receipt_digest"))
        batch_op.drop_column("receipt_digest")

    with op.batch_alter_table("reporter", schema=None) as batch_op:
        batch_op.drop_column("hushed_until")

    with op.batch_alter_table("ban", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ban_until"))
        batch_op.drop_index(batch_op.f("ix_ban_reporter_id"))

    op.drop_table("ban")
    op.drop_table("meter")


def _handle() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken", sa.Boolean(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("proposed", AutoString(), nullable=True))
    op.execute(sa.text("UPDATE report SET taken = true WHERE assignee_id IS NOT NULL"))
    op.create_table(
        "correction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("phrase", AutoString(), nullable=False),
        sa.Column("proposed", AutoString(), nullable=False),
        sa.Column("chosen", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_correction_report_id_report"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_correction_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.UniqueConstraint("report_id", "phrase", name=op.f("uq_correction_report_id_phrase")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_at"), ["at"], unique=False)


def _unhandle() -> None:
    op.drop_table("correction")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_column("proposed")
        batch_op.drop_column("taken")
