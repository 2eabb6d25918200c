"""The language of a text, from its script and its commonest words.

A script that one language is written in decides at once; among the languages of a shared script, the one whose function
words are the most of the text's words (the "short words" method of Grefenstette, JADT 1995). The words stand in
``languages.json``, commonest first.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from importlib import resources

from dedup.records import Article

_SAMPLE = 800
_LETTERS = 300
_SHARE = 0.08
"""Of the words, so many must be function words of the language. In 3,000 English news articles .40 are on the English
list (.27 at the first percentile), and at most .058 on the German one. Measured for English only."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_MARKED_WORD = re.compile(r"[\w\u0900-\u097f]+")  # vowel signs are no letters to ``re``
# First code points of the scripts' ranges and what they stand for: a language, or a list in ``languages.json``.
_RANGES = (
    (0x0041, 0x024F, "latin"), (0x0370, 0x03FF, "el"), (0x0400, 0x052F, "cyrillic"), (0x0530, 0x058F, "hy"),
    (0x0590, 0x05FF, "he"), (0x0600, 0x06FF, "arabic"), (0x0900, 0x097F, "devanagari"), (0x0980, 0x09FF, "bn"),
    (0x0A00, 0x0A7F, "pa"), (0x0A80, 0x0AFF, "gu"), (0x0B00, 0x0B7F, "or"), (0x0B80, 0x0BFF, "ta"),
    (0x0C00, 0x0C7F, "te"), (0x0C80, 0x0CFF, "kn"), (0x0D00, 0x0D7F, "ml"), (0x0D80, 0x0DFF, "si"),
    (0x0E00, 0x0E7F, "th"), (0x0E80, 0x0EFF, "lo"), (0x1000, 0x109F, "my"), (0x10A0, 0x10FF, "ka"),
    (0x1100, 0x11FF, "ko"), (0x1200, 0x137F, "am"), (0x1780, 0x17FF, "km"), (0x1E00, 0x1EFF, "latin"),
    (0x3040, 0x30FF, "ja"), (0x3400, 0x9FFF, "zh"), (0xAC00, 0xD7AF, "ko"),
)  # fmt: skip


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code, or None where the text is too short or like none of the known languages.

    Looks at 800 characters from the middle of the first 6,000, past the furniture at a page's top: about .1 ms.
    """
    start = min(max(len(text) - _SAMPLE, 0), 6000) // 2
    sample = text[start : start + _SAMPLE]
    script = _script(sample)
    profiles = _profiles().get(script or "")
    if profiles is None:
        return script
    words = (_MARKED_WORD if script == "devanagari" else _WORD).findall(sample.lower())
    scores: dict[str, float] = {}
    for word in words:
        for language, weight in profiles.get(word, ()):
            scores[language] = scores.get(language, 0.0) + weight
    if not scores:
        return None
    best = min(scores, key=lambda language: (-scores[language], language))
    hits = sum(any(language == best for language, _ in profiles.get(word, ())) for word in words)
    return best if hits >= max(2, _SHARE * len(words)) else None


def _script(sample: str) -> str | None:
    letters = "".join(_WORD.findall(sample[: 2 * _LETTERS]))[:_LETTERS]
    if letters.isascii():
        return "latin" if letters else None
    found: Counter[str] = Counter()
    for letter, count in Counter(letters).items():
        found[_named(ord(letter))] += count
    found.pop("", None)
    if not found:
        return None
    if found["ja"] * 10 > found["zh"] and found["ja"]:
        found["ja"] += found.pop("zh", 0)
    return min(found, key=lambda script: (-found[script], script))


@cache
def _named(point: int) -> str:
    return next((name for first, last, name in _RANGES if first <= point <= last), "")


@cache
def _profiles() -> dict[str, dict[str, tuple[tuple[str, float], ...]]]:
    """Return per script each function word with its languages; a word that several share counts for less in each."""
    data = json.loads(resources.files(__package__).joinpath("languages.json").read_text(encoding="utf-8"))
    profiles: dict[str, dict[str, tuple[tuple[str, float], ...]]] = {}
    for script, languages in data.items():
        of_word: dict[str, list[str]] = {}
        for language, words in languages.items():
            for word in dict.fromkeys(words.split()):
                of_word.setdefault(word, []).append(language)
        profiles[script] = {word: tuple((one, 1 / len(names)) for one in names) for word, names in of_word.items()}
    return profiles


def with_language(article: Article) -> Article:
    """Return the article with its language, detected from the text where the page does not give one."""
    if article.language is not None:
        return article
    return replace(article, language=detect_language(article.text))
