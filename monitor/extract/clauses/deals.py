"""What is contracted for, beside a verb that says something only of that: "takes on the contract", "the services that X runs"."""

from __future__ import annotations

import re

from monitor.extract.clauses.masking import AREA, ORG, THING

#: What is done for a public, by its last word.
_DONE_FOR_ALL = (
    r"(?:therap(?:y|ies)|advocacy|helplines?|shelters?|refuges?|librar(?:y|ies)|museums?|theatres?|parks|pitches|meals|catering|cleaning|laundry|parking|ferr(?:y|ies)|trams?|trains|buses|bins|collections?|recycling|"
    r"hubs?|hostels?|homes?|houses?|wards?|hospitals?|surger(?:y|ies)|pharmac(?:y|ies)|courses|classes|placements|escorts?|custody|interpreting|translation|enforcement|lifeguards?|beaches|repairs|maintenance|gardening|lighting|"
    r"network|lines?|stations?|airports?|harbours?|plants?|depots?|call ?centres?|shops?|pools?|gyms?|rinks?|golf courses?|crematori(?:um|a)|cemeter(?:y|ies)|nurser(?:y|ies)|school|prison|jail|academ(?:y|ies)|health ?care|education)"
)
#: Behind the verb, and nothing that is won or taken besides.
DEAL_AHEAD = re.compile(
    rf"(?! (?:no|nothing|yet to) )(?! (?:(?:an?|the|its|two|three|several|this) )?(?:[a-z-]+ )?(?:awards?|prizes?|medals?|gongs?|accolades?|cups?|honours?|trophy|place|part|action|care|note|advantage|steps?)\b)[^.;:{ORG}]{{0,70}}?(?:[{AREA}{THING}]|\b(?:contracts?|franchises?|lots?|tenders?|tranches?|concessions?|packages?|framework|deals?|services?|work|regions?|areas?|caseload|programmes?|schemes?|agreements?|licen[cs]es?|"
    r"business|commissions?|places?|patch|districts?|routes?|sites?|prisons?|schools?|centres?|buses|trains|pilots?|provision|operation|running|rest|others|remaining|remainder|both|all|lion's share|job|role|responsibility|it|them|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}|counties|boroughs|towns|hostels?|clinics?|homes|pools|gyms|libraries|wards?|beds|classes|training|support|care|treatment|advice|nursing|housing|supervision|bid|tender)\b)"
)
#: "the two contracts that X holds", "the services which X runs": what is done is told before who does it.
DEAL_BEFORE = re.compile(
    rf"\b(?:contracts?|franchises?|lots?|concessions?|packages?|deals?|services?|work|programmes?|schemes?|agreements?|licen[cs]es?|leases?|routes?|schools?|prisons?|clinics?|centres?|{_DONE_FOR_ALL}),?(?: (?:that|which)(?: [^.;:,{ORG}]{{2,40}} and)?)? (?:the )?{ORG}[ ,]*$"
)
#: What is done under a contract, or for one; anybody may do the rest of what bodies do together.
WORKS = (
    r"(?:(?:will|is to|are to)(?: now| also| jointly| then)? (?!hold|host|stage|publish|launch|raise|campaign|celebrate|mark|plant|call|meet|visit|speak|march|perform|sing|give|present|protest|lobby|ask|urge|open)[a-z]"
    r"|(?:has|have) (?:now |just |also |successfully |recently )?(?:won|secured|been (?:awarded|chosen|appointed|named|selected|given|handed|picked|shortlisted|unsuccessful)|taken|landed|gained|signed|bid|submitted|agreed to|retained|kept|lost)\b"
    r"|(?:is|are|was|were) (?:now |also )?(?:chosen|appointed|awarded|named|selected|bidding|running|delivering|providing|the |shortlisted|unsuccessful|given|handed)|(?:runs?|ran|deliver(?:s|ed)?|provide[sd]?|operate[sd]?|manage[sd]?|w[io]ns?|won|secure[sd]?|lands?|landed|takes?|took|bids?|lost|withdrew|leads)\b)"
)
#: "The contract of X came to an end, and the company is being wound up": the company is X.
CONTRACT_OF = re.compile(
    rf"\W*(?:[Tt]he )?(?:[\w-]+ ){{0,3}}(?:contracts?|agreements?|deals?|franchises?|leases?) (?:of|with|held by) (?:the )?{ORG}"
)
