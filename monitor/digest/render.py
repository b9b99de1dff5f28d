"""A digest as members read it: a subject, a plain text and HTML, from templates that hold wording and no decisions.

The same digest, audience and address give the same bytes. Whatever sources say goes in as values, cleaned when the digest was
compiled and escaped here; it is never read as a template. The personal links stay marks (``PERSONAL``), because a bulletin is
rendered once for all members who want the same things; ``monitor.digest.encoding`` fills them in, as text, before anything is encoded.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import css_inline
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, FunctionLoader, StrictUndefined, select_autoescape

from monitor.digest.filters import FILTERS
from monitor.digest.select import Selection, select
from monitor.digest.sentences import in_language
from monitor.digest.speech import speech_of
from monitor.digest.subject import subject_of
from monitor.digest.words import MARK_END, MARK_START, clipped
from monitor.model import Audience, Bulletin, Digest

FOLDER = Path(__file__).parent / "templates"
PERSONAL = ("preferences_url", "unsubscribe_url", "why")
PREVIEW_LIMITS = (40, 110)
_NOTICE_SUBJECT_LIMIT = 120


def render(
    digest: Digest,
    audience: Audience | None = None,
    *,
    base_url: str = "",
    identity: str = "",
    web_url: str = "",
    archive_url: str = "",
) -> Bulletin:
    """``digest`` for ``audience`` (default: everything, in English), with personal links still marks.

    ``identity`` is who sends it (name, postal address, charity number); ``web_url`` the public page of this issue.
    """
    audience = audience or Audience()
    digest = in_language(digest, audience.language)
    selection = select(digest, audience)
    speech = speech_of(audience.language)
    values = {
        "digest": digest,
        "selection": selection,
        "language": audience.language,
        "identity": identity or digest.publisher,
        "web_url": web_url,
        "archive_url": archive_url,
        "base_url": base_url.rstrip("/"),
        "mark": {name: f"{MARK_START}{name}{MARK_END}" for name in PERSONAL},
    }
    environment = _environment(audience.language)
    template = environment.get_template("ebulletin/subject.txt")
    values["preview"] = preview = _preview(selection, speech.gettext)
    text = environment.get_template("ebulletin/body.txt").render(values)
    page = environment.get_template("ebulletin/body.html").render(values)
    return Bulletin(
        subject=subject_of(digest, selection, template=template, values=values, speech=speech),
        preview=preview,
        text=_tidied(text),
        html=_inlined(page),
        language=audience.language,
        digest_id=digest.id,
        audience_id=audience.id,
        quiet=selection.is_quiet,
        item_ids=tuple(item.id for item in selection.items),
    )


def render_notice(kind: str, language: str, **values: object) -> tuple[str, str]:
    """Subject and text of a mail of the service itself, from the templates in the folder ``kind``."""
    environment = _environment(language)
    subject = environment.get_template(f"{kind}/subject.txt").render(values)
    text = environment.get_template(f"{kind}/body.txt").render(values)
    return clipped(" ".join(subject.split()), _NOTICE_SUBJECT_LIMIT), _tidied(text)


def public_links(base_url: str) -> dict[str, str]:
    """What stands for the personal links where there is no member: the archive page, a preview, a file."""
    base = base_url.rstrip("/")
    return {"preferences_url": f"{base}/preferences", "unsubscribe_url": f"{base}/unsubscribe", "why": ""}


@lru_cache(maxsize=8)
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(FOLDER), FunctionLoader(_words_of_the_text)]),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(speech_of(language), newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(FILTERS)
    return environment


def _words_of_the_text(name: str) -> str | None:
    """The words that both parts share, under the name by which the plain text takes them: nothing in it is escaped for HTML."""
    if name != "ebulletin/words.txt":
        return None
    return (FOLDER / "ebulletin" / "words.html").read_text(encoding="utf-8")


def _preview(selection: Selection, gettext: object) -> str:
    """The line that mail programs show after the subject: what else is in it, between 40 and 110 characters."""
    translate = gettext if callable(gettext) else str
    headlines = [item.headline for item in selection.items]
    if not headlines:
        return str(translate("Nothing changed in what you follow. We checked, and say below what we could read."))
    # Where there is one item alone, the subject says what it is.
    (first, *_) = selection.items
    alone = first.summary or next((quote.text for quote in first.quotes), "") or first.headline
    line = "; ".join(headlines[1:4]) or " ".join(alone.split())
    if len(line) < PREVIEW_LIMITS[0]:
        line += ". " + str(translate("With sources, dates and the words themselves."))
    return clipped(line, PREVIEW_LIMITS[1])


def _tidied(text: str) -> str:
    """No trailing blanks, at most one empty line between paragraphs, one newline at the end."""
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _inlined(page: str) -> str:
    # At-rules (dark mode, narrow screens) stay in the head; nothing is ever loaded from anywhere.
    inliner = css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)
    inlined: str = inliner.inline(page)
    return re.sub(r"\n\s*\n+", "\n", inlined)
