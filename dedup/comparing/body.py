"""How one article tells its story: its body sentences as words, figures, names and quoted words."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dedup.comparing.quantities import Quantity, quantities
from dedup.comparing.wording import Word, count_words, words_of
from dedup.records import Page, Quote, Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """A body sentence. ``quoted`` says for each word whether it stands inside the marks of a direct quote.

    ``words`` is cut at ``AlignmentSettings.sentence_words``; ``count`` is the full number of words.
    """

    start: int
    end: int
    words: tuple[Word, ...]
    quoted: tuple[bool, ...]
    quantities: tuple[Quantity, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Body:
    """An article's body sentences, in order, with the page that they come from."""

    page: Page
    sentences: tuple[Sentence, ...]

    @property
    def id(self) -> str:
        """Return the article's id."""
        return self.page.id

    @property
    def words(self) -> int:
        """Return the number of words of the body."""
        return sum(sentence.count for sentence in self.sentences)


def read_body(page: Page, quotes: Iterable[Quote], limit: int) -> Body:
    """Return the page's body as sentences; ``limit`` caps the words of a sentence that are compared."""
    marked = sorted((quote.start, quote.end) for quote in quotes if quote.type == "direct")
    return Body(page, tuple(_sentence(page.text, span, marked, limit) for span in page.sentences))


def _sentence(text: str, span: Span, marked: Sequence[tuple[int, int]], limit: int) -> Sentence:
    words = words_of(text, span.start, span.end, limit)
    count = len(words) if len(words) < limit else count_words(text, span.start, span.end)
    return Sentence(
        start=span.start,
        end=span.end,
        words=words,
        quoted=tuple(_inside(word.start, marked) for word in words),
        quantities=quantities(words, text),
        count=count,
    )


def _inside(place: int, marked: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(marked, (place, 1 << 60)) - 1
    return at >= 0 and marked[at][0] <= place < marked[at][1]


def name_words(bodies: Iterable[Body]) -> frozenset[str]:
    """Return the words that the story writes with a capital inside sentences, mostly or always: its names."""
    capital: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for body in bodies:
        for sentence in body.sentences:
            for number, word in enumerate(sentence.words):
                if number and not word.norm[0].isdigit():
                    inside[word.norm] += 1
                    capital[word.norm] += word.capital
    return frozenset(word for word, times in capital.items() if 2 * times > inside[word])
