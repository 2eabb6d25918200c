"""Variants of one quote under each other: which words differ, and which of them to set the others against."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dedup.quoting.wording import Word, keys, words
from dedup.records import QuoteRow
from dedup.reporting.concerns import DOUBTFUL, MINOR, SHOWN_BY_MARKS, TO_CHECK, Concern, concerns, level
from dedup.reporting.index import Index
from dedup.reporting.safe_text import shortened

# Words of a quote that are compared one by one: difflib needs quadratic time, 300 words take 2 ms at most.
COMPARED_WORDS = 300
# Below this share of common words a comparison word by word is noise: the variant is other words altogether.
FEWEST_KEPT = 0.4
# Reported speech is reworded by right: only where most words are the same are the others marked.
FEWEST_KEPT_REPORTED = 0.7
LONGEST = 2_000
"""Characters of a quote that are shown and compared."""
CUT = "[…]"
SHOWN_LOST_WORDS = 12
"""Words missing from a variant that are shown in full; of a longer cut, only its size is."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a variant: ``same`` as in the reference, ``new``, or words of the reference that it lacks.

    The words are ``lost`` where that may be a change, ``cut`` where they are only not quoted (the text is then a sign).
    """

    kind: Literal["same", "new", "lost", "cut"]
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of an utterance, set against the reference, and every quote that has it."""

    quotes: tuple[QuoteRow, ...]
    pieces: tuple[Piece, ...]

    @property
    def relation(self) -> str:
        """Return what it is to the article's source, ``differs`` where only that has the same words."""
        differs = any(piece.kind in ("new", "lost") for piece in self.pieces)
        return "differs" if differs and self.quotes[0].relation == "verbatim" else self.quotes[0].relation

    @property
    def copied(self) -> bool:
        """Say whether several articles have it."""
        return len({quote.article for quote in self.quotes}) > 1

    @property
    def concerns(self) -> list[Concern]:
        """Return what is to be checked, the most urgent first; beside what is to be checked, nothing minor."""
        found = concerns(self.quotes)
        least = DOUBTFUL if found and found[0].level >= TO_CHECK else MINOR
        return [concern for concern in found if concern.level >= least]

    @property
    def changes(self) -> list[str]:
        """Return what changed against the source, without what the marked words or the concerns show."""
        told = "; ".join(concern.words for concern in self.concerns)
        found = dict.fromkeys(change for quote in self.quotes for change in quote.changes)
        return [change for change in found if not change.startswith(SHOWN_BY_MARKS) and change not in told]


@dataclass(frozen=True, slots=True)
class Utterance:
    """The variants of one utterance, the one nearest to the source first."""

    quotes: tuple[QuoteRow, ...]

    @property
    def reference(self) -> QuoteRow:
        """Return the variant that the others are set against."""
        return self.quotes[0]

    @property
    def concerns(self) -> list[Concern]:
        """Return what is to be checked in any variant, the most urgent first."""
        return concerns(self.quotes)

    @property
    def level(self) -> int:
        """Return how urgent it is, from 3 (urgent) to 0."""
        return max((concern.level for concern in self.concerns), default=0)

    @property
    def is_to_check(self) -> bool:
        """Return whether any of its variants is to be checked."""
        return self.level >= TO_CHECK

    def wordings(self, index: Index, most: int | None = None) -> list[Wording]:
        """Return its different wordings (``most`` of them): the reference, then those with the most urgent concerns.

        Letter case, punctuation, contractions and accepted spellings make no difference, another speaker does.
        """
        texts = {quote: shortened(index.text(quote.article)[quote.start : quote.end], LONGEST) for quote in self.quotes}
        alike: dict[tuple[str, str | None, tuple[str, ...]], list[QuoteRow]] = {}
        for quote in self.quotes:
            other = quote.speaker if "speaker_differs" in quote.flags else None
            alike.setdefault((quote.type, other, keys(texts[quote])), []).append(quote)
        first, *others = alike.values()
        others.sort(key=lambda quotes: -level(quotes))
        return [Wording(tuple(quotes), tuple(self._pieces(quotes[0], texts))) for quotes in [first, *others][:most]]

    def _pieces(self, quote: QuoteRow, texts: Mapping[QuoteRow, str]) -> list[Piece]:
        # Reported speech moves persons and tenses: word by word it differs everywhere, which says nothing.
        if quote is self.reference or quote.type != self.reference.type:
            return [Piece("same", texts[quote])]
        if quote.type == "indirect" and not _is_close(texts[self.reference], texts[quote]):
            return [Piece("same", texts[quote])]
        pieces = compared(texts[self.reference], texts[quote])
        if quote.relation == "verbatim" and all(piece.kind != "new" for piece in pieces):
            # An excerpt begins later or ends earlier; words lost between others are shown, there may be a "not" among them.
            last = len(pieces) - 1
            return [Piece("cut", CUT) if p.kind == "lost" and at in (0, last) else p for at, p in enumerate(pieces)]
        return pieces


def utterances(index: Index, article_ids: Sequence[str]) -> list[Utterance]:
    """Return the quotes of some articles by utterance: the most urgent first, then as they are met.

    ``article_ids`` come in reading order. The reference of an utterance is the earliest direct quote that is not
    derived from another, else the wording that most articles print, else the fullest.
    """
    groups: dict[str, list[tuple[int, QuoteRow]]] = {}
    for place, article_id in enumerate(article_ids):
        for quote in index.quotes.get(article_id, ()):
            groups.setdefault(quote.group, []).append((place, quote))
    found = []
    for members in groups.values():
        said = {
            quote: keys(shortened(index.text(quote.article)[quote.start : quote.end], LONGEST)) for _, quote in members
        }
        times = Counter(said.values())
        members.sort(key=lambda member: (_distance(member[1], times[said[member[1]]]), member[0], member[1].start))
        found.append(Utterance(tuple(quote for _, quote in members)))
    return sorted(found, key=_urgency)


def _distance(quote: QuoteRow, times: int) -> tuple[bool, bool, int, int]:
    """Return a key that sorts variants by their nearness to the source: said first, in marks, most printed, the fullest."""
    if quote.relation == "new":
        return False, quote.type != "direct", 0, 0
    return True, quote.type != "direct", -times, quote.start - quote.end


def _urgency(utterance: Utterance) -> tuple[bool, list[Concern], bool]:
    """Return a key that sorts the most urgent first, words in quotation marks before reported speech."""
    concerns = [concern for concern in utterance.concerns if concern.level][:1]
    return not concerns, concerns, all(quote.type == "indirect" for quote in utterance.quotes if quote.flags)


def compared(reference: str, variant: str) -> list[Piece]:
    """Return ``variant`` in pieces against ``reference``, word by word, regardless of typography and accepted spellings.

    The pieces ``same`` and ``new`` join to ``variant``.
    """
    old, new = words(reference), words(variant)
    operations = _operations(old, new)
    if _kept(operations) < FEWEST_KEPT * min(len(old), len(new)):
        return [Piece("new", variant)]
    pieces: list[Piece] = []
    at = 0
    for kind, old_from, old_to, new_from, new_to in operations:
        # A contraction is two words in one stretch of text: what follows begins where it ends.
        start, end = (max(at, new[new_from].start), new[new_to - 1].end) if new_to > new_from else (at, at)
        pieces.append(Piece("same", variant[at:start]))
        if kind != "equal" and old_to > old_from:
            pieces.append(Piece("lost", _lost(reference, old[old_from:old_to])))
        pieces.append(Piece("same" if kind == "equal" else "new", variant[start:end]))
        at = max(at, end)
    pieces.append(Piece("same", variant[at:]))
    return list(_joined(pieces))


def _is_close(reference: str, variant: str) -> bool:
    """Tell whether two reports of an utterance have so many words in common that their difference says something."""
    old, new = words(reference), words(variant)
    return _kept(_operations(old, new)) >= FEWEST_KEPT_REPORTED * max(len(old), len(new))


def _kept(operations: Sequence[tuple[str, int, int, int, int]]) -> int:
    return sum(old_to - old_from for kind, old_from, old_to, _, _ in operations if kind == "equal")


def _operations(old: Sequence[Word], new: Sequence[Word]) -> Sequence[tuple[str, int, int, int, int]]:
    a, b = [word.key for word in old], [word.key for word in new]
    if max(len(a), len(b)) <= COMPARED_WORDS:
        return difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    limit = min(len(a), len(b))
    head = next((i for i in range(limit) if a[i] != b[i]), limit)
    tail = next((i for i in range(limit - head) if a[-1 - i] != b[-1 - i]), limit - head)
    middle = ("replace", head, len(a) - tail, head, len(b) - tail)
    return [("equal", 0, head, 0, head), middle, ("equal", len(a) - tail, len(a), len(b) - tail, len(b))]


def _lost(reference: str, gone: Sequence[Word]) -> str:
    if len(gone) > SHOWN_LOST_WORDS:
        return f"[{len(gone)} words]"
    return reference[gone[0].start : gone[-1].end]


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces without empty ones, neighbours of one kind joined."""
    kept: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if kept and kept.kind == piece.kind:
            kept = Piece(kept.kind, kept.text + piece.text)
            continue
        if kept:
            yield kept
        kept = piece
    if kept:
        yield kept
