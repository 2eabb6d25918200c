"""Which marked stretches are somebody's words, and on what they hang; scare quotes, titles and terms are left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dedup.quoting.clauses import Frame, Governor
from dedup.quoting.edges import CLOSING
from dedup.quoting.lexicon import Lexicon
from dedup.quoting.marks import Marked
from dedup.quoting.stretches import after_stretch, before_stretch
from dedup.quoting.tokens import QUOTED
from dedup.settings import QuoteSettings

WORD = re.compile(r"\w+(?:['’]\w+)*")
INNER_SPACE = re.compile(r"\w\W*\s\W*\w")
ENDING = (".", "!", "?", ",", "…", "。", "！", "？", "।", "۔", "--", "—")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A direct quote: its stretch, its token, and its governor (None where the sentence is nothing but the quote)."""

    marked: Marked
    token: int
    governor: Governor | None

    def fills(self, text: str) -> bool:
        """Say whether the quote is more than one word, so that no clause around it is reported beside it."""
        return bool(INNER_SPACE.search(text, self.marked.start, self.marked.end))


def direct_quotes(frame: Frame, settings: QuoteSettings, *, after_quote: bool) -> list[Spoken]:
    """Return the stretches of a sentence that are quotes; ``after_quote`` says that a quote stands just before it."""
    found: list[Spoken] = []
    for index in frame.stretches():
        marked = frame.tokens.marked[index]
        governor = _governor(frame, index)
        if _is_quote(frame, index, governor, settings, after_quote=after_quote or bool(found)):
            found.append(Spoken(marked, index, governor))
    return found


def _in_first_person(inside: str, lexicon: Lexicon) -> bool:
    """Say whether somebody speaks of himself or of "us" (and not of the "US")."""
    own = lexicon.content["self"]
    words = (match[0] for match in WORD.finditer(inside))
    return any(w.lower().replace("’", "'") in own and (len(w) == 1 or not w.isupper()) for w in words)


def _title_case(inside: str, most: int) -> bool:
    """Say whether the words are set like a title: two and at ``most`` so many, all longer ones with a capital."""
    words = WORD.findall(inside[:120])
    return (
        1 < len(words) <= most
        and all(w[0].isupper() or w[0].isdigit() for w in words if len(w) > 4)
        and words[-1][0].isupper()
    )


def _governor(frame: Frame, index: int) -> Governor | None:
    """Return what a stretch hangs on: the words right behind it, else a cue before it, else a cue further on."""
    behind = after_stretch(frame, index)
    if behind is not None and behind.place == "after" and not (_goes_on(frame, index) or _ended(frame, index)):
        return behind
    before = before_stretch(frame, index)
    if before is None or before.cue is None:
        return behind or before
    if behind is not None and behind.place == "closing" and not before.cue.kinds & {"say", "tell"}:
        return behind  # "they did not find “…” in it, said X"
    return before


def _goes_on(frame: Frame, index: int) -> bool:
    """Say whether a sentence goes on behind a stretch that its cue stands right before: "said “…” each time he …"."""
    tokens = frame.tokens
    cue = next((c for c in reversed(frame.cues) if c.last < index), None)
    if cue is None or "noun" in cue.kinds or any(w in CLOSING for w in tokens.low[cue.last + 1 : index]):
        return False
    ended = (
        tokens.text[tokens.marked[index].end - 1] in ",.?!…" or tokens.low[min(index + 1, frame.high - 1)] in CLOSING
    )
    return (index - cue.last <= 3 or tokens.low[index - 1] in frame.lexicon.that) and not ended


def _ended(frame: Frame, index: int) -> bool:
    """Say whether a sentence that has a cue ends with a stretch: "he said it went “so well.” She added …"."""
    tokens = frame.tokens
    after = index + 1
    if after >= frame.high or tokens.text[tokens.marked[index].end - 1] not in ".!?。！？":
        return False
    if not tokens.upper[after] and frame.lexicon.words is None:
        return False
    return any(
        c.last < index and c.kinds & {"say", "tell"} and QUOTED not in tokens.low[c.last : index] for c in frame.cues
    )


def _is_quote(
    frame: Frame, index: int, governor: Governor | None, settings: QuoteSettings, *, after_quote: bool
) -> bool:
    """Say whether a stretch is somebody's words, by what it hangs on and how much of a sentence it is."""
    tokens = frame.tokens
    marked = tokens.marked[index]
    inside = tokens.text[marked.start : marked.end]
    words = len(WORD.findall(inside[:400]))
    if marked.runs_on:
        return True
    if governor is not None and governor.place == "after":
        return True
    longer = words >= settings.bare_quote_words
    sentence = inside.endswith(ENDING) or (inside[:1].isupper() and longer)
    alone = all(i == index or not tokens.word(i) for i in range(frame.low, frame.high))
    if alone:
        return words >= settings.alone_quote_words or after_quote
    if governor is None:
        return sentence and longer
    before = tokens.low[index - 1] if index > frame.low else ""
    if before == ":":
        return True
    if _title_case(inside, settings.title_words):
        return False
    if governor.cue is not None:
        return before == "," or not (
            inside[:1].isupper() and words <= settings.name_words and not inside.endswith(ENDING)
        )
    told = words >= settings.told_quote_words and before != QUOTED
    return (sentence and longer) or _in_first_person(inside, frame.lexicon) or told
