"""`python -m bot.limits [REGION]`: the table of docs/limits.md, from the region's own numbers. A test compares both."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot import region

if TYPE_CHECKING:
    from rules.region import Region


def table(chosen: Region) -> str:
    """What may come in, and what happens beyond it, as a table of Markdown."""
    flood, limits = chosen.flood, chosen.limits
    rows = (
        ("limit", "value", "beyond it"),
        ("---", "---", "---"),
        (
            "messages and taps of one account in a minute",
            f"{flood.slow_per_minute}",
            "kept; answers come 10 to 20 seconds later, as one",
        ),
        (
            "… in the same minute",
            f"{flood.most_per_minute}",
            f"one sentence, then nothing is read or answered for {flood.silent_minutes} minutes; the draft waits",
        ),
        (
            "reports of one account a day (region time)",
            f"{flood.reports_per_day}",
            "the next one waits as a draft and can be submitted the next day; not where the words speak of danger",
        ),
        (
            "accounts nobody knows yet, all together, in a minute",
            f"{flood.new_per_minute}",
            "kept; answered in turn, so many in each minute after",
        ),
        ("wrong receipts of one account a day (UTC)", f"{flood.receipts_per_day}", "none is looked at until the next"),
        ("wrong receipts of all accounts an hour", f"{flood.receipts_per_hour}", "none is looked at until the next"),
        ("words of a report", f"{limits.text_min} to {limits.text_max} characters", "the person is told how many over"),
        ("files of a report", f"{limits.evidence_max}", "the person is told; the file is not kept"),
        ("one file", f"{chosen.file_bytes_max // 1_000_000} MB", "the person is told; the file is not kept"),
        ("one picture", f"{chosen.picture_points_max // 1_000_000} megapixels", "the person is told; it is not opened"),
    )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    sys.stdout.write(f"{table(region.load(sys.argv[1] if len(sys.argv) > 1 else 'badung'))}\n")
