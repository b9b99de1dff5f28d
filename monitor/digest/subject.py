"""The subject of a bulletin: as it is where it fits, else the first item in fewer words and how many more there are."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator, Mapping

from jinja2 import Template

from monitor.digest.select import Selection
from monitor.digest.sentences import counted_areas
from monitor.digest.words import clipped
from monitor.model import Digest, DigestItem

#: Phones show about so many characters.
SUBJECT_LIMIT = 70
#: "(before: shortlisted)", which the item itself says again.
_ASIDE = re.compile(r" \([^()]*\)$")


def subject_of(
    digest: Digest,
    selection: Selection,
    *,
    template: Template,
    values: Mapping[str, object],
    speech: gettext.NullTranslations,
) -> str:
    """A line of at most ``SUBJECT_LIMIT`` characters, from the ``template`` of subjects and the ``values`` that it takes.

    Given up in this order: the name of the bulletin, what the first item says in brackets, the names of its areas, how many more
    items there are. Where nothing of that is enough, the item's words are cut between two of them.
    """
    more = len(selection.items) - 1

    def made(head: str, **what: object) -> str:
        return " ".join(template.render(values, **({"head": head, "more": 0, "whole": False} | what)).split())

    if not selection.items:
        return clipped(made(digest.title, whole=True), SUBJECT_LIMIT)
    first = selection.items[0]
    *longer, shortest = heads = list(_heads(first, speech))
    found = [made(first.headline, whole=True), *(made(head, more=more) for head in heads), made(shortest)]
    room = SUBJECT_LIMIT - len(made("", more=more))
    found.append(made(clipped((longer or heads)[-1], room), more=more))
    return next((line for line in found if len(line) <= SUBJECT_LIMIT), found[-1])


def _heads(item: DigestItem, speech: gettext.NullTranslations) -> Iterator[str]:
    """The headline of ``item``, each time in fewer words."""
    yield item.headline
    if item.moves:
        yield _ASIDE.sub("", item.headline)
        yield _ASIDE.sub("", counted_areas(item, speech))
