"""Reports split in two: what an operator chose for the second one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """From the schema before to this one."""
    _split()


def downgrade() -> None:
    """Back to the schema before."""
    _unsplit()


def _split() -> None:
    with op.batch_alter_table("composition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("choices", _JSON, nullable=False, server_default="{}"))


def _unsplit() -> None:
    with op.batch_alter_table("composition", schema=None) as batch_op:
        batch_op.drop_column("choices")
