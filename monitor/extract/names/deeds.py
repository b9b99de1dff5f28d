"""What only one who bids or provides is told to do, right behind a name: it makes a body of whatever words the name has."""

from __future__ import annotations

import re

_DEAL = r"(?:contracts?|deals?|tenders?|lots?|franchises?|concessions?|competition|work)\b"
_DOES = re.compile(
    r",? (?:(?:which|also|now|then|itself) )*(?:"
    r"(?:has|have|had) (?:(?:also|now|since|just|already) )*(?:won|lost|bid|withdrawn|pulled out|taken over|been (?:awarded|chosen|selected|appointed|picked|shortlisted|given the|handed the|named (?:as |the )*preferred))"
    r"|(?:was|were|is|are) (?:(?:also|now|then) )*(?:awarded|chosen|selected|appointed|picked|shortlisted|given the|handed the|named (?:as |the )*preferred)"
    rf"|(?:won|wins|lost|loses|keeps|kept|holds|held|has|had) (?:the|a|its|this|both|all|two|three) (?:[\w-]+ ){{0,3}}?{_DEAL}"
    r"|(?:bid|bids) (?:for|with|against|alone|together)|(?:beat|beats|pulled out|withdrew|outbid)"
    r"|(?:will|is to|are to) (?:(?:now|also|again|still) )?(?:run|deliver|operate|provide|manage|take over) (?:the|a|all|both|its|it|them|this|these|support|services?|care)"
    r"|(?:runs|operates|delivers|provides) (?:the|a|all|both|its|it|this|these)"
    r")\b"
)


def does(text: str, end: int) -> bool:
    """Whether what a bidder or a provider does stands right behind ``text[:end]``."""
    return _DOES.match(text, end) is not None


#: "Addaction and Acorn Care".
_BESIDE = re.compile(r" and (?:the )?[A-Z]")


def beside_a_name(text: str, end: int) -> bool:
    """Whether "and" and a word with a capital stand right behind ``text[:end]``."""
    return _BESIDE.match(text, end) is not None
