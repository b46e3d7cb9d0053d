"""What every table is made of: the metadata, and the columns that look the same everywhere."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, MetaData, Table
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


class Base(SQLModel):
    """The house's own metadata, with named constraints so that both databases can migrate them."""

    metadata = MetaData(naming_convention=NAMING)


def table_of(rows: type[Base]) -> Table:
    """The table behind a class, for the few statements that go past the ORM."""
    table: Table = rows.__table__  # type: ignore[attr-defined]
    return table


def row_id() -> Any:
    """The primary key."""
    # None until the row is flushed; every function of this room gives flushed rows, so the others read an int
    return Field(default=None, primary_key=True, sa_type=BIG)


def ref(target: str, *, index: bool = False, ondelete: str = "CASCADE", nullable: bool = False) -> Any:
    """A row of another table, such as `report.id`."""
    default: Any = None if nullable else ...
    return Field(default, sa_type=BIG, foreign_key=target, index=index, ondelete=ondelete, nullable=nullable)  # type: ignore[call-overload]
