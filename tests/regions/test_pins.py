"""Pins on well-known places: the right village inside, the right regency outside."""

from __future__ import annotations

import pytest

from rules import place
from rules.region import Region

INSIDE = [  # coordinates taken apart from the profile's own
    ("airport, international terminal", -8.7434, 115.1650, "Tuban"),
    ("Kuta beach sculpture", -8.7182, 115.1694, "Kuta"),
    ("Waterbom entrance", -8.7281, 115.1697, "Kuta"),
    ("Legian beach", -8.7040, 115.1668, "Legian"),
    ("Double Six", -8.6953, 115.1622, "Seminyak"),
    ("Petitenget temple", -8.6787, 115.1545, "Kerobokan Kelod"),
    ("Berawa beach", -8.6625, 115.1400, "Tibubeneng"),
    ("Finns", -8.6640, 115.1392, "Tibubeneng"),
    ("Batu Bolong", -8.6590, 115.1307, "Canggu"),
    ("Echo beach", -8.6546, 115.1262, "Canggu"),
    ("Pererenan beach", -8.6505, 115.1222, "Pererenan"),
    ("Seseh beach", -8.6452, 115.1123, "Cemagi"),
    ("Taman Ayun", -8.5420, 115.1718, "Mengwi"),
    ("Sangeh forest", -8.4820, 115.2070, "Sangeh"),
    ("GWK", -8.8098, 115.1670, "Ungasan"),
    ("Melasti", -8.8480, 115.1610, "Ungasan"),
    ("Pandawa", -8.8450, 115.1862, "Kutuh"),
    ("Uluwatu temple", -8.8295, 115.0855, "Pecatu"),
    ("Padang Padang", -8.8114, 115.1030, "Pecatu"),
    ("Bingin", -8.8050, 115.1135, "Pecatu"),
    ("Dreamland", -8.7985, 115.1185, "Pecatu"),
    ("Jimbaran bay", -8.7790, 115.1690, "Jimbaran"),
    ("Udayana campus", -8.7980, 115.1730, "Jimbaran"),
    ("Nusa Dua", -8.8030, 115.2300, "Benoa"),
    ("Tanjung Benoa", -8.7600, 115.2240, "Tanjung Benoa"),
    ("Puspem", -8.6000, 115.1800, "Sempidi"),
    ("Mangusada", -8.5790, 115.1800, "Kapal"),
    ("Pelaga centre", -8.2950, 115.2150, "Pelaga"),
]

OUTSIDE = [
    ("Ubud palace", -8.5069, 115.2625, "Ubud", "Gianyar"),
    ("Ubud market", -8.5075, 115.2632, "Ubud", "Gianyar"),
    ("Sanur beach", -8.6935, 115.2640, "Sanur", "Denpasar"),
    ("Tanah Lot", -8.6212, 115.0868, "Tanah Lot", "Tabanan"),
    ("Benoa harbour", -8.7455, 115.2110, "Pelabuhan Benoa", "Denpasar"),
    ("Kedewatan", -8.4790, 115.2481, "Kedewatan", "Gianyar"),
]


@pytest.mark.parametrize(
    ("latitude", "longitude", "village"), [pin[1:] for pin in INSIDE], ids=[pin[0] for pin in INSIDE]
)
def test_inside(badung: Region, latitude: float, longitude: float, village: str) -> None:
    """A pin on a known place is in its village."""
    found = place.nearest(latitude, longitude, place.places(badung))[0]

    assert (found.outside, found.name) == (False, village)


@pytest.mark.parametrize(
    ("latitude", "longitude", "name", "regency"), [pin[1:] for pin in OUTSIDE], ids=[pin[0] for pin in OUTSIDE]
)
def test_outside(badung: Region, latitude: float, longitude: float, name: str, regency: str) -> None:
    """A pin over the border is outside, and named with its regency."""
    found = place.nearest(latitude, longitude, place.places(badung))[0]

    assert (found.outside, found.name, found.regency) == (True, name, regency)


@pytest.mark.parametrize(("latitude", "longitude"), [(-6.2, 106.8), (0.0, 0.0), (90.0, 0.0), (8.7, -64.8)])
def test_far_away(badung: Region, latitude: float, longitude: float) -> None:
    """A pin in Jakarta or in the ocean is outside without a name."""
    (found,) = place.nearest(latitude, longitude, place.places(badung))

    assert (found.outside, found.name, found.code, found.regency) == (True, "", None, "")


def test_every_landmark(badung: Region) -> None:
    """The coordinates of every landmark that has been measured lead to its own village or regency."""
    for landmark in badung.landmarks:
        if landmark.latitude is None or landmark.longitude is None:
            continue
        found = place.nearest(landmark.latitude, landmark.longitude, place.places(badung))[0]

        assert (landmark.village, landmark.regency or "") == (found.code, found.regency), landmark.id
