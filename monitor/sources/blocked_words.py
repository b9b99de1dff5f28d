"""The words by which pages that are not the page give themselves away, by where they stand.

``ANY_HEAD``: whole parts of a title or heading that no article has. ``SHORT_HEAD``: ones that an article could have, so that they
count on short pages only. ``BODY``: phrases in running text that speak of this page, this site, or the reader's own browser;
never of the world, where services are withdrawn, accounts suspended and apologies made every day.
"""

from __future__ import annotations

import re

_CHALLENGE = "a challenge that asks whether a person is reading"
_CONSENT = "a consent wall"
_LOGIN = "a login page"
_MAINTENANCE = "a page that says it is under maintenance"
_PARKED = "a parked or lapsed domain"
_ERROR = "an error page"
_DEFAULT = "a default page of a web server"

# What challenge services write into the markup of their walls, and sites into no page of their own.
CHALLENGE_MARKS = re.compile(
    r"cf-browser-verification|cf_chl_|cf-chl-|__cf_chl|jschl[-_]|/cdn-cgi/(?:challenge-platform/h/|bm/cv/|l/chk)|cf-captcha|"
    r"_Incapsula_Resource|incapsula incident|px-captcha|captcha-delivery\.com|awswaf\.com|aws-waf-token|sucuri_cloudproxy_js|"
    r"ddos-guard/js-challenge|errors\.edgesuite\.net|anubis_challenge|/_guard/|kpsdk-|geo\.captcha|distil_r_captcha|"
    r"g-recaptcha|h-captcha|hcaptcha\.com|cf-turnstile",
    re.IGNORECASE,
)
PARKING_MARKS = re.compile(
    r"sedoparking|parkingcrew|bodis\.com|parklogic|parking-lander|above\.com|afternic|hugedomains|cashparking|dan\.com/buy",
    re.IGNORECASE,
)
LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|sso|saml2?|adfs|oauth2?|account/login|users?/sign_in|wp-login\.php)(?:[/?.]|$)",
    re.IGNORECASE,
)
CONSENT_HOST = re.compile(r"https?://(?:consent|guce|privacywall|cookiewall)\.", re.IGNORECASE)

_STATUS = r"[45]\d\d"
_PHRASE = (
    r"bad request|unauthori[sz]ed|authori[sz]ation required|payment required|forbidden|(?:page |file |resource |url )?not found|"
    r"(?:method )?not allowed|request time-?out|gone|too many requests|(?:internal )?(?:server )?error|not implemented|bad gateway|"
    r"(?:web ?)?service (?:is )?(?:currently |temporarily )?unavailable|gateway time-?out|access (?:is )?denied"
)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


ANY_HEAD = {
    _CHALLENGE: _any(
        r"just a moment[ .]*",
        r"attention required.{0,30}",
        r"checking (?:your|the) (?:browser|connection).{0,60}",
        r"are you (?:a )?(?:human|robot)\??",
        r"(?:please )?verify (?:that )?you(?:'re| are) (?:a )?(?:human|not a (?:ro)?bot).{0,20}",
        r"(?:please )?(?:complete|solve) (?:the|a) (?:captcha|security check).{0,40}",
        r"pardon our interruption.{0,10}",
        r"making sure you(?:'re| are) not a bot.{0,5}",
        r"ddos(?:-guard| protection).{0,30}",
        r"human verification|bot (?:verification|check)|security (?:check|verification) required",
    ),
    _ERROR: _any(
        rf"(?:http )?(?:error|status)(?: code)?:? ?{_STATUS}\b.{{0,60}}",
        rf"{_STATUS}(?: error)? ?[-:.!]? ?(?:{_PHRASE})\b.{{0,20}}",
        rf"(?:{_PHRASE}):? \(?{_STATUS}\)?",
        r"(?:sorry, |oops[!,.]* |whoops[!,.]* )?(?:the |this |that |your )?(?:requested )?(?:page|url|file|document)"
        r"(?: you (?:requested|are looking for|were looking for))?"
        r" (?:(?:was |is |could |can |does )?(?:not |no longer )|(?:can't|couldn't|cannot|doesn't|isn't|wasn't) )(?:be )?"
        r"(?:found|exists?|displayed|available)",
        r"(?:sorry, )?we (?:can't|couldn't|can not|cannot|could not) find (?:that|this|the|your) page.{0,40}",
        r"internal server error|bad gateway|gateway time-?out|service (?:temporarily )?unavailable",
        r"error establishing a database connection",
        r"the request could not be satisfied|request rejected",
        r"access (?:to this (?:page|site|resource) (?:is |has been )?)?denied",
        r"you (?:have been|are) (?:blocked|unable to access).{0,60}",
        r"runtime error|server error in .{1,30} application",
    ),
    _PARKED: _any(
        r"(?:this )?domain (?:name )?(?:is |may be )?(?:for sale|parked|available for purchase|expired|suspended).{0,60}",
        r"(?:buy|purchase) (?:this|the) domain.{0,60}",
        r"\S{3,60}\.[a-z]{2,12} is (?:for sale|parked|available|available for purchase).{0,40}",
        r"(?:this )?(?:website|web site|account|hosting account) (?:has been |is )?(?:suspended|disabled|expired)",
        r"parked (?:domain|page)(?: .{0,40})?",
    ),
    _DEFAULT: _any(
        r"welcome to (?:nginx|openresty|centos|apache|tengine|caddy|litespeed).{0,20}",
        r"apache2? .{0,20}default page.{0,20}",
        r"test page for (?:the )?(?:apache|nginx|http server).{0,40}",
        r"iis ?(?:windows(?: server)?|\d+(?:\.\d)?)",
        r"(?:default|plesk|cpanel).{0,20} (?:web ?)?(?:page|site)",
    ),
    _CONSENT: _any(
        r"before you continue.{0,60}",
        r"cookie (?:wall|consent required)",
    ),
    _MAINTENANCE: _any(
        r"(?:(?:this |the |our |web)?site|we|this page|service) (?:is |are )?(?:currently |temporarily )?(?:down for|under(?:going)?|closed for|"
        r"offline for|in) (?:\w+ )?maintenance.{0,40}",
        r"(?:website|site|server) maintenance|maintenance mode",
        r"we(?:'ll| will) be (?:right )?back (?:soon|shortly).{0,20}",
        r"(?:(?:this |the |our |web)?site|this page) is (?:currently |temporarily )?(?:unavailable|offline|down).{0,40}",
    ),
}  # fmt: skip

SHORT_HEAD = {
    _LOGIN: _any(
        r"(?:please )?(?:log|sign)[ -]?(?:in|on)(?: (?:to|required|page|-|with).{0,60})?",
        r"(?:member|client|customer|staff|user|account|subscriber)s?(?:'s?)? (?:log|sign)[ -]?in",
        r"authentication required|session (?:has )?(?:expired|timed out)|login required",
        r"subscribe to (?:read|continue).{0,40}|this content is for (?:members|subscribers).{0,40}",
    ),
    _CONSENT: _any(
        r"we (?:value|respect|care about) your privacy|your privacy(?: choices?| matters| is important to us)?",
        r"(?:manage )?(?:cookie|privacy|consent) (?:consent|settings|preferences|choices)|cookies on .{1,40}",
        r"(?:we need )?your consent(?: is needed)?|accept (?:all )?cookies(?: to continue)?",
    ),
    _MAINTENANCE: _any(
        r"(?:scheduled |planned |essential |routine )?maintenance(?: in progress)?|under maintenance",
        r"(?:temporarily|currently) (?:unavailable|offline|closed|out of service)",
        r"(?:website )?(?:coming soon|under construction)|back soon",
        r"service (?:currently )?unavailable",
    ),
    _ERROR: _any(
        r"error|errors?|oops[ .!]*|whoops[ .!]*|something went wrong.{0,40}|an error (?:has )?occurred",
        rf"(?:{_PHRASE})",
        rf"{_STATUS}(?: error)?(?: ?[-:.!] ?.{{0,60}})?",
        r"nothing (?:was )?found|page (?:missing|unavailable|error)|(?:un)?expected error|blocked",
        r"too many (?:requests|connections)|rate limit(?:ed| exceeded)",
        r"not available in your (?:country|region)|unavailable (?:for legal reasons|in your (?:country|region))",
    ),
    _CHALLENGE: _any(
        r"security (?:check|verification)|one more step|please wait[ .]*|captcha|verification(?: required)?|(?:un)?usual traffic.{0,40}",
        r"javascript (?:is )?(?:required|disabled).{0,40}",
    ),
    _DEFAULT: _any(r"it works"),
    _PARKED: _any(r"(?:future|new) home of .{1,60}|website expired|no website (?:is )?configured.{0,40}"),
}  # fmt: skip

_THIS_PAGE = r"(?:the|this|that|your) (?:requested )?(?:web ?)?(?:page|url|file|document|resource|address|link)"
_WEBSITE = r"(?:this|the|our) (?:web ?site|web page|page|web server|server|web application|portal)"
_NOT = r"(?:(?:was|is|could|can|does|has)? (?:not|no longer)|can't|cannot|couldn't|doesn't|isn't|wasn't|hasn't)"

#: In the page's own text, where that is short.
BODY = {
    _CHALLENGE: _any(
        r"checking (?:your browser|if the site connection|the site connection)",
        r"(?:verify|confirm|prove|check)(?:ing)? (?:that )?you(?:'re| are) (?:a |not a )?(?:human|real person|(?:ro)?bot)",
        r"unusual (?:traffic|activity) from your|i(?:'m| am) not a robot|(?:complete|solve|enter) the (?:captcha|characters)",
        r"press (?:and|&) hold|ddos protection by|ray id:? ?\S{6,}|your support id is",
        r"(?:your|automated) (?:request|access|quer\w+) (?:\w+ )?(?:looks?|appears?|seems?|resembles?) (?:to be )?(?:\w+ )?automated",
    ),
    _LOGIN: _any(
        r"you (?:must|need to|have to) (?:be )?(?:log(?:ged)?|sign(?:ed)?)[ -]?in",
        r"your session (?:has )?(?:expired|timed out)",
    ),
    _MAINTENANCE: _any(
        rf"{_WEBSITE} (?:is|will be) (?:currently |temporarily |briefly )?(?:down|offline|unavailable|out of service)",
        rf"{_WEBSITE} is (?:currently |temporarily )?(?:under|undergoing|in|down for|offline for|closed for) (?:\w+ )?"
        r"(?:maintenance|construction)",
        r"(?:carrying out|performing|undergoing|doing) (?:some )?(?:essential |scheduled |planned |routine |urgent )?"
        r"(?:site|system|website|server) maintenance",
        r"we(?:'ll| will) be (?:right )?back (?:soon|shortly|online)|please try again (?:later|shortly|in a few)",
    ),
    _PARKED: _any(
        r"(?:this|the) domain (?:name )?(?:is|may be|has been|was) (?:for sale|parked|available|registered|expired|recently registered|suspended)",
        r"(?:this|the) domain (?:name )?has (?:expired|lapsed)|buy this domain|owner of this (?:domain|web ?site)",
        r"\S{2,60}\.(?:com|org|net|uk|info|co) is (?:for sale|parked|available for purchase)|make an offer (?:on|for) this domain",
        r"this (?:website|web site|hosting account) has been (?:suspended|disabled|deactivated)|contact your hosting provider",
    ),
    _DEFAULT: _any(
        r"(?:nginx|apache|openresty) (?:web server|http server)? ?(?:is|has been) successfully installed|further configuration is required",
        r"default (?:web ?)?(?:page|site) (?:of|for) (?:this|the|a) (?:web ?)?server|web server is working properly",
    ),
    _ERROR: _any(
        rf"{_THIS_PAGE}[^.]{{0,50}} {_NOT}(?: been)?(?: be)? (?:found|exist|available|displayed)",
        rf"{_THIS_PAGE}[^.]{{0,30}} (?:has|may have) been (?:moved|removed|deleted|renamed)(?: or |,|\.)",
        r"(?:can't|cannot|could not|couldn't|can not|unable to|failed to) (?:find|locate|display|load|open|process) "
        r"(?:that|this|the|your) (?:requested )?(?:web ?page|page|website|file|resource|url|request)\b",
        rf"(?:http|status|error)(?: error| status)?(?: code)?:? ?{_STATUS}\b",
        rf"\b{_STATUS} ?[-:.]? ?(?:{_PHRASE})\b|\b(?:{_PHRASE}) \(?{_STATUS}\b",
        r"(?:internal|origin|web|application|backend|upstream) (?:web )?server (?:error|is (?:down|returning|unreachable)|encountered)",
        r"server (?:is )?(?:temporarily |currently )?unable to (?:handle|service|process)|server encountered an",
        r"you (?:do not|don't) have permission to (?:access|view)|your (?:ip|ip address|access|request) has been blocked|you have been blocked",
        r"an? (?:unexpected |unknown |application |internal )?error (?:has )?occurred",
        r"upstream (?:connect|request|cluster)|no healthy upstream|connection (?:timed out|refused|reset by)",
        r"fatal error: |stack trace:|traceback \(|request (?:unsuccessful|rejected)\b",
        r"the request could not be (?:satisfied|processed|completed|understood)|perceived to be a client error",
        r"mis-?typed the (?:url|address)|double-?check the (?:url|address)|rate limit (?:exceeded|reached)|no such (?:bucket|key|app)\b",
        r"not (?:currently )?available in your (?:country|region)",
    ),
}  # fmt: skip

#: Anywhere on a page that has next to no text of its own; ordinary pages have these words in their margins.
BODY_ALONE = {
    _CHALLENGE: _any(
        r"(?:please )?(?:enable|turn on|allow) (?:javascript|scripts|cookies)",
        r"(?:this (?:page|site|app)|you(?:r browser)?) (?:requires?|needs?|must have) (?:to enable )?(?:javascript|cookies)",
        r"javascript is (?:disabled|required|not enabled)|incident id:? \S{6,}",
    ),
    _CONSENT: _any(
        r"(?:accept|agree to|allow|consent to) (?:all |our |the |the use of )*cookies (?:to|in order to|before you) (?:continue|proceed|read|view|enter|access|visit)",
        r"(?:to|before you) (?:continue|proceed|enter|access|read|view)[^.]{0,60}(?:accept|agree to|consent to) (?:our |the |all )*(?:use of )?cookies",
        r"we and our (?:\d+ )?(?:partners|vendors)[^.]{0,80}(?:cookies|store|personal data)",
    ),
    _LOGIN: _any(
        r"(?:please )?(?:log|sign)[ -]?in (?:to|with)[^.]{0,30}(?:continue|view|read|access|your account|see this)",
        r"forgot(?:ten)? (?:your )?password|(?:enter|type) your (?:user ?name|password|e-?mail address and password)",
        r"this (?:article|content|page) is (?:only )?(?:for|available to) (?:\w+ )?(?:subscribers|members)",
        r"subscribe (?:now )?to (?:read|continue reading) (?:this|the)|your session has ended",
    ),
    _ERROR: _any(r"something went wrong|too many requests|try again (?:later|in a few)"),
    _PARKED: _any(r"related searches\b.{0,200}\bprivacy policy|administrator of this (?:domain|web ?site)"),
}  # fmt: skip
