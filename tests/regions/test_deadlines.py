"""Badung's deadlines, counted by hand on the calendar of the profile and of the country.

The days off around each date, besides Saturdays and Sundays (names as in the lists):

- January 2027: Fri 1 New Year, Tue 5 Isra Mikraj, Wed 6 Siwaratri, Tue 12 to Thu 14 Galungan with its eve and the day
  after, Fri 22 eve of Kuningan, Fri 5 February leave for Imlek.
- March 2027: Mon 8 Nyepi, Tue 9 Ngembak Geni, Wed 10 and Thu 11 Idul Fitri, Fri 12 and Mon 15 leave for Idul Fitri,
  Thu 25 leave and Fri 26 Good Friday. May: Thu 6 Ascension, Mon 17 Idul Adha, Tue 18 and Wed 19 leave, Thu 20 Waisak;
  Tue 1 June Pancasila, Wed 2 June Pagerwesi.
- March 2026: Wed 18 eve of Nyepi, Thu 19 Nyepi, Fri 20 Ngembak Geni, Mon 23 and Tue 24 leave for Idul Fitri, Fri 3
  April Good Friday, Wed 8 April Pagerwesi.
- August 2027: Tue 10 to Thu 12 Galungan, Tue 17 Independence Day, Fri 20 eve of Kuningan.
"""

from __future__ import annotations

from datetime import datetime, time

import pytest

from rules import deadline
from rules.deadline import Deadlines, Klass
from rules.region import Region

INFORMATION, COMPLAINT = Klass.INFORMATION, Klass.COMPLAINT
OVERSIGHT, SUGGESTION = Klass.OVERSIGHT, Klass.SUGGESTION

# filed, class, forwarded (None: not yet) → verified by, followed up by, answered by
BY_HAND = [
    # Friday noon before Nyepi and Idul Fitri, Friday 5 March 2027. The next working days are 16, 17, 18, 19, 22, 23, 24
    # (25 and 26 are off), 29, 30, 31 March and 1, 2, 5, 6 April.
    ("2027-03-05T00:30", INFORMATION, None, "2027-03-18T16:00", "2027-03-29T16:00", "2027-03-22T16:00"),  # 4th in UTC
    ("2027-03-05T11:29", COMPLAINT, None, "2027-03-18T16:00", "2027-03-29T16:00", "2027-04-06T16:00"),
    ("2027-03-05T12:00", INFORMATION, None, "2027-03-18T16:00", "2027-03-29T16:00", "2027-03-22T16:00"),
    # 14 until 6 April, then 7 to 30 April (32), 3 to 14 May without the 6th (41), 21 May (42), 24 to 31 May (48), 3
    # and 4 June (50), 7 to 11 (55), 14 to 18 June: a Friday, at noon
    ("2027-03-05T12:01", OVERSIGHT, None, "2027-03-18T16:00", "2027-03-29T16:00", "2027-06-18T12:00"),
    ("2027-03-05T23:59", SUGGESTION, None, "2027-03-18T16:00", "2027-03-29T16:00", "2027-04-06T16:00"),
    # the days before: Friday 5 March is still to come, and skips the same
    ("2027-03-04T15:59", COMPLAINT, None, "2027-03-17T16:00", "2027-03-24T16:00", "2027-04-05T16:00"),
    ("2027-03-03T10:00", INFORMATION, "2027-03-04T09:00", "2027-03-16T16:00", "2027-03-19T12:00", "2027-03-18T16:00"),
    ("2027-03-02T10:00", COMPLAINT, None, "2027-03-05T12:00", "2027-03-22T16:00", "2027-04-01T16:00"),  # a Friday noon
    # the weekend, Nyepi and each of the days after it: nothing is worked between 5 and 16 March
    ("2027-03-07T23:59", INFORMATION, None, "2027-03-18T16:00", "2027-03-29T16:00", "2027-03-22T16:00"),
    ("2027-03-08T00:00", INFORMATION, None, "2027-03-18T16:00", "2027-03-29T16:00", "2027-03-22T16:00"),
    ("2027-03-08T09:00", COMPLAINT, "2027-03-16T08:00", "2027-03-18T16:00", "2027-03-23T16:00", "2027-04-06T16:00"),
    ("2027-03-09T12:00", OVERSIGHT, None, "2027-03-18T16:00", "2027-03-29T16:00", "2027-06-18T12:00"),
    ("2027-03-10T08:00", COMPLAINT, None, "2027-03-18T16:00", "2027-03-29T16:00", "2027-04-06T16:00"),  # Idul Fitri
    ("2027-03-15T23:59", COMPLAINT, None, "2027-03-18T16:00", "2027-03-29T16:00", "2027-04-06T16:00"),  # leave
    # the first day worked again does not count for what is filed on it, even before it opens
    ("2027-03-16T00:00", COMPLAINT, None, "2027-03-19T12:00", "2027-03-30T16:00", "2027-04-07T16:00"),
    ("2027-03-16T07:59", INFORMATION, None, "2027-03-19T12:00", "2027-03-30T16:00", "2027-03-23T16:00"),
    # Galungan, Wednesday 13 January 2027. After the 11th: 15, 18, 19, 20, 21 (22 is off), 25 to 29 January, 1 to 4
    # February (5 is off), 8 February
    ("2027-01-11T10:00", COMPLAINT, None, "2027-01-19T16:00", "2027-01-27T16:00", "2027-02-04T16:00"),
    ("2027-01-11T10:00", INFORMATION, "2027-01-11T15:00", "2027-01-19T16:00", "2027-01-21T16:00", "2027-01-21T16:00"),
    ("2027-01-13T06:30", COMPLAINT, None, "2027-01-19T16:00", "2027-01-27T16:00", "2027-02-04T16:00"),  # Galungan
    ("2027-01-14T16:00", SUGGESTION, None, "2027-01-19T16:00", "2027-01-27T16:00", "2027-02-04T16:00"),  # the day after
    ("2027-01-15T11:59", COMPLAINT, None, "2027-01-20T16:00", "2027-01-28T16:00", "2027-02-08T16:00"),  # Imlek's leave
    ("2027-01-08T11:30", COMPLAINT, None, "2027-01-18T16:00", "2027-01-26T16:00", "2027-02-03T16:00"),  # Friday noon
    # Isra Mikraj and Siwaratri on the 5th and 6th: 7, 8, 11 January, then as above
    ("2027-01-04T10:00", COMPLAINT, None, "2027-01-11T16:00", "2027-01-21T16:00", "2027-02-01T16:00"),
    ("2027-01-01T00:00", INFORMATION, None, "2027-01-08T12:00", "2027-01-20T16:00", "2027-01-15T12:00"),  # New Year
    ("2027-01-22T09:00", INFORMATION, None, "2027-01-27T16:00", "2027-02-03T16:00", "2027-01-29T12:00"),  # Kuningan eve
    # 12 in January (8, 11, 15, 18 to 21, 25 to 29), 19 in February (31), 1 to 5 March (36), 16 to 19 (40), 22 to 24
    # (43), 29 March to 2 April (48), 5 to 9 (53), 12 to 16 (58), 19 and 20 April
    ("2027-01-07T10:00", OVERSIGHT, None, "2027-01-15T12:00", "2027-01-25T16:00", "2027-04-20T16:00"),
    # Nyepi and Idul Fitri of 2026, 18 to 24 March, then Good Friday and Pagerwesi
    ("2026-03-13T11:59", COMPLAINT, None, "2026-03-25T16:00", "2026-04-01T16:00", "2026-04-13T16:00"),
    ("2026-03-17T16:00", INFORMATION, "2026-03-18T10:00", "2026-03-27T12:00", "2026-03-31T16:00", "2026-03-31T16:00"),
    ("2026-03-19T12:00", COMPLAINT, None, "2026-03-27T12:00", "2026-04-06T16:00", "2026-04-15T16:00"),
    # Galungan and Independence Day: 13, 16, 18, 19 (20 is off), 23 to 27, 30, 31 August, 1, 2, 3 September
    ("2027-08-09T16:30", COMPLAINT, None, "2027-08-18T16:00", "2027-08-26T16:00", "2027-09-03T12:00"),
    # Idul Adha, two days of leave and Waisak: 14, 21, 24, 25, 26 May
    ("2027-05-13T10:00", INFORMATION, None, "2027-05-24T16:00", "2027-05-31T16:00", "2027-05-26T16:00"),
]


@pytest.mark.parametrize(("filed", "klass", "forwarded", "verify", "follow_up", "resolve"), BY_HAND)
def test_by_hand(
    badung: Region, filed: str, klass: Klass, forwarded: str | None, verify: str, follow_up: str, resolve: str
) -> None:
    """Verification in 3 working days, the first follow-up in 5, the answer in 5, 14 or 60: right to the minute."""

    def wita(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=badung.tz)

    table = deadline.in_force(wita(filed), badung.calendar, badung.sla)
    forwarded_at = wita(forwarded) if forwarded else None

    expected = Deadlines(wita(verify), wita(follow_up), wita(resolve))
    assert expected == deadline.deadlines(klass, wita(filed), badung.calendar, table, forwarded_at)


@pytest.mark.parametrize(
    ("answered", "until"),
    [
        ("2027-03-05T11:30", "2027-03-31T16:00"),  # 16 to 19, 22 to 24, 29, 30, 31 March
        ("2027-01-11T10:00", "2027-01-29T12:00"),  # 15, 18 to 21, 25 to 29 January: a Friday
        ("2027-03-08T10:00", "2027-03-31T16:00"),  # on Nyepi
        ("2026-11-24T09:00", "2026-12-08T16:00"),  # two plain weeks
    ],
)
def test_the_reporters_window(badung: Region, answered: str, until: str) -> None:
    """Ten working days to dispute an answer."""
    at, expected = (datetime.fromisoformat(text).replace(tzinfo=badung.tz) for text in (answered, until))
    table = deadline.in_force(at, badung.calendar, badung.sla)

    assert expected == deadline.reply_until(at, badung.calendar, table)


def test_a_deadline_is_a_closing_time(badung: Region) -> None:
    """Every date above is one of Badung's: 16:00 from Monday to Thursday, 12:00 on a Friday."""
    moments = [datetime.fromisoformat(text) for row in BY_HAND for text in row[3:] if text]

    assert len(BY_HAND) >= 30
    assert all(at.time() == (time(12) if at.weekday() == 4 else time(16)) for at in moments)
