"""From an article to a page: what is content, what is clutter, what it credits, its body sentences."""

from __future__ import annotations

from dedup.cleaning.clutter import Models, Verdict, judge
from dedup.cleaning.credits import find_credits
from dedup.cleaning.learnt import LearntLines
from dedup.cleaning.lines import Line, page_lines
from dedup.cleaning.sentences import split_sentences
from dedup.cleaning.signatures import is_signature, thanks_staff
from dedup.records import Article, Credit, Page, Part, Removed, Span
from dedup.settings import CleaningSettings


def clean_page(article: Article, learnt: LearntLines, settings: CleaningSettings) -> Page:
    """Return the page of an article: its parts, what was removed and why, its credits and body sentences.

    Every line is either in ``parts`` or in ``removed``; sentences lie in body parts. Linear in the text.
    """
    lines = page_lines(article.text, settings)
    credits = find_credits(article, lines, settings)
    credited = credit_lines(lines, credits)
    known = {index for index, line in enumerate(lines) if learnt.knows(article.outlet, line, settings)}
    aside = credited | known
    settled = aside | opening_line(lines, credits)
    verdicts = judge(lines, article.title, settled, Models.load(), settings)
    if all(verdict.kind == "clutter" or index in aside for index, verdict in enumerate(verdicts)):
        verdicts = _something_left(lines, verdicts, settings)
    parts: list[Part] = []
    removed: list[Removed] = []
    sentences: list[Span] = []
    for index, (line, verdict) in enumerate(zip(lines, verdicts, strict=True)):
        thanks = index not in credited and thanks_staff(line.text, settings)
        if thanks or is_signature(line.text, settings):
            removed.append(Removed(line.start, line.end, "signature"))
        elif index in credited:
            parts.append(Part("credit", line.start, line.end))
        elif verdict.kind == "clutter":
            removed.append(Removed(line.start, line.end, verdict.reason or "no part of article"))
        elif verdict.kind != "headline" and index in known:
            removed.append(Removed(line.start, line.end, "repeated on the outlet's pages"))
        else:
            parts.append(Part(verdict.kind, line.start, line.end))
            if verdict.kind == "body":
                sentences += split_sentences(
                    article.text, line.start, line.end, article.language, chunk=settings.sentence_chunk
                )
    return Page(article, tuple(parts), tuple(removed), credits, tuple(sentences))


def _something_left(lines: list[Line], verdicts: list[Verdict], settings: CleaningSettings) -> list[Verdict]:
    """Return the verdicts with sentences and long lines as body, and a text's only line: not all of a page is clutter."""
    return [
        Verdict("body") if line.ends_sentence or line.breadth >= settings.prose_chars or len(lines) == 1 else verdict
        for line, verdict in zip(lines, verdicts, strict=True)
    ]


def credit_lines(lines: list[Line], credits: tuple[Credit, ...]) -> set[int]:
    """Return the indexes of lines that are credits as a whole."""
    spans = {(credit.start, credit.end) for credit in credits if credit.form in ("credit_line", "byline")}
    return {index for index, line in enumerate(lines) if (line.start, line.end) in spans}


def opening_line(lines: list[Line], credits: tuple[Credit, ...]) -> set[int]:
    """Return the index of the line with the page's first dateline: however short, the article begins there."""
    first = next((credit.start for credit in credits if credit.form == "dateline"), None)
    return {index for index, line in enumerate(lines) if first is not None and line.start <= first < line.end}
