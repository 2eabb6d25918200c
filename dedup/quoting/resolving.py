"""Whom a speaker's words mean: a surname, a pronoun or a role goes back to the last fitting full name of the page."""

from __future__ import annotations

from collections.abc import Sequence

from dedup.quoting.discourse import NOBODY, Discourse, Place, Speaker, nearest
from dedup.quoting.lexicon import Lexicon
from dedup.quoting.organisations import Organisations, organisation_meant
from dedup.quoting.people import People, Person, split_run
from dedup.quoting.tokens import Phrase, Tokens, clitic
from dedup.records import Span

LONGEST_NAME = 3
"""Words of a name in a script without capitals at most."""


def note_mentions(
    tokens: Tokens, lexicon: Lexicon, people: People, place: Place, high: int, known: Discourse
) -> tuple[Phrase, ...]:
    """Enter whom a frame's own words name, or mean by "the minister" at its start; return the names."""
    opening = _opening_role(tokens, lexicon, place.token, high)
    if opening is not None:
        words = tuple(tokens.low[i] for i in range(opening.first, opening.last + 1))
        person = _by_role(words, lexicon, people, known) if words[0] == "the" else None
        if person is not None:
            known.mention(place, person)
        elif words[0] != "the":
            printed = tokens.span(opening.first, opening.last)
            known.spoke(place, Speaker(None, printed, None, tuple(printed.of(tokens.text).split())), lexicon)
    upper, names, after = tokens.upper, [], place.token
    for index in [i for i, capital in enumerate(upper[place.token : high], place.token) if capital]:
        if index < after:
            continue
        last = index
        while last + 1 < high and upper[last + 1] and last - index < 8:
            last += 1
        fitting = people.called(list(map(clitic, tokens.low[index : last + 1])))
        if fitting:
            known.mention(Place(place.paragraph, place.frame, index), nearest(fitting, known))
            names.append(Phrase(index, last))
        after = last + 1
    return tuple(names)


def _opening_role(tokens: Tokens, lexicon: Lexicon, low: int, high: int) -> Phrase | None:
    """Return "The minister", "A hedge fund manager" where a frame begins so."""
    if high - low < 3 or tokens.low[low] not in ("the", "a", "an", "one"):
        return None
    for index in range(low + 1, min(high, low + 5)):
        if not tokens.word(index) or (tokens.upper[index] and tokens.low[low] == "the"):
            return None
        if tokens.low[index] in lexicon.roles:
            further = index + 1 < high and tokens.low[index + 1] in lexicon.roles
            return Phrase(low, index + further)
    return None


def resolve(
    tokens: Tokens,
    phrase: Phrase,
    lexicon: Lexicon,
    people: People,
    organisations: Organisations,
    known: Discourse,
    place: Place,
) -> Speaker:
    """Return whom a noun phrase means; ``place`` is where it stands."""
    words = tuple(tokens.low[i] for i in range(phrase.first, phrase.last + 1))
    printed = tuple(tokens.text[tokens.start[i] : tokens.end[i]] for i in range(phrase.first, phrase.last + 1))
    span = _span(tokens, phrase, words)
    bare = tuple(clitic(w) for w in words)
    person = _named(tokens, phrase, lexicon, people, known) or _uncased(tokens, phrase, bare, lexicon, people)
    if person is not None:
        return Speaker(person.name, span, person, printed)
    if len(bare) <= 2 and (referent := _pronoun(bare[0], lexicon, known, place, alone=len(bare) == 1)) is not None:
        return Speaker(referent.name, span, referent.person, referent.printed)
    if _unnamed_head(bare, lexicon):
        return Speaker(None, span, None, printed)
    before = _same_unnamed(bare, lexicon, known, place)
    if before is not None:
        return Speaker(None, span, None, before.printed)
    person = _unlisted(tokens, phrase, lexicon, people) or _by_role(bare, lexicon, people, known)
    if person is not None:
        return Speaker(person.name, span, person, printed)
    return Speaker(organisation_meant(tokens, phrase, bare, lexicon, people, organisations), span, None, printed)


def _span(tokens: Tokens, phrase: Phrase, words: tuple[str, ...]) -> Span:
    span = tokens.span(phrase.first, phrase.last)
    if len(words) == 1 and clitic(words[0]) != words[0] and "'" in words[0]:
        return Span(span.start, span.start + len(clitic(words[0])))
    return span


def _named(tokens: Tokens, phrase: Phrase, lexicon: Lexicon, people: People, known: Discourse) -> Person | None:
    """Return the person named in the phrase; "an aide to Ms. Karaš" and "Achterberg's office" name nobody."""
    index, found = phrase.first, None
    while index <= phrase.last:
        if not tokens.upper[index]:
            index += 1
            continue
        last = index
        while last < phrase.last and (
            tokens.upper[last + 1] or (tokens.low[last + 1] == "." and last + 1 < phrase.last)
        ):
            last += 1
        person = _in_run(tokens, phrase, index, last, lexicon, people, known)
        if person is not None and (found is None or found.score < person.score):
            found = person
        index = last + 1
    return found


def _uncased(tokens: Tokens, phrase: Phrase, words: tuple[str, ...], lexicon: Lexicon, people: People) -> Person | None:
    """Return whom a phrase in a script without capitals names: words behind a title, or a name known from there."""
    printed = tokens.span(phrase.first, phrase.last).of(tokens.text)
    if printed.lower() != printed.upper():
        return None
    offices = lexicon.titles | lexicon.roles
    behind = next((at + 1 for at in range(len(words) - 1, -1, -1) if words[at] in offices), 0)
    name, common = words[behind:], lexicon.heads | lexicon.pronouns | lexicon.determiners | lexicon.first_person
    if not 0 < len(name) <= LONGEST_NAME or not common.isdisjoint(name):
        return None
    if fitting := people.called(name):
        return fitting[0]
    if not behind or words[behind - 1] in lexicon.anonymous | lexicon.officials:
        return None
    return people.add(tokens.span(phrase.first + behind, phrase.last).of(tokens.text), name)


def _in_run(
    tokens: Tokens, phrase: Phrase, first: int, last: int, lexicon: Lexicon, people: People, known: Discourse
) -> Person | None:
    """Return the person whom one run of capitals names, unless a preposition or a possessive makes it another's."""
    if first > phrase.first and tokens.low[first - 1] in lexicon.owning:
        return None
    held = [i for i in range(first, last + 1) if tokens.low[i] != clitic(tokens.low[i])]
    if held and held[-1] == last and last < phrase.last:
        return None
    start = held[-1] + 1 if held and held[-1] < last else first
    words = [clitic(tokens.low[i]) for i in range(start, last + 1)]
    fitting = [person for person in people.called(words) if not _namesake(words, person, lexicon)]
    addressed = next((lexicon.sexes[word] for word in words if word in lexicon.sexes), None)
    fitting = [person for person in fitting if addressed is None or person.sex in (None, addressed)] or fitting
    if not fitting or (words[-1] not in fitting[0].words and words[-1] in lexicon.organisations):
        return None
    return nearest(fitting, known)


def _namesake(words: Sequence[str], person: Person, lexicon: Lexicon) -> bool:
    """Say whether words have the surname of a person with another first name: "Bill Clinton" is not Hillary Clinton."""
    name = [word for word in words if word not in lexicon.titles and word not in lexicon.roles]
    if len(name) < 2 or len(person.words) < 2 or name[-1] != person.words[-1] or name[0] in person.words:
        return False
    ours, theirs = name[0].strip("."), person.words[0].strip(".")
    return name[0][:1].isalpha() and ours[:1] != theirs[:1] and ours not in lexicon.not_names


def _pronoun(word: str, lexicon: Lexicon, known: Discourse, place: Place, *, alone: bool) -> Speaker | None:
    """Return whom a pronoun goes back to; a possessive ("his claim that") only where it stands ``alone``."""
    owner = lexicon.owners.get(word) if alone else None
    if word in lexicon.he or owner == "he":
        return _antecedent("m", lexicon, known, place)
    if word in lexicon.she or owner == "she":
        return _antecedent("f", lexicon, known, place)
    if word in lexicon.they or word in lexicon.it or owner is not None:
        for where, speaker in reversed(known.speakers):
            if speaker.person is None and where.paragraph >= place.paragraph - 1:
                return speaker
    return None


def _antecedent(sex: str, lexicon: Lexicon, known: Discourse, place: Place) -> Speaker | None:
    """Return the last speaker or person named before whom a pronoun fits, sentence by sentence, subject first."""
    fitting = [
        (where, False, speaker) for where, speaker in known.speakers if where < place and _fits(speaker, sex, lexicon)
    ]
    fitting += [
        (where, True, Speaker(person.name, NOBODY, person, ()))
        for where, person in known.mentions
        if where < place and person.sex in (None, sex)
    ]
    if not fitting:
        return None
    latest = max((where.paragraph, where.frame) for where, _, _ in fitting)
    inside = (entry for entry in fitting if (entry[0].paragraph, entry[0].frame) == latest)
    chosen = min(inside, key=lambda entry: (entry[1], entry[0].token))[2]
    if chosen.person is not None and chosen.person.sex is None:
        chosen.person.sex = sex
    return chosen


def _fits(speaker: Speaker, sex: str, lexicon: Lexicon) -> bool:
    if speaker.person is not None:
        return speaker.person.sex in (None, sex)
    return speaker.name is None and bool(speaker.printed) and not _plural(speaker.printed[-1].lower(), lexicon)


def _plural(word: str, lexicon: Lexicon) -> bool:
    """Say whether an unnamed speaker's last word is of many: no "she" goes back to it."""
    return word.endswith("s") or word in lexicon.plurals


def _unnamed_head(words: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Say whether the phrase is about somebody new: "a finance official", "two people familiar with the matter"."""
    if words[0] in lexicon.indefinite:
        return True
    return any(w in lexicon.anonymous and w.endswith("s") for w in words) or words[0][:1].isdigit()


def _unlisted(tokens: Tokens, phrase: Phrase, lexicon: Lexicon, people: People) -> Person | None:
    """Return a person whom only this phrase names: "X Y of the union", or by surname alone behind a role."""
    index = phrase.first
    while index <= phrase.last:
        if not tokens.upper[index]:
            index += 1
            continue
        last = index
        while last < phrase.last and (tokens.upper[last + 1] or tokens.low[last + 1] == "."):
            last += 1
        person = _new_name(tokens, phrase, index, last, lexicon, people)
        if person is not None:
            return person
        index = last + 1
    return None


def _new_name(tokens: Tokens, phrase: Phrase, first: int, last: int, lexicon: Lexicon, people: People) -> Person | None:
    """Return the person whom a run of capitals names, if it can be a name and is nobody's office, place or firm."""
    before = tokens.low[first - 1] if first > phrase.first else ""
    run = split_run(tokens.text[tokens.start[first] : tokens.end[last]], tokens.start[first], lexicon)
    if (
        run is None
        or before in lexicon.owning
        or (last < phrase.last and (tokens.low[last + 1] in lexicon.heads or tokens.low[last + 1] == "&"))
    ):
        return None
    if (
        any(w in lexicon.organisations or w in lexicon.places or w in lexicon.heads for w in run.words)
        or run.name.isupper()
    ):
        return None
    if len(run.words) == 1 and not (lexicon.titles.intersection(run.titles[-1:]) or before in lexicon.roles):
        return None
    if tokens.low[last] != clitic(tokens.low[last]) and last < phrase.last:
        return None
    return people.add(run.name, run.words)


def _same_unnamed(words: tuple[str, ...], lexicon: Lexicon, known: Discourse, place: Place) -> Speaker | None:
    """Return the unnamed speaker whom "the officer" takes up, where nobody of that role was named since."""
    roles = {w for w in words if w in lexicon.roles}
    if not roles or words[0] not in ("the", "that", "this"):
        return None
    for where, speaker in reversed(known.speakers):
        described = {word.lower() for word in speaker.printed}
        if speaker.person is None and speaker.name is None and "the" not in described and roles & described:
            since = (p for at, p in known.mentions if at > where and roles & p.roles)
            return speaker if next(since, None) is None and where < place else None
    return None


def _by_role(words: tuple[str, ...], lexicon: Lexicon, people: People, known: Discourse) -> Person | None:
    """Return whose roles fit "the India captain" best, the latest of equals; else, for "the scientist", the latest."""
    if any("year-old" in w for w in words):
        return known.mentions[-1][1] if known.mentions else None
    roles = {lexicon.role(w) for w in words if w in lexicon.roles}
    if not roles and len(words) == 2 and words[0] in lexicon.determiners and words[1] in lexicon.places:
        roles = {words[1]}  # "the Iraqi"
    if not roles or any(w in ("to", "for", "with") for w in words[1:]):
        return None
    order = {id(person): at for at, (_, person) in enumerate(known.mentions, 1)}
    fitting = [
        (len({*words} & person.roles), order.get(id(person), 0), -at, person)
        for at, person in enumerate(people.people)
        if roles <= {lexicon.role(w) for w in person.roles}
    ]
    best = max(fitting, key=lambda entry: entry[:3], default=None)
    if best is not None and (best[1] or not known.mentions):
        return best[3]
    plural = any(w.endswith("s") for w in words if w in lexicon.roles)
    if words[0] in ("the", "this") and len(words) <= 3 and not plural and known.mentions:
        return known.mentions[-1][1]
    return best[3] if best is not None else None
