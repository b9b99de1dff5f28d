"""What can be set about the pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """``[web]``: ``listen`` is where the pages are served, ``public_url`` the address that people see.

    The secret comes from TIERWATCH_WEB_SECRET or ``secret_file``; without one, a random one is kept in the state folder.
    ``tracker`` says who reads the tracker: everybody (``public``) or only who is signed in (``members``). ``trusted_proxy`` is
    the address of the reverse proxy whose ``X-Forwarded-...`` headers are believed; empty means that none is.
    ``api_requests_a_minute`` bounds what one client may ask of the API. ``one_time_codes`` says whether each member of staff
    chooses to have them (``own choice``) or nobody comes to the desk without (``everybody``).
    """

    listen: str = "127.0.0.1:8080"
    public_url: str = ""
    secret_file: Path | None = None
    tracker: Literal["public", "members"] = "public"
    trusted_proxy: str = ""
    api_requests_a_minute: int = 240
    one_time_codes: Literal["own choice", "everybody"] = "own choice"

    def __post_init__(self) -> None:
        host, colon, port = self.listen.rpartition(":")
        if not (colon and host and port.isdigit() and int(port) < 65536):
            raise ValueError(f'listen is "{self.listen}"; write an address and a port, such as 127.0.0.1:8080')
        if self.public_url and not self.public_url.startswith(("http://", "https://")):
            raise ValueError("public_url begins with https://")
        if self.api_requests_a_minute < 1:
            raise ValueError("api_requests_a_minute is at least 1")

    @property
    def wants_codes(self) -> bool:
        """Whether nobody comes to the desk without one-time codes."""
        return self.one_time_codes == "everybody"

    @property
    def is_secure(self) -> bool:
        """Whether people reach the pages by HTTPS, so that cookies can be held to it."""
        return self.public_url.startswith("https://")

    @property
    def host(self) -> str:
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        return int(self.listen.rpartition(":")[2])
