"""What a profile shares with others: whatever it does not say itself, and words beside its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SHARED: Final = "shared"  # the key by which a profile names the file
LEXICON: Final = "lexicon"  # the words of that file, by table and id
_WORDS: Final = ("words", "hints", "unless")


def with_shared(own: Mapping[str, Any], common: Mapping[str, Any]) -> dict[str, Any]:
    """The whole profile. Of a table both have, the own keys count; a list the profile has takes the place of the shared
    one. Nothing that is given is changed."""
    whole = {name: value for name, value in common.items() if name != LEXICON}
    for name, value in own.items():
        both = isinstance(value, dict) and isinstance(whole.get(name), dict)
        whole[name] = {**whole[name], **_spoken(value, whole[name])} if both else value
    whole.pop(SHARED, None)
    words = common.get(LEXICON, {})
    for table in ("authorities", "dangers"):
        whole[table] = _listed(whole.get(table, ()), words.get(table, {}))
    groups = [one for one in whole.get("groups", ()) if isinstance(one, dict)]
    categories = words.get("categories", {})
    whole["groups"] = [
        {**group, "categories": _listed(group["categories"], categories)} if "categories" in group else group
        for group in groups
    ]
    _leave_out_others(whole, own)
    return whole


def _leave_out_others(whole: dict[str, Any], own: Mapping[str, Any]) -> None:
    """What is shared about a category that the profile does not have is no mistake of the profile's."""
    ids = {one.get("id") for group in whole["groups"] for one in group.get("categories", ()) if isinstance(one, dict)}
    if "templates" in whole and "templates" not in own:
        whole["templates"] = [one for one in whole["templates"] if one.get("category") in {None, *ids}]
    if "similar" in whole and "categories" not in own.get("similar", {}):
        near = {name: one for name, one in whole["similar"].get("categories", {}).items() if name in ids}
        whole["similar"] = {**whole["similar"], "categories": near}


def _listed(entries: Any, words: Mapping[str, Any]) -> list[Any]:
    return [
        {**entry, **_spoken(entry, words.get(str(entry.get("id")), {}))} if isinstance(entry, dict) else entry
        for entry in entries
    ]


def _spoken(entry: Mapping[str, Any], common: Mapping[str, Any]) -> dict[str, Any]:
    """The entry, its words after those that are shared."""
    said = dict(entry)
    for part in _WORDS:
        mine, theirs = entry.get(part, {}), common.get(part, {})
        if isinstance(mine, dict) and isinstance(theirs, dict) and (mine or theirs):
            said[part] = {name: [*theirs.get(name, ()), *mine.get(name, ())] for name in {**theirs, **mine}}
    return said
