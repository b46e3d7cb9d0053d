"""Every table. Rows are plain: no relationships, no validation (rules do that), JSON replaced and never edited.

Telegram ids are 64 bits wide; datetimes are aware and come back in UTC; enumerations are stored as their words.
"""

from storage.tables.columns import Base, table_of
from storage.tables.desk import (
    Card,
    Composition,
    Confidant,
    Correction,
    DeskChat,
    Invitation,
    StaffRow,
    TemplateRow,
    Translation,
)
from storage.tables.keeping import Export, Installation, Tick, Tombstone
from storage.tables.people import Ban, Erasure, Meter, Reporter
from storage.tables.report import IN_QUEUE, STANDING_STILL, Deadline, Event, Handover, Report
from storage.tables.sending import UNREACHED, Broadcast, BroadcastEvent, Push
from storage.tables.talk import Attachment, DraftRow, FsmRow, InboxRow, MessageLink

__all__ = [
    "IN_QUEUE",
    "STANDING_STILL",
    "UNREACHED",
    "Attachment",
    "Ban",
    "Base",
    "Broadcast",
    "BroadcastEvent",
    "Card",
    "Composition",
    "Confidant",
    "Correction",
    "Deadline",
    "DeskChat",
    "DraftRow",
    "Erasure",
    "Event",
    "Export",
    "FsmRow",
    "Handover",
    "InboxRow",
    "Installation",
    "Invitation",
    "MessageLink",
    "Meter",
    "Push",
    "Report",
    "Reporter",
    "StaffRow",
    "TemplateRow",
    "Tick",
    "Tombstone",
    "Translation",
    "table_of",
]

# An id is never given twice, as SQLite would: buttons and outbox rows remember the ids of rows that are gone.
for _table in Base.metadata.tables.values():
    if "id" in _table.columns:
        _table.dialect_options["sqlite"]["autoincrement"] = True
