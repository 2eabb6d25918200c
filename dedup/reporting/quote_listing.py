"""Quotes for people at a terminal: by story, what is to be checked first, then the others by speaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dedup.records import QuoteRow
from dedup.reporting.concerns import URGENT
from dedup.reporting.index import Index
from dedup.reporting.layout import clip, printable, terminal_width, wrap
from dedup.reporting.summary import counted
from dedup.reporting.variants import Piece, Utterance, Wording, utterances
from dedup.results import Analysis

_MARKS = {"same": "{}", "lost": "[-{}-]", "new": "{{+{}+}}", "cut": "{}"}
_RELATIONS = {"verbatim": "word for word", "mutated": "words changed", "differs": "as in its source", "new": "new"}
SHOWN_PLACES = 4
"""Outlets that are named where several print the same words."""


def quotes_listing(analysis: Analysis, *, width: int | None = None) -> str:
    """Return the quotes by story: those to check, the most urgent first, then the others by speaker.

    Variants of one utterance stand under each other; a variant shows what it changed: ``{+new words+}`` and
    ``[-words it lost-]``.
    """
    index, width = Index(analysis), width or terminal_width()
    blocks = []
    for story in index.stories:
        found = utterances(index, [row.id for row in index.members(story)])
        if found:
            title = clip(printable(index.story_title(story)), width)
            blocks.append(f"{title}\n{clip(_count(found), width)}\n{'─' * width}")
            blocks += _to_check(index, [each for each in found if each.is_to_check], width)
            blocks += _by_speaker(index, [each for each in found if not each.is_to_check], width)
    return "\n\n".join(blocks) if blocks else "No quotes found."


def speaker_of(quote: QuoteRow) -> str:
    """Return who is quoted: the full name, else the printed words for an unnamed speaker, else that nobody is named."""
    return quote.speaker or quote.speaker_text or "no speaker given"


def _count(found: Sequence[Utterance]) -> str:
    """Say how much there is: utterances, whose, and how many are to be checked."""
    speakers = len({each.reference.speaker for each in found if each.reference.speaker})
    told = [counted(len(found), "utterance"), counted(speakers, "named speaker")]
    urgent, checked = sum(each.level >= URGENT for each in found), sum(each.is_to_check for each in found)
    return ", ".join([*told, f"{checked:,} to check, {urgent:,} urgent" if checked else "none to check"])


def _to_check(index: Index, found: Sequence[Utterance], width: int) -> Iterator[str]:
    for each in found:
        head = f"{_speaker(each.reference)}, {each.reference.content}"
        yield "\n".join([clip(head, width), *_wordings(index, each, width)])


def _by_speaker(index: Index, found: Sequence[Utterance], width: int) -> Iterator[str]:
    """Yield a block per speaker, people and organisations in the order in which they are met, the unnamed at the end."""
    speakers: dict[str, list[Utterance]] = {}
    for each in sorted(found, key=lambda each: each.reference.speaker is None):
        speakers.setdefault(_speaker(each.reference), []).append(each)
    for name, said in speakers.items():
        yield "\n".join([clip(name, width), *(line for each in said for line in _wordings(index, each, width))])


def _speaker(quote: QuoteRow) -> str:
    unnamed = "" if quote.attribution in ("named", "none") else f" ({quote.attribution})"
    return f"{printable(speaker_of(quote))}{unnamed}"


def _wordings(index: Index, utterance: Utterance, width: int) -> Iterator[str]:
    several = len({quote.article for quote in utterance.quotes}) > 1
    for number, wording in enumerate(utterance.wordings(index)):
        text = printable(_marked(wording.pieces))
        text = f"“{text}”" if wording.quotes[0].type == "direct" else text
        indent = 4 if number else 2
        yield from (f"{' ' * indent}{line}" for line in wrap(text, max(width - indent, 10)))
        where = _where(index, wording, first=number == 0, several=several)
        yield from (f"{' ' * (indent + 4)}{line}" for line in wrap(where, max(width - indent - 4, 10)))
        for concern in wording.concerns:
            lines = list(wrap(printable(concern.words), max(width - indent - 6, 10)))
            yield f"{' ' * (indent + 4)}! {lines[0]}"
            yield from (f"{' ' * (indent + 6)}{line}" for line in lines[1:])


def _where(index: Index, wording: Wording, *, first: bool, several: bool) -> str:
    """Say who prints a wording, what it is to its source, and where it was said."""
    quote, places = wording.quotes[0], list(dict.fromkeys(printable(index.outlet(q.article)) for q in wording.quotes))
    shown = ", ".join(places[:SHOWN_PLACES])
    told = [f"{shown} and {len(places) - SHOWN_PLACES:,} more" if len(places) > SHOWN_PLACES else shown]
    if several and not (first and quote.relation == "new"):
        told.append(_RELATIONS.get(wording.relation, f"made {quote.type}"))
    elif several:
        told.append("first here")
    if quote.type == "indirect":
        told.append("reported")
    venue = next((each.venue for each in wording.quotes if each.venue), None)
    told.append(printable(venue) if venue else "no venue")
    return "; ".join(told)


def _marked(pieces: Sequence[Piece]) -> str:
    """Return a variant with its changed words marked, each mark a word's distance from its neighbours."""
    text = ""
    for piece in pieces:
        if piece.kind == "same":
            text += f" {piece.text}" if text.endswith("]") and piece.text[0].isalnum() else piece.text
        else:
            gap = " " if text and not text[-1].isspace() else ""
            text += gap + _MARKS[piece.kind].format(piece.text)
    return text
