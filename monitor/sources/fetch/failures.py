"""What went wrong on the wire, as a FetchError in words that staff can use."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from http.client import HTTPException, IncompleteRead, LineTooLong, RemoteDisconnected

from urllib3.exceptions import IncompleteRead as LibraryIncompleteRead
from urllib3.exceptions import TimeoutError as LibraryTimeoutError

from monitor.errors import FetchError
from monitor.sources.fetch.guard import RefusedAddressError
from monitor.sources.fetch.inflate import CodingError, DamagedBodyError, TooLargeError
from monitor.sources.fetch.session import FAILURES, root_causes
from monitor.sources.fetch.wire import OverBudgetError

#: What the translation below knows.
KNOWN = (*FAILURES, RefusedAddressError, CodingError, DamagedBodyError, TooLargeError, OverBudgetError)

_Sentence = Callable[[BaseException], tuple[str, str, bool]]


def failure_of(url: str, error: BaseException) -> FetchError:
    """``error`` as a FetchError; the most telling of its causes decides."""
    causes = list(root_causes(error))
    for kinds, sentence in _SENTENCES:
        for cause in causes:
            if isinstance(cause, kinds):
                kind, reason, transient = sentence(cause)
                return FetchError(url, reason, kind=kind, transient=transient)
    return FetchError(url, f"the answer could not be read ({type(error).__name__})", kind="protocol", transient=True)


def _certificate(error: BaseException) -> tuple[str, str, bool]:
    said = getattr(error, "verify_message", "") or str(error)
    return "tls", f"its certificate cannot be trusted: {said}", False


def _too_large(error: BaseException) -> tuple[str, str, bool]:
    if isinstance(error, TooLargeError) and error.packed:
        return "bomb", "body too large: a small answer that unpacks to more than fetch.max_bytes", False
    return "too_large", "body too large: it goes on beyond fetch.max_bytes", False


def _name(error: BaseException) -> tuple[str, str, bool]:
    again = getattr(error, "errno", None) == socket.EAI_AGAIN
    return "dns", "its name could not be looked up just now" if again else "its name is not known to the network", again


def _http(error: BaseException) -> tuple[str, str, bool]:
    if isinstance(error, LineTooLong) or "got more than" in str(error):
        return "too_large", "its headers are too large", False
    return "protocol", "its answer is not proper HTTP", True


_SENTENCES: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], _Sentence], ...] = (
    (RefusedAddressError, lambda error: ("address", str(error), False)),
    ((TooLargeError, OverBudgetError), _too_large),
    (CodingError, lambda error: ("encoding", str(error), False)),
    (DamagedBodyError, lambda error: ("incomplete", f"the body arrived damaged or incomplete ({error})", True)),
    (socket.gaierror, _name),
    (ssl.SSLCertVerificationError, _certificate),
    ((TimeoutError, LibraryTimeoutError), lambda _: ("timeout", "it did not answer in time", True)),
    (ssl.SSLError, lambda error: ("tls", f"no secure connection could be made ({_word_of(error)})", True)),
    (ConnectionRefusedError, lambda _: ("refused", "it refuses connections", True)),
    ((IncompleteRead, LibraryIncompleteRead), lambda _: ("incomplete", "the body broke off before its end", True)),
    ((ConnectionError, RemoteDisconnected), lambda _: ("incomplete", "the connection broke off", True)),
    (HTTPException, _http),
    (OSError, lambda error: ("unreachable", f"it cannot be reached ({_word_of(error)})", True)),
)


def _word_of(error: BaseException) -> str:
    return str(getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__)[:120]
