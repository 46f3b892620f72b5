"""Migrations: they lead from nothing to exactly the tables of the code, and say when they have not."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from copilot.store.engine import open_engine
from copilot.store.migration import is_behind, upgrade
from copilot.store.schema import metadata


def partial_indexes(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        statement = text("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %' ORDER BY name")
        return list(connection.scalars(statement))


def test_migrations_lead_to_the_tables_of_the_code(tmp_path: Path) -> None:
    migrated, created = open_engine(tmp_path / "migrated.db"), open_engine(tmp_path / "created.db")
    upgrade(migrated)
    metadata.create_all(created)
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    assert partial_indexes(migrated) == partial_indexes(created)
    assert len(partial_indexes(migrated)) == 3
    migrated.dispose()
    created.dispose()


def test_empty_database_is_behind_until_upgraded(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "x.db")
    assert is_behind(engine)
    upgrade(engine)
    assert not is_behind(engine)
    engine.dispose()


def test_database_of_another_version_is_behind(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "x.db")
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert is_behind(engine)
    engine.dispose()


def test_upgrading_twice_changes_nothing(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "x.db")
    upgrade(engine)
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM ledger_head")) == 1
    engine.dispose()


def test_tables_can_be_written_for_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            assert "INDEX" in str(CreateIndex(index).compile(dialect=dialect))
