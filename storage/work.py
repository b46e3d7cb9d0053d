"""The unit of work: one transaction, in which everything about one update is written or nothing is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import engine

Session = AsyncSession  # as the other rooms name it: they know no SQL
Fault = SQLAlchemyError  # likewise: whatever the database may refuse or fail with


@dataclass(slots=True)
class Work:
    """One open transaction at the moment `now`; `wakes` collects who must be woken once it is committed."""

    session: AsyncSession
    now: datetime
    wakes: set[str] = field(default_factory=set)
    failure: BaseException | None = None
    toast: str = ""  # what only the person who pressed a button is to see, once the work is committed

    def wake(self, whom: str) -> None:
        """After the commit, wake `courier` or `files`: there is something for them."""
        self.wakes.add(whom)

    def fail(self, error: BaseException) -> None:
        """Doom this work: it will be rolled back. For frameworks that swallow exceptions (python-telegram-bot)."""
        self.failure = self.failure or error


CURRENT: ContextVar[Work] = ContextVar("kanal_work")


class Storage:
    """The database, open. `on_commit` is called with the wakes of each committed work."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self.writer, self.reader = writer, reader
        self.on_commit: Callable[[set[str]], None] = lambda _wakes: None
        self._writing = async_sessionmaker(writer, class_=AsyncSession, expire_on_commit=False)
        self._reading = async_sessionmaker(reader, class_=AsyncSession, expire_on_commit=False, autoflush=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether one process has the database for itself."""
        return self.writer.dialect.name == "sqlite"

    @classmethod
    def open(cls, url: str) -> Storage:
        """Open the database of a URL; `DatabaseError` says in a sentence why not."""
        return cls(*engine.open_pair(url))

    async def __aenter__(self) -> Storage:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Give every connection back."""
        await self.writer.dispose()
        await self.reader.dispose()

    @asynccontextmanager
    async def work(self, now: datetime) -> AsyncIterator[Work]:
        """A transaction: committed at the end of the block, rolled back by any exception or by `Work.fail`."""
        async with self._writing() as session:
            async with session.begin():
                work = Work(session, now)
                token = CURRENT.set(work)
                try:
                    yield work
                finally:
                    CURRENT.reset(token)
                if work.failure is not None:
                    raise work.failure
            if work.wakes:
                self.on_commit(work.wakes)

    @asynccontextmanager
    async def rehearsal(self, now: datetime) -> AsyncIterator[Work]:
        """A transaction that is always rolled back and wakes nobody: to see what would be done."""
        async with self._writing() as session:
            transaction = await session.begin()
            try:
                yield Work(session, now)
            finally:
                await transaction.rollback()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A consistent look at the database that can change nothing."""
        async with self._reading() as session:
            yield session
