"""Reports split in two: what an operator chose for the second one. Reports that are shared by a link."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import AutoString

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """From the schema before to this one."""
    _split()
    _share()


def downgrade() -> None:
    """Back to the schema before."""
    _unshare()
    _unsplit()


def _split() -> None:
    with op.batch_alter_table("composition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("choices", _JSON, nullable=False, server_default="{}"))


def _unsplit() -> None:
    with op.batch_alter_table("composition", schema=None) as batch_op:
        batch_op.drop_column("choices")


def _share() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shared_as", AutoString(), nullable=True))
        batch_op.create_index(batch_op.f("ix_report_shared_as"), ["shared_as"], unique=True)


def _unshare() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_shared_as"))
        batch_op.drop_column("shared_as")
