"""How much of an article's body its baseline does not have, by words: with its parts, without quotes, with a band."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dedup.comparing.baseline import Yardstick
from dedup.comparing.body import Body, Sentence
from dedup.comparing.status import Verdict
from dedup.settings import AlignmentSettings


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of the body's words, 0 to 1: ``copied + reworded + added = 1`` where there is a body, else all 0.

    ``added`` holds the added sentences and the new words inside the others. ``band`` is the range of originality over
    the thresholds' uncertainty.
    """

    copied: float
    reworded: float
    added: float
    exclusive: float
    originality: float
    without_quotes: float
    band: tuple[float, float]


def shares(body: Body, verdicts: Sequence[Verdict], baseline: Yardstick, settings: AlignmentSettings) -> Shares:
    """Sum the verdicts up.

    Where nothing is known to come before the article, it is original; where it credits a source of which there is no
    page, nor any other to compare it with, it counts as original too, but the band says that nobody knows.
    """
    total = body.words
    if not total:
        return Shares(0.0, 0.0, 0.0, 0.0, 1.0, 1.0, (1.0, 1.0))
    counts = {"copied": 0, "reworded": 0, "added": 0}
    exclusive = 0
    for sentence, verdict in zip(body.sentences, verdicts, strict=True):
        new = sentence.count if verdict.status == "added" else len(verdict.new)
        counts["added"] += new
        counts[verdict.status] += 0 if verdict.status == "added" else sentence.count - new
        exclusive += sentence.count if verdict.elsewhere < settings.supported else 0
    copied, reworded = round(counts["copied"] / total, 4), round(counts["reworded"] / total, 4)
    added = max(0.0, round(1.0 - copied - reworded, 4))
    if not baseline.articles:
        band = (1.0, 1.0) if baseline.kind == "none" else (0.0, 1.0)
        return Shares(copied, reworded, added, round(exclusive / total, 4), 1.0, 1.0, band)
    low = _new_share(body, verdicts, settings.supported - settings.doubt)
    high = _new_share(body, verdicts, settings.supported + settings.doubt)
    return Shares(
        copied=copied,
        reworded=reworded,
        added=added,
        exclusive=round(exclusive / total, 4),
        originality=added,
        without_quotes=_without_quotes(body, verdicts),
        band=(min(low, added), max(high, added)),
    )


def kept(body: Body, sources: Iterable[Body], run: int) -> float:
    """Return the share of the body's words that stand in runs of ``run`` words and more which ``sources`` have too.

    It tells a light hand from a heavy one inside reworded sentences, and own words on a shared subject from either.
    """
    theirs = {words for source in sources for sentence in source.sentences for words in _runs(sentence, run)}
    shared = 0
    for sentence in body.sentences if theirs else ():
        until = 0
        for at, words in enumerate(_runs(sentence, run)):
            if words in theirs:
                shared += at + run - max(at, until)
                until = at + run
    return round(shared / body.words, 4) if body.words else 0.0


def _runs(sentence: Sentence, size: int) -> Iterator[tuple[str, ...]]:
    words = [word.norm for word in sentence.words]
    return zip(*(words[at:] for at in range(size)), strict=False)


def _new_share(body: Body, verdicts: Sequence[Verdict], threshold: float) -> float:
    """Return the share of new words if a sentence needs a support of ``threshold`` to count as derived."""
    new = sum(
        sentence.count if verdict.support < threshold else len(verdict.new)
        for sentence, verdict in zip(body.sentences, verdicts, strict=True)
    )
    return round(new / body.words, 4)


def _without_quotes(body: Body, verdicts: Sequence[Verdict]) -> float:
    """Return the share of new words among those outside quotation marks; 0 where all words are quoted."""
    new = total = 0
    for sentence, verdict in zip(body.sentences, verdicts, strict=True):
        outside = sentence.count - sum(sentence.quoted)
        total += outside
        new += outside if verdict.status == "added" else _unquoted(sentence, verdict.new)
    return round(new / total, 4) if total else 0.0


def _unquoted(sentence: Sentence, places: Sequence[int]) -> int:
    return sum(not sentence.quoted[at] for at in places)
