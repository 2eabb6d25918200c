"""What has been said of a page so far: who was mentioned and who spoke, for pronouns and roles to go back to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from dedup.quoting.lexicon import Lexicon
from dedup.quoting.people import Person
from dedup.records import Span

MEMORY = 24
"""Mentions that are remembered for pronouns; a pronoun never reaches back further."""


class Place(NamedTuple):
    """Where something stands: its paragraph, its frame and its token."""

    paragraph: int
    frame: int
    token: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolved speaker: full name (None for the unnamed), where the words stand, the person behind them, if one.

    ``printed`` are the words by which the page describes it: for a pronoun, those it goes back to.
    """

    name: str | None
    words: Span
    person: Person | None
    printed: tuple[str, ...]


NOBODY = Span(0, 0)


@dataclass(slots=True)
class Discourse:
    """What a pronoun can go back to: the people mentioned so far, by frame, and the speakers, latest last."""

    mentions: list[tuple[Place, Person]] = field(default_factory=list)
    speakers: list[tuple[Place, Speaker]] = field(default_factory=list)

    def mention(self, place: Place, person: Person) -> None:
        """Remember that a frame of a paragraph names a person."""
        self.mentions.append((place, person))
        del self.mentions[:-MEMORY]

    def spoke(self, place: Place, speaker: Speaker, lexicon: Lexicon) -> None:
        """Remember who spoke in a frame; a pronoun that means nobody is forgotten, and so is "nobody"."""
        if speaker.printed and speaker.printed[0].lower() in lexicon.nobodies:
            return
        if (
            speaker.person is None
            and speaker.name is None
            and len(speaker.printed) == 1
            and speaker.printed[0].islower()
        ):
            return
        self.speakers.append((place, speaker))
        del self.speakers[:-MEMORY]


def nearest(fitting: list[Person], known: Discourse) -> Person:
    """Return the person mentioned last of those that fit, else the first on the page."""
    for _, person in reversed(known.mentions):
        if any(person is other for other in fitting):
            return person
    return fitting[0]
