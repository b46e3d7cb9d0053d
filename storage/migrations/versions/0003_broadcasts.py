"""Replies in two languages, broadcasts, and indexes with which a million waiting rows of one delay nobody."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From the schema before to this one."""
    op.create_table(
        "broadcast",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column(
            "audience",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "texts",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "link",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("attachment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("send_at", UTCDateTime(), nullable=True),
        sa.Column("asks", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("touched_at", UTCDateTime(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_at", UTCDateTime(), nullable=True),
        sa.Column("goes_at", UTCDateTime(), nullable=True),
        sa.Column("planned_to", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("planned_at", UTCDateTime(), nullable=True),
        sa.Column("card_message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("card_at", UTCDateTime(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["approved_by"], ["staff.id"], name=op.f("fk_broadcast_approved_by_staff")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_broadcast_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("broadcast", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_broadcast_ended_at"), ["ended_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_broadcast_staff_id"), ["staff_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_broadcast_state"), ["state"], unique=False)

    op.create_table(
        "broadcast_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("broadcast_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("step", AutoString(), nullable=False),
        sa.Column(
            "data",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcast.id"],
            name=op.f("fk_broadcast_event_broadcast_id_broadcast"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_broadcast_event_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast_event")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("broadcast_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_broadcast_event_broadcast_id"), ["broadcast_id"], unique=False)

    op.create_table(
        "template",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency", AutoString(), nullable=True),
        sa.Column("category", AutoString(), nullable=True),
        sa.Column("status", AutoString(), nullable=True),
        sa.Column(
            "texts",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("asks", AutoString(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_template_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_template_state"), ["state"], unique=False)

    with op.batch_alter_table("composition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("translation", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("translation_message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("corrects", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))

    with op.batch_alter_table("push", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("broadcast_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.drop_index(batch_op.f("ix_push_settled_at"))
        batch_op.drop_index("ix_push_waiting")
        batch_op.create_index(
            "ix_push_waiting",
            ["rank", "bot", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting' AND broadcast_id IS NULL"),
            postgresql_where=sa.text("state = 'waiting' AND broadcast_id IS NULL"),
        )
        batch_op.create_index(
            "ix_push_broadcast",
            ["broadcast_id", "state", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("broadcast_id IS NOT NULL"),
            postgresql_where=sa.text("broadcast_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_push_settled",
            ["settled_at", "state", "broadcast_id"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NOT NULL"),
            postgresql_where=sa.text("settled_at IS NOT NULL"),
        )

    with op.batch_alter_table("reporter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("announcements", sa.Boolean(), server_default="1", nullable=False))


def downgrade() -> None:
    """Back to the schema before."""
    with op.batch_alter_table("reporter", schema=None) as batch_op:
        batch_op.drop_column("announcements")

    with op.batch_alter_table("push", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_push_settled",
            sqlite_where=sa.text("settled_at IS NOT NULL"),
            postgresql_where=sa.text("settled_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_push_broadcast",
            sqlite_where=sa.text("broadcast_id IS NOT NULL"),
            postgresql_where=sa.text("broadcast_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_push_waiting",
            sqlite_where=sa.text("state = 'waiting' AND broadcast_id IS NULL"),
            postgresql_where=sa.text("state = 'waiting' AND broadcast_id IS NULL"),
        )
        batch_op.create_index(
            "ix_push_waiting",
            ["rank", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(batch_op.f("ix_push_settled_at"), ["settled_at"], unique=False)
        batch_op.drop_column("broadcast_id")

    with op.batch_alter_table("template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_template_state"))

    op.drop_table("template")
    with op.batch_alter_table("composition", schema=None) as batch_op:
        batch_op.drop_column("corrects")
        batch_op.drop_column("translation_message_id")
        batch_op.drop_column("translation")

    with op.batch_alter_table("broadcast_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_broadcast_event_broadcast_id"))

    op.drop_table("broadcast_event")
    with op.batch_alter_table("broadcast", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_broadcast_state"))
        batch_op.drop_index(batch_op.f("ix_broadcast_staff_id"))
        batch_op.drop_index(batch_op.f("ix_broadcast_ended_at"))

    op.drop_table("broadcast")
