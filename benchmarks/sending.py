"""Sending beside the C program that Postfix measures itself with: into its sink, and into a Postfix that throws mail away.

    python benchmarks/sending.py [--mails 10000] [--size 32000] [--turns 3] [--only sink|postfix|memory|remote]

Ours does all that a sending does: claims on record, suppression, personal links, the mail made, handed over, and confirmed. The
other only repeats one prepared mail. Both send the same number of mails of the same size, in turns. Ours goes over sixteen connections
unless told otherwise (a sending takes eight by default); the other once over four, once over as many, and the better of the two counts.
"""

from __future__ import annotations

import argparse
import queue
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "mail")]

from monitor.clock import Period  # noqa: E402
from monitor.digest.compile import compile_digest  # noqa: E402
from monitor.digest.issue import Masthead  # noqa: E402
from monitor.digest.message import Letter, Sender, compose  # noqa: E402
from monitor.digest.render import PERSONAL  # noqa: E402
from monitor.mail import dispatch  # noqa: E402
from monitor.mail.dispatch import PostOffice  # noqa: E402
from monitor.mail.mailing import bulletin_for  # noqa: E402
from monitor.mail.members import Choice, Membership, subscription_of  # noqa: E402
from monitor.mail.send import Rules  # noqa: E402
from monitor.mail.smtp import Relay, Session  # noqa: E402
from monitor.mail.tokens import Keys  # noqa: E402
from monitor.model import Audience, Digest, DigestItem, DigestState, Section, SectionKind  # noqa: E402
from monitor.model.members import Basis, Consent, Member, MemberState  # noqa: E402
from monitor.store import Store, StoredDigest, open_store  # noqa: E402
from monitor.store.codec import to_json  # noqa: E402

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
KEYS = Keys.of("a secret of more than sixteen bytes")
CONNECTIONS = 16


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--mails", type=int, default=10_000)
    parser.add_argument("--size", type=int, default=32_000, help="bytes of a mail")
    parser.add_argument("--group", type=int, default=20, help="mails claimed at once")
    parser.add_argument("--connections", type=int, default=CONNECTIONS, help="of ours")
    parser.add_argument("--turns", type=int, default=3, help="how often the two are compared")
    parser.add_argument("--only", choices=["sink", "postfix", "memory", "remote"])
    chosen = parser.parse_args()
    parts = [chosen.only] if chosen.only else ["sink", "postfix", "remote"]
    if "sink" in parts:
        with sink() as port:
            compare("smtp-sink", port, chosen)
    if "postfix" in parts:
        from postfix import running

        with running(transport="discard:") as server:
            compare("Postfix, discarding", server.port, chosen)
    if "remote" in parts:
        remote(chosen)
    if "memory" in parts:
        with sink() as port:
            report("smtp-sink", ours(port, chosen))


def compare(name: str, port: int, chosen: argparse.Namespace) -> None:
    """Both in turns, so that whatever else the machine does strikes both; the middle of the turns counts."""
    turns = []
    for _ in range(chosen.turns):
        few = source(port, chosen, sessions=4)
        mine, cpu, peak = ours(port, chosen, connections=chosen.connections)
        same = source(port, chosen, sessions=chosen.connections)
        report(name, (mine, cpu, peak))
        turns.append((mine / max(few, same), mine, max(few, same)))
        print(
            f"{name}: smtp-source {few:.0f} over 4 sessions, {same:.0f} over as many as ours; ours is {turns[-1][0]:.2f}"
        )
    ratio, mine, theirs = sorted(turns)[len(turns) // 2]
    print(
        f"{name}: ours {ratio:.2f} of the better ({mine:.0f} and {theirs:.0f} mails/s), the middle of {chosen.turns} turns"
    )


def report(name: str, measured: tuple[float, float, float]) -> None:
    rate, cpu, peak = measured
    print(f"{name}: ours {rate:.0f} mails/s, {cpu * 1000:.2f} ms of CPU a mail, at most {peak:.0f} MB")


def source(port: int, chosen: argparse.Namespace, *, sessions: int) -> float:
    # A recipient of its own for each mail, as ours have: else the server would resolve one address and remember it.
    command = ["smtp-source", "-s", str(sessions), "-m", str(chosen.mails), "-l", str(chosen.size), "-d", "-N"]
    command += ["-f", "bounces@own.example", "-t", "m@m.example", f"127.0.0.1:{port}"]
    began = time.perf_counter()
    subprocess.run([found(command[0]), *command[1:]], check=True)
    return chosen.mails / (time.perf_counter() - began)


def ours(port: int, chosen: argparse.Namespace, *, connections: int = CONNECTIONS) -> tuple[float, float, float]:
    """Mails a second, seconds of CPU a mail, and the most memory; the audience is put on record before the clock starts."""
    with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/s.db") as store:
        relay = Relay(
            host="127.0.0.1", port=port, security="none", local_name="own.example", messages_a_connection=10**9
        )
        rules = Rules(connections=connections, group=chosen.group, first_share=0.0)
        office = PostOffice(
            sender=Sender(name="The Network", address="bulletin@own.example", list_id="weekly.own.example"),
            masthead=Masthead(title="The weekly", base_url="https://own.example", identity="The Network, EX1 1EX"),
            reports_to="bounces@own.example", connect=lambda _stored: Session(relay), rules=rules,
        )  # fmt: skip
        stored = prepared(store, office, chosen)
        began, used = time.perf_counter(), time.process_time()
        sent = dispatch.work(store, KEYS, office, stored, clock=lambda: NOW)
        seconds, cpu = time.perf_counter() - began, time.process_time() - used
        assert sent.state == "finished", sent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return chosen.mails / seconds, cpu / chosen.mails, peak


def prepared(store: Store, office: PostOffice, chosen: argparse.Namespace) -> StoredDigest:
    """An issue of the wished size to so many members, who ask for eight different things."""
    membership = Membership(store, KEYS)
    consent = Consent(basis=Basis.CONSENT, wording="w", source="s", at=NOW)
    with store.transaction():
        for n in range(chosen.mails):
            member = Member(
                id=f"member{n}", address=f"m{n}@m.example", state=MemberState.CONFIRMED, created_at=NOW, consent=consent,
                name=f"Member {n}",
            )  # fmt: skip
            membership.members.save(member)
            areas = (f"Area {n % 8}",) if n % 8 else ()
            membership.members.subscribe(subscription_of(member.id, Choice(areas=areas), NOW))
    period = Period(start=NOW - timedelta(days=7), end=NOW)
    words = "Words about what happened, as long as such words are, with a date and a name. "

    def digest(items: int) -> Digest:
        made = [DigestItem(id=str(n), headline=f"Headline {n}", summary=words * 4) for n in range(items)]
        section = Section(kind=SectionKind.OWN, items=tuple(made))
        return compile_digest(period=period, number=1, title="Weekly", events=[], now=NOW, written=[section])

    for items in range(1, 200):
        made = bulletin_for(digest(items), Audience(), base_url="https://own.example", identity="N")
        letter = Letter(to="m@m.example", message_id="<m@own.example>", personal=dict.fromkeys(PERSONAL, "x" * 120))
        if len(compose(made, letter, sender=office.sender, date=NOW)) >= chosen.size:
            break
    stored = store.digests.draft(period, to_json(digest(items)), at=NOW, expires_at=NOW + timedelta(days=5))
    stored = store.digests.move(stored.id, DigestState.APPROVED, at=NOW, by="b")
    dispatch.begin(store, KEYS, office, stored, by="b", now=NOW)
    return store.digests.get(stored.id)


def remote(chosen: argparse.Namespace) -> None:
    """A relay 50 ms away: each turn of the talk costs that; more connections are what helps."""
    few = argparse.Namespace(**{**vars(chosen), "mails": 3000})
    with sink() as port, far_away(port, seconds=0.025) as distant:
        for connections in (8, 16, 64):
            rate, _, _ = ours(distant, few, connections=connections)
            print(f"a relay 50 ms away, {connections} connections: ours {rate:.0f} mails/s")


@contextmanager
def sink() -> Iterator[int]:
    port = free_port()
    process = subprocess.Popen([found("smtp-sink"), "-u", "nobody", f"127.0.0.1:{port}", "1000"])
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


@contextmanager
def far_away(port: int, *, seconds: float) -> Iterator[int]:
    """A door to ``port`` that passes on what it hears ``seconds`` later, in both directions."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as door:
        threading.Thread(target=_let_in, args=(door, port, seconds), daemon=True).start()
        yield door.getsockname()[1]


def _let_in(door: socket.socket, port: int, seconds: float) -> None:
    while True:
        try:
            near, _ = door.accept()
        except OSError:
            return
        far = socket.create_connection(("127.0.0.1", port))
        for one, other in ((near, far), (far, near)):
            threading.Thread(target=_pass_on, args=(one, other, seconds), daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket, seconds: float) -> None:
    """What is heard on ``one`` is said to ``other`` so many seconds later, however much follows it meanwhile."""
    other.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    on_its_way: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
    threading.Thread(target=_arrive, args=(on_its_way, other), daemon=True).start()
    # Either side may close first; then there is nothing left to pass on.
    with suppress(OSError):
        while data := one.recv(1 << 20):
            on_its_way.put((time.monotonic() + seconds, data))
    on_its_way.put((time.monotonic() + seconds, b""))


def _arrive(on_its_way: queue.SimpleQueue[tuple[float, bytes]], other: socket.socket) -> None:
    with suppress(OSError):
        while True:
            due, data = on_its_way.get()
            time.sleep(max(0.0, due - time.monotonic()))
            if not data:
                other.shutdown(socket.SHUT_WR)
                return
            other.sendall(data)


def found(name: str) -> str:
    return shutil.which(name) or f"/usr/sbin/{name}"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit(f"nothing listens on {port}")


if __name__ == "__main__":
    main()
