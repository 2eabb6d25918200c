"""Who speaks: the noun phrase before a cue ("the minister, a lawyer, said"); for one behind it see ``inversion``.

It is found from the cue outwards, and then resolved against the people of the page and what was said before it.
"""

from __future__ import annotations

from dedup.quoting.lexicon import Lexicon
from dedup.quoting.tokens import QUOTED, STOPS, Phrase, Tokens

LONGEST_PLACE = 4
"""Tokens of a dateline's place and date at most, where no capitals tell it."""
REACH = 45
"""Tokens that are looked at for a subject, left of a cue or right of it; longer ones are not subjects but clauses."""
HARD = STOPS | {";", ":", "—", "–", "(", ")", "[", "]", "-", "•", "|", QUOTED}


def is_stop(tokens: Tokens, index: int) -> bool:
    """Say whether a token ends a clause; the full stop of an abbreviation or initial before a capital does not."""
    low = tokens.low[index]
    if low != ".":
        return low in HARD
    if index == 0 or index + 1 >= len(tokens) or index in tokens.final:
        return True
    previous = tokens.low[index - 1]
    short = len(previous) <= 4 and tokens.upper[index - 1] and tokens.end[index - 1] == tokens.start[index]
    return not (short and (tokens.upper[index + 1] or tokens.low[index + 1] in (",", "(")))


def subject_before(tokens: Tokens, lexicon: Lexicon, low: int, cue: int) -> Phrase | None:
    """Return the subject of the verb at token ``cue``, looking left as far as token ``low``."""
    known = tokens.subjects
    if (low, cue) not in known:
        known[low, cue] = _subject_before(tokens, lexicon, low, cue)
    return known[low, cue]


def _subject_before(tokens: Tokens, lexicon: Lexicon, low: int, cue: int) -> Phrase | None:
    last = cue - 1
    while last >= low and _skipped(tokens, lexicon, last):
        last -= 1
    if low < last < cue - 1 and tokens.low[last] in lexicon.dating and tokens.low[last + 1] in lexicon.adverbs:
        last -= 1  # "Rao on Sunday said"
    if last < low or tokens.low[last] in lexicon.coordinating:
        return None  # "She sat down and was asked": no subject of its own
    if tokens.low[last] == ")" and (opening := _opening(tokens, last, low)) is not None:
        last = opening - 1  # "Rep. Smith (D-Ohio) said"
        if last < low:
            return None
    trailing = tokens.low[last] == ","
    if trailing:
        last -= 1
    start = last
    words, lowest = tokens.low, max(low, cue - REACH)
    while start > lowest:
        if words[start - 1] not in HARD:
            start -= 1
        elif words[start - 1] == ")" and (opening := _opening(tokens, start - 1, low)) is not None:
            if _dateline(tokens, low, opening):
                break
            start = opening
        elif is_stop(tokens, start - 1):
            break
        else:
            start -= 1
    if last < start or (is_stop(tokens, last) and tokens.low[last] != "."):
        return None
    if (over := _subject_ends(tokens, lexicon, start, last)) is not None:
        last, trailing = over, False
    chunks = _chunks(tokens, start, last)
    phrase = _with_appositives(tokens, lexicon, chunks) if trailing else _plain(tokens, lexicon, chunks)
    return phrase if phrase and names_somebody(tokens, lexicon, phrase) else None


def _subject_ends(tokens: Tokens, lexicon: Lexicon, first: int, last: int) -> int | None:
    """Return the last token of a subject that its language marks: "राम कुमार ने पत्रकारों से कहा", "उन्होंने … कहा"."""
    if not lexicon.subject_ends:
        return None
    if tokens.low[first] in lexicon.pronouns:
        return first
    ends = (at - 1 for at in range(first + 1, last + 1) if tokens.low[at] in lexicon.subject_ends)
    end = next(ends, last)
    while end > first and tokens.low[end][0].isdigit():
        end -= 1  # a day: "李强4日表示"
    return end if end < last else None


def _opening(tokens: Tokens, closing: int, low: int) -> int | None:
    """Return the bracket that a short parenthesis inside a title opens with: "Commissioner (Disaster Management) X"."""
    for index in range(closing - 1, max(low, closing - 8) - 1, -1):
        if tokens.low[index] == "(":
            return index if index > low else None
    return None


def _dateline(tokens: Tokens, low: int, opening: int) -> bool:
    """Say whether a bracket ends a dateline without a dash: "NEW DELHI, May 4 (PTI) The minister said"."""
    agency = tokens.text[tokens.start[opening + 1] : tokens.end[opening + 1]]
    if len(agency) < 2 or tokens.low[opening + 2] != ")":
        return False
    if agency.lower() == agency.upper():  # a script without capitals
        return opening - low <= LONGEST_PLACE
    place = (tokens.upper[at] or not tokens.word(at) or tokens.low[at][0].isdigit() for at in range(low, opening))
    return agency.isupper() and all(place)


def _skipped(tokens: Tokens, lexicon: Lexicon, index: int) -> bool:
    """Say whether a token between subject and verb is an auxiliary or adverb (and not Kelly or a family)."""
    word = tokens.low[index]
    if word in lexicon.auxiliaries or word in lexicon.adverbs:
        return not tokens.upper[index] or word in lexicon.not_names
    return is_adverb(tokens, index)


def is_adverb(tokens: Tokens, index: int) -> bool:
    """Say whether a word looks like an adverb of manner: "quietly", not "family" or "Kelly"."""
    word = tokens.low[index]
    return word.endswith("ly") and len(word) > 4 and word != "family" and not tokens.upper[index]


def _chunks(tokens: Tokens, first: int, last: int) -> list[Phrase]:
    chunks, start = [], first
    for index, word in enumerate(tokens.low[first : last + 1], first):
        if word == ",":
            if index > start:
                chunks.append(Phrase(start, index - 1))
            start = index + 1
    if start <= last:
        chunks.append(Phrase(start, last))
    return chunks


def _plain(tokens: Tokens, lexicon: Lexicon, chunks: list[Phrase]) -> Phrase | None:
    if not chunks:
        return None
    chunk = chunks[-1]
    if tokens.low[chunk.first] in lexicon.who and tokens.low[chunk.first] != "that" and len(chunks) > 1:
        if chunk.last > chunk.first and _holds(tokens, lexicon, chunk.first + 1):
            return _trim(tokens, lexicon, Phrase(chunk.first + 1, chunk.last))  # "…, which she called “…”"
        return _trim(tokens, lexicon, chunks[-2])
    return _trim(tokens, lexicon, chunk)


def _holds(tokens: Tokens, lexicon: Lexicon, index: int) -> bool:
    """Say whether a relative clause has a subject of its own at ``index``: "whom Smith", "which she"."""
    word = tokens.low[index]
    named = tokens.upper[index] and word not in lexicon.not_names
    return named or word in lexicon.pronouns or word in lexicon.articles or word in lexicon.heads


def _with_appositives(tokens: Tokens, lexicon: Lexicon, chunks: list[Phrase]) -> Phrase | None:
    """Return head and appositives of "X, 53, a claims adjuster, said" or of "Its legal chief, X, said"."""
    if not chunks:
        return None
    head = len(chunks) - 1
    if head and _is_name(tokens, lexicon, chunks[head]) and not _is_place(tokens, lexicon, chunks, head):
        before = _trim(tokens, lexicon, chunks[head - 1])
        if before and any(tokens.low[i] in lexicon.roles for i in range(before.first, before.last + 1)):
            return Phrase(before.first, chunks[-1].last)
        return chunks[head]
    while (
        head
        and (_is_place(tokens, lexicon, chunks, head) or _is_appositive(tokens, lexicon, chunks[head]))
        and len(chunks) - head < 4
    ):
        head -= 1
    trimmed = _trim(tokens, lexicon, chunks[head])
    return Phrase(trimmed.first, chunks[-1].last) if trimmed else None


def _is_name(tokens: Tokens, lexicon: Lexicon, chunk: Phrase) -> bool:
    if not (tokens.upper[chunk.first] and tokens.upper[chunk.last] and chunk.last - chunk.first < 6):
        return False
    return not tokens.low[chunk.first].endswith("'s") and tokens.low[chunk.last] not in lexicon.roles


def _is_place(tokens: Tokens, lexicon: Lexicon, chunks: list[Phrase], at: int) -> bool:
    """Say whether a chunk of one word goes on with a place: the "Ohio" of "in Columbus, Ohio"."""
    before = chunks[at - 1]
    start = before.last
    while start > before.first and tokens.upper[start - 1]:
        start -= 1
    governed = tokens.upper[before.last] and start > before.first and tokens.low[start - 1] in lexicon.prepositions
    return governed and chunks[at].first == chunks[at].last


def _is_appositive(tokens: Tokens, lexicon: Lexicon, chunk: Phrase) -> bool:
    word = tokens.low[chunk.first]
    return not tokens.upper[chunk.first] or word[0].isdigit() or word.endswith("'s") or word in lexicon.titles


def _trim(tokens: Tokens, lexicon: Lexicon, chunk: Phrase) -> Phrase | None:
    """Return the noun phrase at the end of a chunk, without conjunctions, adverbs and leading prepositional phrases."""
    low, upper, auxiliaries = tokens.low, tokens.upper, lexicon.auxiliaries
    first, last = chunk
    for index in range(max(first + 1, last - 3), last + 1):  # "had by then", "is how"
        if low[index] in auxiliaries and low[index - 1] not in lexicon.who:
            last = index - 1
            break
    if last > first and lexicon.verbs.get(low[first], frozenset()) & {"say", "think"} and not upper[first]:
        first += 1  # "…, thinks X, who sees …"
    if not lexicon.verbs.keys().isdisjoint(low[first:last]):
        first = _behind_verb(tokens, lexicon, first, last)
    if last > first and low[first] in lexicon.that and _starts_phrase(tokens, lexicon, first + 1):
        first += 1
    while first <= last and low[first] in auxiliaries:
        first += 1  # "…," was all he offered
    while (
        first <= last
        and (low[first] in lexicon.conjunctions or low[first] in lexicon.adverbs)
        and (
            low[first] not in ("that", "both", "all")
            or (low[first] == "all" and low[max(chunk.first, first - 1)] in auxiliaries)
        )
    ):
        first += 1
    if not lexicon.conjunctions.isdisjoint(low[first + 1 : last]):
        behind = _behind_conjunction(tokens, lexicon, first, last)
        first, last = behind, last if behind > first else _before_verb(tokens, lexicon, first, last)
    if first <= last and low[first] in lexicon.prepositions:
        first = _last_start(tokens, lexicon, first, last)
    return Phrase(first, last) if first <= last else None


def _behind_verb(tokens: Tokens, lexicon: Lexicon, first: int, last: int) -> int:
    """Return where a phrase begins behind a verb of saying: "said the company, which insists"."""
    for index in range(last - 1, first - 1, -1):
        if "say" in lexicon.verbs.get(tokens.low[index], ()) and tokens.low[index + 1] in lexicon.determiners:
            return index + 1
    return first


def _behind_conjunction(tokens: Tokens, lexicon: Lexicon, first: int, last: int) -> int:
    """Return where a phrase begins behind the last conjunction that joins clauses."""
    for index in range(last - 1, first, -1):
        word = tokens.low[index]
        if word in lexicon.conjunctions and _starts_phrase(tokens, lexicon, index + 1):
            joined = word in ("and", "or") and _joins(tokens, lexicon, first, index)
            clause = joined or not lexicon.auxiliaries.isdisjoint(tokens.low[index + 1 : last + 1])
            return first if clause else index + 1
    return first


def _before_verb(tokens: Tokens, lexicon: Lexicon, first: int, last: int) -> int:
    """Return where a subject ends that has two verbs: "The bank has cut its rate and in the same breath told people"."""
    for index in range(first + 1, last):
        if tokens.low[index] in lexicon.auxiliaries:
            related = not lexicon.who.isdisjoint(tokens.low[first:index])
            joined = not lexicon.coordinating.isdisjoint(tokens.low[index + 1 : last + 1])
            return index - 1 if joined and not related else last
    return last


def _joins(tokens: Tokens, lexicon: Lexicon, first: int, index: int) -> bool:
    """Say whether "and" joins two names or two short noun phrases rather than two clauses."""
    left = tokens.low[first:index]
    return index - first <= 6 and lexicon.auxiliaries.isdisjoint(left) and lexicon.verbs.keys().isdisjoint(left)


def _starts_phrase(tokens: Tokens, lexicon: Lexicon, index: int) -> bool:
    word = tokens.low[index]
    pronoun = word in lexicon.pronouns or word in lexicon.first_person
    return pronoun or word in lexicon.determiners or tokens.upper[index] or word in lexicon.anonymous


def _last_start(tokens: Tokens, lexicon: Lexicon, first: int, last: int) -> int:
    """Return the start of the last noun phrase that no preposition governs ("In a paper of 2019 the scientist X")."""
    for index in range(last, first, -1):
        word, before = tokens.low[index], tokens.low[index - 1]
        if before in lexicon.prepositions or before in lexicon.determiners or before == ".":
            continue
        if tokens.upper[index] and (tokens.upper[index - 1] or before in lexicon.roles or before.endswith("'s")):
            continue
        if _starts_phrase(tokens, lexicon, index) and word not in ("one", "two", "that"):
            return index
    return first + 1


def names_somebody(tokens: Tokens, lexicon: Lexicon, phrase: Phrase) -> bool:
    """Say whether a phrase can speak: it has a name, a role, a pronoun or a determiner, or its script no capitals."""
    low, upper = tokens.low, tokens.upper
    for index in range(phrase.first, phrase.last + 1):
        word = low[index]
        if upper[index] and word not in lexicon.not_names:
            return True
        if word in lexicon.heads or word in lexicon.pronouns or word in lexicon.who:
            return True
        if word in lexicon.determiners or word in lexicon.first_person:
            return True
    return not any(
        tokens.text[tokens.start[i]].islower() or tokens.upper[i] for i in range(phrase.first, phrase.last + 1)
    ) and (tokens.word(phrase.last))
