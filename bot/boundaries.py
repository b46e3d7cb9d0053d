"""The boundaries of the villages, where the operator has them: with them a pin is in its village, not near its middle.

A GeoJSON FeatureCollection (RFC 7946: longitude first, WGS 84) of polygons. A feature says whose it is by the village's
code or its name, as the profile writes them or as the layers of Badan Informasi Geospasial do.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import regions
from bot.region import RegionError
from rules.place import Boundaries

if TYPE_CHECKING:
    from rules.region import Region, Village

CODES: Final = ("code", "KDEPUM")  # properties, the first that is there counts
NAMES: Final = ("name", "WADMKD")
DISTRICTS: Final = ("district", "WADMKC")
WGS84: Final = ("CRS84", "EPSG::4326", "EPSG:4326")
FAR_KM: Final = 20.0  # from where the profile has the village: it is another one's
TOLD: Final = 10  # mistakes of one file at a time
KM_PER_DEGREE: Final = 111.2
AREAS: Final = ("Polygon", "MultiPolygon")
LATITUDES: Final = 90
LONGITUDES: Final = 180


def load(region: Region) -> Boundaries | None:
    """The region's boundaries, None where it has none. Slow, for a thread. RegionError: the file cannot be used."""
    if not region.boundaries:
        return None
    found, wrong = _read(region)
    if wrong:
        raise RegionError("\n".join(wrong))
    return _drawn(found)


def problems(region: Region) -> list[str]:
    """What is wrong with the file, and which villages it misses, a sentence each."""
    if not region.boundaries:
        return []
    found, wrong = _read(region)
    there = {code for code, _ in found}
    missing = [village.name for village in region.villages if village.code not in there]
    if found and missing:
        sentence = "the nearest middle still decides there; add a feature for each"
        wrong.append(f"{_said(region)}: there is no boundary of {', '.join(missing)}; {sentence}.")
    return wrong


def _drawn(found: list[tuple[str, Any]]) -> Boundaries:
    import shapely  # noqa: PLC0415  # only where there are boundaries

    codes = [code for code, _ in found]
    tree = shapely.STRtree([shape for _, shape in found])

    def village(latitude: float, longitude: float, kilometres: float) -> str | None:
        point = shapely.Point(longitude, latitude)
        inside = tree.query(point, predicate="intersects")
        if not len(inside):
            inside = tree.query_nearest(point, max_distance=kilometres / KM_PER_DEGREE)
        return codes[min(inside)] if len(inside) else None

    return Boundaries(frozenset(codes), village)


def _read(region: Region) -> tuple[list[tuple[str, Any]], list[str]]:
    """The villages' shapes that can be used, and a sentence for what cannot."""
    try:
        collection = json.loads(_file(region).read_text(encoding="utf-8"))
    except OSError as error:
        return [], [f"{_said(region)}: it cannot be read ({error.strerror}); add the file or remove `boundaries`."]
    except (ValueError, RecursionError):
        collection = None
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features:
        return [], [f"{_said(region)}: it is no GeoJSON FeatureCollection with features; export it as one."]
    if (system := _system(collection)) and not system.endswith(WGS84):
        return [], [f"{_said(region)}: its coordinates are {system}; export it in WGS 84 (EPSG:4326)."]
    read = [(number, *_feature(feature, region)) for number, feature in enumerate(features, start=1)]
    wrong = [f"{_said(region)}, feature {number}: {said}." for number, said, shape in read if shape is None]
    if len(wrong) > TOLD:
        wrong[TOLD:] = [f"{_said(region)}: so are {len(wrong) - TOLD} more features."]
    return [(code, shape) for _, code, shape in read if shape is not None], wrong


def _feature(feature: Any, region: Region) -> tuple[str, Any]:
    """A village's code and its shape, or what is wrong and None."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    whose = _village(properties if isinstance(properties, dict) else {}, region)
    if isinstance(whose, str):
        return whose, None
    shape = _shape(feature.get("geometry"))
    wrong = shape if isinstance(shape, str) else _misplaced(shape, whose)
    return (f"{whose.name} ({whose.code}): {wrong}", None) if wrong else (whose.code, shape)


def _village(properties: dict[str, Any], region: Region) -> Village | str:
    """The village a feature is of, or what is wrong."""
    code, name, district = (_property(properties, names) for names in (CODES, NAMES, DISTRICTS))
    if not code and not name:
        return f"it has neither the property {CODES[0]} nor {NAMES[0]}; add the village's code"
    if code:
        found = [one for one in region.villages if _bare(one.code) == _bare(code)]
    else:
        called = [one for one in region.villages if _letters(one.name) == _letters(name)]
        found = [one for one in called if not district or _letters(one.district) == _letters(district)]
    if len(found) > 1:
        return f"{name} is the name of {len(found)} villages; add the property {CODES[0]} or {DISTRICTS[0]}"
    return found[0] if found else f"{code or name} is no village of the profile; correct it or remove the feature"


def _shape(geometry: Any) -> Any:
    """The area, or what is wrong with it."""
    import shapely  # noqa: PLC0415  # only where there are boundaries
    from shapely.geometry import shape  # noqa: PLC0415

    try:
        area = shape(geometry)
    except (AttributeError, KeyError, TypeError, ValueError, IndexError, shapely.errors.ShapelyError):
        return "its geometry cannot be read; export it again"
    if area.geom_type not in AREAS or area.is_empty:
        return "it is no area; export polygons, not lines or points"
    west, south, east, north = area.bounds
    if not all(map(math.isfinite, area.bounds)) or max(-west, east, -south, north) > LONGITUDES:
        return "its coordinates are no degrees; export it in WGS 84 (EPSG:4326)"
    if max(-south, north) > LATITUDES:
        return "its latitude comes first; write longitude, then latitude"
    if not area.is_valid:
        return f"its outline is not sound ({shapely.is_valid_reason(area)}); repair it"
    return area


def _misplaced(area: Any, village: Village) -> str:
    """What is wrong with where it lies; empty when nothing is."""
    import shapely  # noqa: PLC0415  # only where there are boundaries

    away = area.distance(shapely.Point(village.longitude, village.latitude)) * KM_PER_DEGREE
    if away <= FAR_KM:
        return ""
    return f"it lies {away:.0f} km from where the profile has the village; correct the one or the other"


def _system(collection: dict[str, Any]) -> str:
    """The coordinate system an older GeoJSON names; empty when it names none, which means WGS 84."""
    crs = collection.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return str(properties.get("name", "")) if isinstance(properties, dict) else ""


def _property(properties: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((str(properties[name]).strip() for name in names if properties.get(name)), "")


def _bare(code: str) -> str:
    return code.replace(".", "")


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _file(region: Region) -> Path:
    return Path(str(regions.path(region.name))).parent / region.name / region.boundaries


def _said(region: Region) -> str:
    return f"regions/{region.name}.toml, boundaries, {region.boundaries}"
