"""Where mails go: the relay that the configuration names, or a folder to try it out."""

from __future__ import annotations

from pathlib import Path

from monitor.cli.context import Composition
from monitor.digest.outbox import write_whole
from monitor.errors import ConfigError, Problem
from monitor.mail.smtp import Relay
from monitor.model.members import DeliveryState, Outcome
from monitor.text import fingerprint


def relay_of(composition: Composition) -> Relay:
    """The relay of the configuration; the password comes from TIERWATCH_SMTP_PASSWORD or a file."""
    mail = composition.config.mail
    if not mail.host:
        problem = Problem("mail.host", "no relay to send by", "or say --to-folder to try it out")
        raise ConfigError(str(composition.config_file), [problem])
    password = composition.config.smtp_password
    return Relay(host=mail.host, port=mail.port, security=mail.security, user=mail.user, password=password)


class FolderCarrier:
    """Takes every mail into a folder: what each member would get, to look at."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: bytes, *, sender: str, recipient: str) -> Outcome:
        """Write the mail; the same mail again is the same file."""
        del sender
        write_whole(self._folder / f"{fingerprint('mail', recipient)[:16]}.eml", message)
        return Outcome(state=DeliveryState.ACCEPTED, reason="written to the folder")

    def close(self) -> None:
        """Nothing is held open."""
