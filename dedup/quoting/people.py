"""The people of a page: their full names, the roles they are printed with, and what else they are called.

A full name is a run of two or more capitalised words, less the titles, organisations and possessives at its front
("CRTA General Manager Rosalind Achterberg" is Rosalind Achterberg, a manager).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from dedup.quoting.lexicon import Lexicon, every_language
from dedup.quoting.memo import Memo
from dedup.quoting.tokens import LETTERS, clitic
from dedup.records import Span

_UPPER = "".join(chr(c) for c in (*range(0x41, 0x588), *range(0x1E00, 0x1F00)) if chr(c).isupper())
BEGINNING = rf"(?=[{_UPPER}adel])(?<!\w)"
"""Where a :data:`CAPITAL_WORD` may begin; the class goes first, so that a text is searched for it fast."""
CAPITAL_WORD = rf"(?:(?:[Aa]l|[Ee]l|[Aa]d|[Aa]s|[Aa]sh|[Aa]n|[Aa]r|[Dd]|[Ll])[-'’])?[{_UPPER}][{LETTERS}'’‐\-]*"
_SHORT = (
    rf"(?:(?:Dr|Mr|Mrs|Ms|Lt|Gen|Col|Maj|Capt|Sgt|Cpl|Rev|Fr|Prof|Sen|Sens|Rep|Reps|Gov|Hon|St|Adm|Brig|Cmdr|Cdr|Insp|Supt|Smt|Pvt|Messrs"
    rf"|Jr|Sr|[{_UPPER}](?:\.[{_UPPER}])*)\.|{CAPITAL_WORD})"
)
_PARTICLE = r"(?:de|da|do|dos|das|di|del|della|du|la|le|van|von|der|den|bin|ibn|bint|al|el|y|e|ten|ter|zu|af|av)"
RUN = re.compile(rf"{BEGINNING}{_SHORT}(?:[ \u00a0](?:\(Retd\.?\) )?(?:{_PARTICLE}[ \u00a0]){{0,3}}{_SHORT})*")
INITIAL = re.compile(rf"^[{_UPPER}](?:\.[{_UPPER}])*\.?$")
AGE = re.compile(r",? ?\(?(?:aged )?\d{1,3}\b")
AFTER_NAME = re.compile(r"[^,.;:()“”\"]{1,80}")
NO_SPACE = re.compile(r"\S+")
SPOKE = frozenset(["say", "tell"])
SUFFIXES = every_language("name_suffixes")
MAX_PEOPLE = 2000
"""People kept of one page; a page that names more is a list, not an article."""


@dataclass(slots=True)
class Person:
    """A person by full name, with the lower-cased role words printed beside it and the sex that an honorific gives."""

    name: str
    words: tuple[str, ...]
    roles: set[str] = field(default_factory=set)
    sex: str | None = None
    score: int = 0


@dataclass(slots=True)
class People:
    """The people of a page, by every word of their names (``known``); surnames (last words) go before other words."""

    people: list[Person] = field(default_factory=list)
    by_last: dict[str, list[Person]] = field(default_factory=dict)
    by_word: dict[str, list[Person]] = field(default_factory=dict)
    by_name: dict[tuple[str, ...], Person] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    def add(self, name: str, words: tuple[str, ...]) -> Person | None:
        """Return the person of that name, entered if new (None where the page is full)."""
        known = self.by_name.get(words)
        if known is None and len(self.people) < MAX_PEOPLE:
            known = Person(name, words)
            self.people.append(known)
            self.by_name[words] = known
            core = [w for w in words if w not in SUFFIXES] or list(words)
            self.by_last.setdefault(core[-1], []).append(known)
            self.known.update(core)
            for word in core[:-1]:
                self.by_word.setdefault(word, []).append(known)
        return known

    def keep_people(self, found: People) -> None:
        """Enter into ``found`` those whom the page treats as people: with a role, a title, an age, or speaking."""
        for person in self.people:
            if person.score > 0 and (entered := found.add(person.name, person.words)):
                entered.roles, entered.sex, entered.score = person.roles, person.sex, person.score

    def called(self, words: Sequence[str]) -> list[Person]:
        """Return the people that the words may name: by full name, else by the last surname, else by any word."""
        if self.known.isdisjoint(words):
            return []
        ordered = [word for word in words if word]
        for word in reversed(ordered):
            fitting = self.by_last.get(word)
            if fitting:
                exact = [p for p in fitting if set(p.words) <= set(ordered)]
                return exact or fitting
        for word in ordered:
            if len(word) > 2 and word in self.by_word:
                return self.by_word[word]
        return []


class NameRun(NamedTuple):
    """A run of capitalised words taken apart: leading title words, the name behind them, and where it ends."""

    titles: tuple[str, ...]
    name: str
    words: tuple[str, ...]
    start: int
    end: int


def _fold(printed: str) -> str:
    return clitic(printed.lower().replace("’", "'"))


_folded = Memo(_fold, 1 << 14).__getitem__


def find_people(text: str, parts: Iterable[Span], lexicon: Lexicon, found: People) -> None:
    """Enter into ``found`` the people named in the given stretches of the text."""
    people = People()
    for part in parts:
        for match in RUN.finditer(text, part.start, part.end):
            printed = match[0]
            if " " not in printed and _folded(printed) not in people.by_last:
                continue  # one word says something only of a person who is known by it
            run = split_run(printed, match.start(), lexicon)
            if run is None:
                continue
            if len(run.words) > 1:
                person = people.add(run.name, run.words)
            else:
                person = next(iter(people.by_last.get(run.words[0], ())), None)
            if person is not None:
                _describe(person, text, part, run, lexicon)
                person.score += len(run.words) == 1  # the surname alone takes a person up again
    people.keep_people(found)


def split_run(printed: str, start: int, lexicon: Lexicon) -> NameRun | None:
    """Return what a run of capitalised words names, or None where nothing of it can be a person's name."""
    run = _split(printed, lexicon)
    return run._replace(start=start + run.start, end=start + run.end) if run is not None else None


@lru_cache(maxsize=1 << 12)
def _split(printed: str, lexicon: Lexicon) -> NameRun | None:
    """Return what a run names, its places counted from the run's start: a page prints its names again and again."""
    pieces = [(m[0], m.start()) for m in NO_SPACE.finditer(printed)]
    first = 0
    titles: list[str] = []
    for index, (piece, _) in enumerate(pieces[:-1]):
        low = piece.lower().strip(".()").replace("’", "'")
        acronym = piece.isupper() and len(piece.strip(".")) > 1 and not INITIAL.match(piece)
        if (
            _title(low, lexicon) in lexicon.titles
            or (low in lexicon.not_names and not INITIAL.match(piece))
            or acronym
            or low.endswith(("'s", "s'"))
        ):
            titles += [_title(p.lower().strip(".()"), lexicon) for p, _ in pieces[first : index + 1]]
            first = index + 1
        elif piece[0].islower():
            continue
    kept = pieces[first:]
    words = tuple(w for p, _ in kept if (w := clitic(p.lower().replace("’", "'")).strip(".()")))
    last = words[-1] if words else ""
    if (words and words[0] in lexicon.places) or " ".join(words) in lexicon.long_places:
        return None
    # A "Bill" or "Post" first is a name, last it is none.
    organisation = last in lexicon.documents or not lexicon.organisations.isdisjoint(words[-2:])
    if not words or last in lexicon.not_names or organisation or (len(words) == 1 and not titles and len(last) < 3):
        return None
    if last in lexicon.titles and not titles:
        return None
    name_end = kept[-1][1] + len(kept[-1][0])
    name = printed[kept[0][1] : name_end]
    name = name.removesuffix("'s").removesuffix("’s").removesuffix("'").removesuffix("’")
    if name.endswith(".") and last not in SUFFIXES:
        name = name[:-1]
    return NameRun(tuple(titles), name, words, kept[0][1], kept[0][1] + len(name))


def _title(word: str, lexicon: Lexicon) -> str:
    """Return the title that a word is, or ends in ("CDU-Chef"), or the word itself."""
    last = word.rpartition("-")[2]
    return last if word not in lexicon.titles and last in lexicon.titles else word


def _describe(person: Person, text: str, part: Span, run: NameRun, lexicon: Lexicon) -> None:
    """Enter what stands beside a name: its roles, and whether the neighbours suit a person (score up) or not (down)."""
    before = text[max(part.start, run.start - 90) : run.start].split()[-7:]
    near: list[str] = []
    for printed in reversed(before):
        word = printed.strip("“”\"(),’'‘").lower()
        if (
            not word
            or word in lexicon.conjunctions
            or (word.endswith(".") and len(word) > 5)
            or "say" in lexicon.verbs.get(word, ())
        ):
            break
        if near and near[-1] in lexicon.articles and word not in ("of", "for", "in", "at"):
            break
        near.append(word)
    comma = text[max(part.start, run.start - 2) : run.start].startswith(",")
    described: set[str] = set()
    if any(w in lexicon.roles or w in lexicon.titles for w in (*run.titles, *(near if comma else near[:1]))):
        described = {*run.titles, *near}
    follows, verb = _following(text, part, run, lexicon)
    person.roles |= described | follows
    person.roles -= {"the", "a", "an", "of"}
    spoke = bool(SPOKE & lexicon.verbs.get(verb, frozenset())) or bool(
        near == [] and before and "say" in lexicon.verbs.get(before[-1].strip("“”\"(),’'‘").lower(), ())
    )
    the = bool(near and near[0] in lexicon.articles and not run.titles) or run.titles[-1:] == ("the",)
    person.score += 3 * bool(described or follows) + spoke - 3 * the - 3 * (verb in lexicon.roles)
    for word in (*run.titles[-2:], *near[:1]):
        person.sex = person.sex or lexicon.sexes.get(word) or lexicon.kin.get(word)


def _following(text: str, part: Span, run: NameRun, lexicon: Lexicon) -> tuple[set[str], str]:
    """Return an appositive's words (", 53, a claims adjuster"; a bare age counts), and the word after the name."""
    after = text[run.end : min(part.end, run.end + 160)]
    if not after.startswith(","):
        words = after.split(maxsplit=3)[:3]
        verb = next((w for w in words if w not in lexicon.auxiliaries and w not in lexicon.adverbs), "")
        return set(), verb.strip(",.:;").lower() if after[:1].isspace() else ""
    aged = AGE.match(after)
    rest = (after[aged.end() :] if aged else after).lstrip(", ")
    clause = AFTER_NAME.match(rest)
    words = clause[0].lower().replace("’", "'").split() if clause else []
    ahead = rest[len(clause[0]) :] if clause else ""
    verb = ahead[1:].split(maxsplit=1)[0].strip(",.").lower() if ahead.startswith(", ") and len(ahead) > 2 else ""
    if words and (
        words[0] in lexicon.determiners
        or words[0] in lexicon.titles
        or words[0] in lexicon.roles
        or words[0].endswith("'s")
        or words[0] == "who"
    ):
        found = {clitic(w) for w in words}
        return (found if found & lexicon.roles or words[0] == "who" else set()) | ({"aged"} if aged else set()), verb
    return ({"aged"} if aged else set()), verb
