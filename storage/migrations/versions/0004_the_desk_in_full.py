"""The desk in full, and where reports come from."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From the schema before to this one."""
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", AutoString(), nullable=False, server_default=""))


def downgrade() -> None:
    """Back to the schema before."""
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_column("origin")
