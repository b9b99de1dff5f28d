"""What stands round a capital sequence and says whether it is a body, a person or a place."""

from __future__ import annotations

import re

from monitor.extract.words.behind import Behind

PERSON_AFTER = re.compile(
    r"(?:, (?:\d\d?(?=[,.;)](?!\d)|$)|(?!whose|which|where|while|and|but|with)[^,.;]{0,60}\b(?i:chief|director|manager|chair|officer|minister|leader|spokes\w+|head|secretary|founder|MP|organiser|president|professor|lecturer|trustee))\b|'s (?:deputy|successor))"
)
PERSON_BEFORE = Behind(
    r"\b(?:chief executive|chief officer|officer|director|manager|chair|chairman|chairwoman|minister|secretary|leader|spokes(?:man|woman|person)|mayor|president|"
    r"founder|head|organiser|editor|author|commissioner|professor|deputy|MP|adviser|advisor|campaigner|peer|boss|trustee|councillor|resident|analyst|lawyer),? $"
    r"|\b(?:[Ww]ritten|[Pp]osted|[Rr]eported|[Pp]resented|[Ii]ntroduced|[Cc]haired|[Ww]elcomed) by $"
)
PLACE_BEFORE = Behind(
    r"(?:\b(?:[Ll]ot|[Bb]undle|[Ff]ranchise|[Pp]ackage|[Tt]ranche|[Aa]rea|[Rr]egion|[Zz]one) \w{1,3} \($)|\b(?:[Ii]n|[Aa]cross|[Tt]hroughout|[Cc]overing|[Nn]ear|[Oo]utside|[Aa]round|[Ww]ithin|[Aa]t|[Ii]nto|"
    r"(?:commissioned|appointed|chosen|selected|named|shortlisted|recommended|providers?|operators?|contractors?|bidders?|winners?|tenders?|commissioners?) (?:for|in)|contracts? (?:in|for|covering)|(?:services?|lots?|tranches?|areas?|regions?|boroughs?|county|counties|city|cities|towns?|parts|packages?|people|prisons|villages|councils|districts?|municipalit(?:y|ies)|suburbs?|communities|shires?) (?:in|of|for|covering)|(?:centres|centers|hubs|clinics|hospitals|libraries|branches|campuses|depots|hostels|refuges|surgeries|networks|sites) (?:in|for|covering|across)|(?:[Rr]esidents|schools|clinics|surgeries|libraries|hospitals|nurseries|inhabitants|citizens|tenants|pupils|commuters|taxpayers|families|carers|children|households|homes|streets|communities|parents) (?:of|in|across))"
    r"(?: the| both| all of| most of| parts of| much of| the whole of| the (?:county|city|borough|district|town|parish|region) of)? $"
)
GIVEN_BEFORE = Behind(
    r"\b(?:(?:awarded|contract|given|handed|goes|went|let|passes) to|(?:run|delivered|provided|operated|won|held) by|(?:provider|contractor|operator|holder|incumbent|charity|company|firm),?) $"
)
#: "part of the Boucherie group", "a subsidiary of Rotala,".
PART_OF = Behind(r"\b(?:part|subsidiary|arm|division|owner|brand|trading name) of (?:the )?$")
GROUP_AFTER = re.compile(r"(?:'s)? [Gg]roup\b|[,.;)]|$")
#: "At Meridian's regional office": where somebody is received is a body.
AT = re.compile(r"\b[Aa]t $")
IN_BEFORE = re.compile(r"\b(?:[Ii]n|[Aa]t|[Aa]cross) (?:the )?$")
#: "brings in Acorn Care", "the team at Acorn Care": what has "in" or "at" before it and is no place for that.
NO_PLACE_BEFORE = Behind(
    r"\b(?:(?:brings?|brought|bringing|calls?|called|calling|drafts?|drafted|drafting|ropes?|roped|buys|bought) in"
    r"|(?:friends|colleagues|counterparts|team|teams|staff|people|lot|boss|bosses|trustees|volunteers|workers|nurses|drivers|managers?|officers?|co-?ordinators?|workers?|organisers?|counsellors?|clients?|strikes?|walkouts?|redundancies|bankruptcy|collapse) (?:over )?at|(?:consortium|group|team|alliance|venture|bid|partnership) around)(?: the)? $"
)
IN_ITS_STEAD = re.compile(
    r"'s? (?:place|stead|absence|favour|view|opinion|case|hands|wake|defence|name|(?:former|old|own|remaining|other|previous) (?:areas?|regions?|lots?|contracts?|territor(?:y|ies)|patch))\b"
)
#: "Service: urgent treatment centre, Kingsmere."
SERVICE_BEFORE = Behind(
    r"\b(?:centre|service|services|contract|framework|clinic|hostels?|outreach|care|programme|accommodation|collections?|cleaning|catering|transport|buses|libraries|pools|repairs|maintenance|healthcare|training|advice), $"
)
PLACE_AFTER = re.compile(
    r"(?: [a-z]+){0,2} (?:region|area|areas|county|borough|district|lot|prison|prisons|schools|villages|boroughs|pilot|contracts?|franchises?|routes?|shuttle|tender|concession|hubs?|services?)\b"
)
ORG_AFTER = re.compile(
    r"(?: (?:is|was|are|were) (?:the|a|an|one of the) (?:(?!(?:of|at|for|in|and|to|by)\b)[\w'-]+ ){0,6}?(?:charity|charities|company|companies|firm|firms|provider|providers|operator|operators|contractor|contractors|supplier|suppliers|housing association|social enterprise|consortium)\b|'s (?:chief|director|bid|partners?|contract|staff|supply|board|parent|subcontractor|founder|trustees|spokes\w+|shareholders?)|, of [A-Z][\w-]+(?: [A-Z][\w-]+)?,|, (?:a|an|the) (?:[\w-]+ ){0,5}(?:charity|company|firm|provider|operator|housing|social enterprise|consortium|business|mutual|group|subsidiary|not-for-profit|community interest|contractor|college|co-operative|owner|parent|newcomer|incumbent|agency|specialist|landlord|caterer|outsourcer|housebuilder|federation|joint venture|network of)\b)"
)
#: "Kent's contract": what a known place has, as a body may.
OF_A_PLACE = re.compile(r"'s (?:(?:new|current|present|next|first) )?(?:contract|partner|provider|operator)")
ORG_BEFORE = Behind(
    r"(?:charit(?:y|ies)|compan(?:y|ies)|firms?|providers?|operators?|contractors?|enterprises?|consortium|associations?|mutuals?|groups?|partners?|subcontractors?|suppliers?|bidders?|"
    r"organisations?|businesses|incumbent|giant|specialists?|colleges?|agency|agencies|trusts?|subsidiary|incumbents|rivals?|\bby|(?:awarded|given|handed|let|passed|goes|go|went|moves?|offered) to|contract to|led by|with|[A-Z][a-z]+-based)(?: the| called| including| include| are| is| such as| like|,|:)? $"
)
LED_BY = Behind(r"\b(?:led|run|managed|operated|delivered|provided) by $")
#: "the charity Chapter Two": whatever the words, somebody called it a body.
CALLED = Behind(r"\b(?:charity|company|firm|contractor|consortium|co-operative|social enterprise)(?:,? called)? $")
#: "managing director at Marlin": where an officer sits is a body.
OFFICER_OF = Behind(
    r"\b(?:managing director|director|chief executive|chief operating officer|CEO|spokes(?:man|woman|person)) (?:at|of|for) $"
)
#: "24 routes into Manor School", "transport to Vale College"; "Manor School (Primary)".
ATTENDED_BEFORE = Behind(
    r"\b(?:into|serving|(?:routes?|transport|journeys?|runs?|taxis?|bus(?:es)?|coach(?:es)?|minibus(?:es)?|trips?|contracts?|pupils|places|services?|lots?) (?:to(?: and from)?|from|at|for))(?: the)? $"
)
ATTENDED_AFTER = re.compile(
    r" \((?:[Pp]rimary|[Ss]econdary|[Ss]pecial|[Ii]nfants?|[Jj]unior|[Ss]ixth [Ff]orm|[Nn]ursery|[Aa]ges?)\b"
)
#: "with Victim Aid for the": behind a name and "for the" stands what its bearer works on.
NAME_FOR_THE = re.compile(r"(?<![.!?:] )\b[A-Z][\w'&-]*(?: \([A-Z]\w*\))? for the $")
#: "run by the Vane family"; "its Strategic Training Partner": who is sought by such a name, before anybody is found.
FAMILY_BEFORE, FAMILY_AFTER = Behind(r"\bby the $"), re.compile(r" (?:family|families|brothers|sisters|dynasty|clan)\b")
ROLE_BEFORE = Behind(r"\b(?:role|roles|position|function|job|duties) of(?: the)? $")
SOUGHT_BEFORE = Behind(
    r"\b(?:its|their|our|the|an?|becom(?:e|es|ing)|became|as|new|first|sole|preferred|appointed|named)(?: new| first| sole)? $"
)
#: "the Workwell model": what is run, not who runs it.
MODEL_AFTER = re.compile(r" (?:model|scheme|programme|program|initiative|system|policy|agenda)\b")
#: "the existing Outreach Service": what is commissioned anew had a name, and it is nobody's.
KEPT_BEFORE = Behind(r"\b(?:existing|current|new|previous|former|present|[a-z]+'s) [\"']?$")
#: "from Northumberland to the Weald": what begins at a place ends at one.
REACHES_FROM = re.compile(r"\bfrom (?:the )?(?P<place>[A-Z][\w' -]*?) to(?: the)? $")
BASED_AFTER = re.compile(r"-(?:based|listed|headquartered|born) | based (?:[a-z-]+ ){0,3}[A-Z]")
#: "Transport for Eastmere": who buys the transport of a place.
FOR_A_PLACE = re.compile(r" for (?:the )?[A-Z]")
BUYS_AFTER = re.compile(r"(?: and (?:[A-Z]\w+ ){1,3})?(?: ?\([^)]{1,20}\)|\))? ?\b(?:CCG|ICB|PCT|PCC|LEP)s?\b")
ACTS = re.compile(
    r",? (?:which |who )?(?:(?:was|were|is|are) (?:appointed|chosen|selected|named|picked|shortlisted|founded|formed|set up)|keeps?|will|has|have|had|won|wins|takes?|runs?|gets?|bid|said|says|lost|holds?|delivers?|provides?)\b"
)
STYLED = Behind(r"\b(?:Mr|Mrs|Ms|Dr|Sir|Cllr|Lord|Lady|Dame)\.? (?:[A-Z]\. ?)*$")
COUNCILS_OWN = re.compile(r"'s? (?:cabinet|portfolio holder|councillors?|ward)\b")
COUNCIL_AFTER = re.compile(r"(?: and [A-Z]\w+)? (?:[Cc]ouncils?|[Cc]ouncil's|MPs?|councillors?|ministers)\b")
RESIDENTS_AFTER = re.compile(r" (?:residents|taxpayers|ratepayers|commuters|tenants)\b")
THE_BEFORE = re.compile(r"\b[Tt]he $")
