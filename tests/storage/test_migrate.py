"""The schema: one history for both databases, equal to the tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import BigInteger, Connection, String, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from storage import engine, migrate
from storage.tables import Base


def test_the_migrations_make_the_tables(empty_url: str) -> None:
    """From nothing to the newest schema: nothing is left that Alembic would still change."""
    migrate.upgrade(empty_url)

    with migrate.connected(empty_url) as connection:
        command.check(migrate.config(connection))


AT = "2026-11-24 00:00:00.000000+00:00"


def test_a_migrated_database_has_what_create_all_makes(empty_url: str) -> None:
    """Columns, keys, indexes and constraints are those of the tables, down to their names."""
    migrate.upgrade(empty_url)
    with migrate.connected(empty_url) as connection:
        migrated = _schema(connection)
        Base.metadata.drop_all(connection)
        Base.metadata.create_all(connection)

        assert _schema(connection) == migrated


def test_upgrade_and_downgrade_meet(empty_url: str) -> None:
    """Back to nothing and up again works on both databases."""
    migrate.upgrade(empty_url)
    with migrate.connected(empty_url) as connection:
        command.downgrade(migrate.config(connection), "base")

        assert inspect(connection).get_table_names() == ["alembic_version"]

    migrate.upgrade(empty_url)
    assert migrate.is_current(empty_url)


def test_what_was_there_before_0002_gets_its_dates(empty_url: str) -> None:
    """A report filed under the first schema hears from the clock as if it had been filed under this one."""
    with _first_schema(empty_url, status="closed") as connection:
        connection.execute(
            text("INSERT INTO deadline (report_id, kind, due_at, set_at) SELECT id, 'verify', :at, :at FROM report"),
            {"at": AT},
        )
    migrate.upgrade(empty_url)
    with migrate.connected(empty_url) as connection:
        rows = connection.execute(
            text("SELECT updates, muted, report.told_at, ended_at, warn_at FROM reporter, report, deadline")
        )
        updates, muted, *dates = rows.one()

    assert (updates, bool(muted)) == ("at_once", False)
    assert len({str(date) for date in dates}) == 1
    assert None not in dates


def test_what_was_answered_before_0002_can_be_disputed_and_closes(empty_url: str) -> None:
    """The reporter's window is a promise with a date: never less than the ten working days they were told."""
    with _first_schema(empty_url, status="answered"):
        pass
    migrate.upgrade(empty_url)
    with migrate.connected(empty_url) as connection:
        kind, due_at = connection.execute(text("SELECT kind, due_at FROM deadline")).one()

    assert kind == "reply"
    assert str(due_at).startswith("2026-12-15 00:00:00")


@contextmanager
def _first_schema(url: str, status: str) -> Iterator[Connection]:
    """A database of the first schema with one report in it."""
    with migrate.connected(url) as connection:
        command.upgrade(migrate.config(connection), "0001")
        connection.execute(
            text("INSERT INTO reporter (telegram_id, name, username, language, language_chosen, origin, created_at)"
                 " VALUES (7, '', '', 'id', :no, '', :at)"), {"at": AT, "no": False},
        )  # fmt: skip
        connection.execute(
            text("INSERT INTO report (code, reporter_id, draft_id, kind, title, body, language, place_name, district,"
                 " regency, place_words, outside, happening_now, anonymous, confidential, status, replied, filed_at,"
                 " changed_at, version) SELECT 'BDG-1', id, 1, 'complaint', '', '', 'id', '', '', '', '', :no, :no,"
                 " :no, :no, :status, :no, :at, :at, 1 FROM reporter"), {"at": AT, "no": False, "status": status},
        )  # fmt: skip
        yield connection


def test_an_id_is_never_given_twice(sqlite_url: str) -> None:
    """However a table came to its columns, SQLite counts its ids upwards."""
    with migrate.connected(sqlite_url) as connection:
        made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all()
    again = {name for name, sql in made if name in Base.metadata.tables and "AUTOINCREMENT" not in sql}

    assert {"installation", "tick"} == again


def test_current_only_after_the_upgrade(empty_url: str) -> None:
    """An empty database is not current, a migrated one is, and to migrate again changes nothing."""
    assert not migrate.is_current(empty_url)

    migrate.upgrade(empty_url)
    migrate.upgrade(empty_url)

    assert migrate.is_current(empty_url)


def test_a_newer_database_is_refused(database_url: str) -> None:
    """A schema this version does not know is named as such, not touched."""
    with migrate.connected(database_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    assert not migrate.is_current(database_url)
    with pytest.raises(migrate.MigrationError, match="not made by this version"):
        migrate.upgrade(database_url)


def test_looking_makes_no_file(tmp_path: Path) -> None:
    """To ask whether a database is current does not create it."""
    assert not migrate.is_current(f"sqlite:///{tmp_path}/none.db")
    assert list(tmp_path.iterdir()) == []


def test_no_connection_is_a_sentence() -> None:
    """A server that is not there is said in a sentence without the password."""
    with pytest.raises(migrate.MigrationError, match="does not let us in") as caught:
        migrate.upgrade("postgresql://kanal:secret@127.0.0.1:1/kanal")

    assert "secret" not in str(caught.value)


def test_ids_are_wide_on_postgresql(postgresql_url: str) -> None:
    """Every id column holds 64 bits."""
    database = create_engine(engine.async_url(postgresql_url), poolclass=NullPool)
    with database.connect() as connection:
        inspector = inspect(connection)
        narrow = [
            f"{table}.{column['name']}"
            for table in Base.metadata.tables
            for column in inspector.get_columns(table)
            if (column["name"] in {"id", "lane", "reply_to"} or column["name"].endswith("_id"))
            and not isinstance(column["type"], BigInteger | String)
        ]
    database.dispose()

    assert narrow == []


def _schema(connection: Connection) -> dict[str, object]:
    inspector = inspect(connection)
    return {
        table: {
            "columns": [
                (column["name"], repr(column["type"]), column["nullable"]) for column in inspector.get_columns(table)
            ],
            "primary key": inspector.get_pk_constraint(table),
            "foreign keys": sorted(map(repr, inspector.get_foreign_keys(table))),
            "unique": sorted(map(repr, inspector.get_unique_constraints(table))),
            "indexes": sorted(map(_index, inspector.get_indexes(table))),
        }
        for table in Base.metadata.tables
    }


def _index(index: Any) -> str:
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return repr((index["name"], index["column_names"], index["unique"], options))
