"""A list of members from a CSV file: every line brings its own evidence, and a dry run says what would be done."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.mail.members import Choice, MemberError, Membership, checked_address, subscription_of
from monitor.mail.tokens import Keys, folded, hash_of
from monitor.model.members import Basis, Cadence, Consent, Member, MemberState
from monitor.store import Store
from monitor.text import fingerprint

COLUMNS = (
    "address", "name", "organisation", "basis", "wording", "source", "consented_at", "areas", "themes", "specialisms",
    "cadence", "language", "member",
)  # fmt: skip
_EVIDENCE = ("basis", "wording", "source", "consented_at")
_MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What an import did, or would do: addresses added, those known already, and each refused line with its reason."""

    added: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    refused: tuple[tuple[int, str, str], ...] = ()


def import_members(store: Store, keys: Keys, text: str, *, now: datetime, by: str, dry_run: bool) -> Import:
    """Take the list; with ``dry_run`` only say what would be done. Raises MemberError where the file itself is no such list."""
    membership = Membership(store, keys)
    added: list[str] = []
    known: list[str] = []
    refused: list[tuple[int, str, str]] = []
    seen: set[str] = set()
    for number, row in list(_rows(text)):
        try:
            member, choice = _from_row(row, now)
            _refuse_unwanted(member, seen, membership, keys)
        except MemberError as error:
            refused.append((number, (row.get("address") or "").strip(), str(error)))
            continue
        if membership.members.by_address(member.address) is not None:
            known.append(member.address)
            continue
        added.append(member.address)
        if not dry_run:
            with store.transaction():
                membership.members.save(member)
                membership.members.subscribe(subscription_of(member.id, choice, now))
    if not dry_run:
        store.audit.add("members imported", subject="members", by=by, at=now, details={"added": len(added)})
    return Import(added=tuple(added), known=tuple(known), refused=tuple(refused))


def _refuse_unwanted(member: Member, seen: set[str], membership: Membership, keys: Keys) -> None:
    if folded(member.address) in seen:
        raise MemberError("the address stands here twice")
    seen.add(folded(member.address))
    if membership.suppressions.reason(hash_of(keys, member.address)):
        raise MemberError("this address is suppressed: only the person can come back, by confirming")


def _from_row(row: Mapping[str, str | None], now: datetime) -> tuple[Member, Choice]:
    value = {name: (row.get(name) or "").strip() for name in COLUMNS}
    missing = [name for name in _EVIDENCE if not value[name]]
    if missing:
        raise MemberError(f"no evidence that they may be written to: {', '.join(missing)} is empty")
    consent = Consent(
        basis=_one_of(Basis, value["basis"]),
        wording=value["wording"],
        source=value["source"],
        at=_moment(value["consented_at"], now),
    )
    address = checked_address(value["address"])
    choice = Choice(
        areas=_list(value["areas"]),
        themes=_list(value["themes"]),
        specialisms=_list(value["specialisms"]),
        cadence=_one_of(Cadence, value["cadence"] or "weekly"),
        language=value["language"] or "en",
    )
    member = Member(
        id=fingerprint("member", folded(address)),
        address=address,
        name=" ".join(value["name"].split())[:200],
        organisation=value["organisation"][:200],
        is_member=_yes(value["member"]),
        state=MemberState.CONFIRMED,
        created_at=now,
        confirmed_at=consent.at,
        language=choice.language,
        consent=consent,
    )
    return member, choice


def _rows(text: str) -> Iterable[tuple[int, Mapping[str, str | None]]]:
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), strict=True)
    try:
        if "address" not in (reader.fieldnames or ()):
            raise MemberError(f"the first line must name the columns; these are known: {', '.join(COLUMNS)}")
        for count, row in enumerate(reader):
            if count >= _MOST_ROWS:
                raise MemberError(f"more than {_MOST_ROWS} lines; import them in parts")
            yield reader.line_num, row
    except csv.Error as error:
        raise MemberError(f"line {reader.line_num} is not CSV: {error}") from error


def _list(text: str) -> tuple[str, ...]:
    return tuple(sorted({part.strip() for part in text.split(";") if part.strip()}))


def _yes(value: str) -> bool:
    if value.lower() not in {"", "yes", "no"}:
        raise MemberError(f"member is yes or no, not {value!r}")
    return value.lower() == "yes"


def _one_of(kind: Any, value: str) -> Any:
    try:
        return kind(value)
    except ValueError as error:
        raise MemberError(f"{value!r} is none of {', '.join(kind)}") from error


def _moment(text: str, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise MemberError(f"{text!r} is no date; write 2024-05-03") from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
    if moment > now:
        raise MemberError(f"{text} lies in the future")
    return moment
