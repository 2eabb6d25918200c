"""``tellings.telling`` as a compiled loop: the same terms, weights, figures, names and quotes, as numbers in arrays.

A term of up to six letters below ``BASE`` (Latin, Greek, Cyrillic and what lies between) is a number of six digits to
that base, so that numbers sort as the terms do; any other term is a hash with the highest bit set. An article with a
character that changes under NFKC together with others, or of a script without spaces, is left to the plain way.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from dedup.matching.bulk.simd import kernel
from dedup.matching.term_codes import (
    APOSTROPHE,
    BASE,
    CAPITAL,
    DIGIT,
    FIRST_SETS,
    HARD,
    HASHED,
    LETTERS,
    LONGEST,
    NOTHING,
    POINT,
    PRIME,
    SMALL,
    START,
)

Bytes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Table = npt.NDArray[np.int32]

_BASE, _HASHED, _PRIME, _START = np.uint64(BASE), np.uint64(HASHED), np.uint64(PRIME), np.uint64(START)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_WHOLE_DIGITS = 40  # of a number that count: see ``tokens.canonical_figure``
_FIGURE, _CAPITAL = 1, 2  # bits of a token
_SHORTEST, _LONGEST = 12, 400  # characters of direct speech
# Fields of ``limits``.
STEM, TERMS, LEAD, SENTENCES, SENTENCE_TERMS, FIGURES, NAMES, QUOTES, QUOTE_TERMS, LIMITS = range(10)


@kernel
def _length(lead: int) -> int:
    """Return the bytes of the character that begins with ``lead``."""
    return 1 if lead < 0x80 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4


@kernel
def utf8_point(data: Bytes, at: int, length: int) -> int:
    """Return the character of ``length`` valid bytes."""
    point = int(data[at]) & (0xFF >> (length + 1))
    for place in range(at + 1, at + length):
        point = point << 6 | int(data[place]) & 0x3F
    return point


@kernel
def _code(letters: Table, count: int) -> np.uint64:
    """Return the number of a term."""
    plain = count <= LETTERS
    for at in range(count):
        plain &= letters[at] < BASE
    if plain:
        value = np.uint64(0)
        for at in range(LETTERS):
            value = value * _BASE + np.uint64(letters[at] if at < count else 0)
        return value
    value = _START
    for at in range(count):
        value = (value ^ np.uint64(letters[at])) * _PRIME
    return value | _HASHED


@kernel
def _figure(letters: Table, count: int, work: Table) -> np.uint64:
    """Return the number of a figure's canonical form; ``letters``: as printed."""
    last, same = -1, 0
    for at in range(count):
        if letters[at] < 48:
            last = at
    for at in range(count):
        same += last >= 0 and letters[at] == letters[last]
    separates = last < 0 or same > 1 or (letters[last] == 44 and count - last == 4)
    whole_end = count if separates else last
    size, digits = 0, 0
    for at in range(whole_end):
        if letters[at] >= 48 and digits < _WHOLE_DIGITS:
            digits += 1
            if size or letters[at] != 48:
                work[size] = letters[at]
                size += 1
    if not size:
        work[0] = 48
        size = 1
    end = count
    if not separates:
        while end > last + 1 and letters[end - 1] == 48:
            end -= 1
        if end > last + 1:
            work[size] = 46
            size += 1
            for at in range(last + 1, end):
                work[size] = letters[at]
                size += 1
    return _code(work, size)


@kernel
def _tokenize(
    data: Bytes, start: int, end: int, stem: int, table: Table, room: Table, tokens: Longs, flags: Bytes, count: int
) -> int:
    """Append the tokens of ``data[start:end]``; return how many there are now, or ``-1`` where the plain way must."""
    printed, part, joined = room[0], room[1], room[2]
    at = start
    while at < end:
        entry = table[utf8_point(data, at, _length(data[at])) if data[at] >= 0x80 else data[at]]
        kind = entry & 15
        if kind == HARD:
            return -1
        if kind == DIGIT:
            size, pending = 0, 0  # a point counts only with a digit behind it
            while at < end:
                length = _length(data[at])
                entry = table[utf8_point(data, at, length) if length > 1 else data[at]]
                kind = entry & 15
                if kind == HARD:
                    return -1
                if kind == DIGIT:
                    if pending and size < LONGEST:
                        printed[size] = pending
                        size += 1
                    pending = 0
                    if size < LONGEST:
                        printed[size] = entry >> 4
                        size += 1
                elif kind == POINT and not pending:
                    pending = entry >> 4
                elif kind != NOTHING:
                    break
                at += length
            tokens[count], flags[count] = _figure(printed, size, part), _FIGURE
            count += 1
        elif kind in (SMALL, CAPITAL):
            size, in_part, in_joined = 0, 0, 0  # characters of the word, of its part, of its parts together
            pending, emitted = False, False
            capital, first_capital = False, False
            while at < end:
                length = _length(data[at])
                entry = table[utf8_point(data, at, length) if length > 1 else data[at]]
                kind = entry & 15
                if kind == HARD:
                    return -1
                if kind in (SMALL, CAPITAL):
                    if pending and size < LONGEST:  # an apostrophe between letters ends a part
                        size += 1
                        if in_part > 2:
                            tokens[count], flags[count] = _code(part, min(in_part, stem)), _CAPITAL if capital else 0
                            count += 1
                            emitted = True
                        in_part = 0
                    pending = False
                    if size < LONGEST:
                        size += 1
                        if in_part == 0:
                            capital = kind == CAPITAL
                        if in_joined == 0:
                            first_capital = kind == CAPITAL
                        if in_part < stem:
                            part[in_part] = entry >> 4
                        in_part += 1
                        if in_joined < stem:
                            joined[in_joined] = entry >> 4
                        in_joined += 1
                elif kind == APOSTROPHE and not pending:
                    pending = True
                elif kind != NOTHING:
                    break
                at += length
            if in_part > 2:
                tokens[count], flags[count] = _code(part, min(in_part, stem)), _CAPITAL if capital else 0
                count += 1
            elif not emitted:
                tokens[count], flags[count] = _code(joined, min(in_joined, stem)), _CAPITAL if first_capital else 0
                count += 1
        else:
            at += _length(data[at])
    return count


@kernel
def _number(tokens: Longs, begin: int, end: int, slots: Table, numbers: Table, distinct: Longs, count: int) -> int:
    """Give the tokens of an article numbers in order of first sight; return how many are distinct."""
    low = np.uint64(len(slots) - 1)
    for at in range(begin, end):
        slot = (tokens[at] * _GOLDEN >> np.uint64(20)) & low
        while slots[slot] >= 0 and distinct[slots[slot]] != tokens[at]:
            slot = (slot + np.uint64(1)) & low
        if slots[slot] < 0:
            slots[slot] = count
            distinct[count] = tokens[at]
            count += 1
        numbers[at] = slots[slot]
    return count


@kernel
def _put_distinct(
    numbers: Table, begin: int, end: int, most: int, met: Table, turn: int, distinct: Longs, ids: Longs, to: int
) -> int:
    """Write the distinct terms of some tokens that this turn has not met; return the place behind them."""
    first = to
    for at in range(begin, end):
        if to - first >= most:
            break
        if met[numbers[at]] != turn:
            met[numbers[at]] = turn
            ids[to] = distinct[numbers[at]]
            to += 1
    return to


@kernel
def _put_figures(
    tokens: Longs,
    flags: Bytes,
    starts: Ints,
    ends: Ints,
    common: Longs,
    most: int,
    values: Longs,
    units: Longs,
    found: int,
) -> int:
    """Write the distinct figures of some stretches of tokens, and what they count; return how many."""
    for stretch in range(len(starts)):
        begin, end = starts[stretch], ends[stretch]
        for at in range(begin, end):
            if not flags[at] & _FIGURE or found >= most:
                continue
            unit = np.uint64(0)
            for turn in range(3):
                beside = at + 1 + turn if turn < 2 else at - 1
                if beside < begin or beside >= end or flags[beside] & _FIGURE:
                    continue
                known = False
                for other in common:
                    known |= other == tokens[beside]
                if not known:
                    unit = tokens[beside]
                    break
            known = False
            for other in range(found):
                known |= values[other] == tokens[at] and units[other] == unit
            if not known:
                values[found], units[found] = tokens[at], unit
                found += 1
    return found


@kernel
def _heaviest(weights: Floats, distinct: Longs, most: int) -> Ints:
    """Return the places of the heaviest terms; of equals the first by code."""
    by_code = np.argsort(distinct, kind="mergesort")
    order = np.argsort(-weights[by_code], kind="mergesort")
    return by_code[order[:most]]


@kernel
def _speech_end(data: Bytes, at: int, end: int, marks: Table) -> tuple[int, int]:
    """Return where the next mark of speech stands, from the character at ``at``, and the characters before it."""
    characters = 0
    while at < end:
        length = _length(data[at])
        point = utf8_point(data, at, length) if length > 1 else int(data[at])
        if point < len(marks) and marks[point]:
            return at, characters
        at += length
        characters += 1
    return end, -1


@kernel
def tell_all(
    data: Bytes, pieces: Ints, firsts: Ints, sentences: Ints, limits: Ints, scale: float, table: Table, marks: Table, common: Longs,
    tokens: Longs, flags: Bytes, words: Table, ids: Longs, weights: npt.NDArray[np.float32], set_ends: Ints,
    rows: Table,
) -> tuple[int, int, int]:  # fmt: skip
    """Write the sets of terms of each article, as ``columns.Columns`` has them; return how many ids, sets, weights.

    Piece ``firsts[i]`` of article i is its headline, ``sentences[i]`` pieces behind it its sentences, the rest up to
    ``firsts[i + 1]`` its paragraphs. ``words[i]`` is -1 for an article that the plain way has to read.
    """
    to, filled, weighed = 0, 0, 0
    room = np.zeros((3, LONGEST + 2), np.int32)
    spans = np.zeros((2, 2), np.int64)
    pair = np.zeros((2, limits[FIGURES]), np.uint64)
    stem = limits[STEM]
    for article in range(len(firsts) - 1):
        first, told = firsts[article], sentences[article]
        bounds = np.zeros(told + 2, np.int64)
        count = 0
        for piece in range(told + 1):
            count = _tokenize(
                data, pieces[first + piece], pieces[first + piece + 1], stem, table, room, tokens, flags, count
            )
            if count < 0:
                break
            bounds[piece + 1] = count
        words[article] = -1
        if count < 0:
            continue
        body, end = bounds[1], count
        quote_starts, quote_ends = np.zeros(limits[QUOTES], np.int64), np.zeros(limits[QUOTES], np.int64)
        # Quotes first, so that a character that only the plain way reads is met before anything is written.
        quotes, before = 0, count
        bad = False
        for piece in range(first + told + 1, firsts[article + 1]):
            at, stop = pieces[piece], pieces[piece + 1]
            at, _ = _speech_end(data, at, stop, marks)
            while at < stop and quotes < limits[QUOTES]:
                length = _length(data[at])
                point = utf8_point(data, at, length) if length > 1 else int(data[at])
                inside = at + length
                following, characters = _speech_end(data, inside, stop, marks)
                ended = following < stop and _SHORTEST <= characters <= _LONGEST and marks[point] & 1
                if ended:
                    length = _length(data[following])
                    point = utf8_point(data, following, length) if length > 1 else int(data[following])
                    ended = marks[point] & 2
                if not ended:
                    at = following
                    continue
                count = _tokenize(data, inside, following, stem, table, room, tokens, flags, before)
                if count < 0:
                    bad = True
                    break
                quote_starts[quotes], quote_ends[quotes] = before, count
                # A quote of few terms does not count; its tokens are overwritten.
                few = 0
                for token in range(before, count):
                    new = True
                    for other in range(before, token):
                        new &= tokens[other] != tokens[token]
                    few += new
                    if few >= limits[QUOTE_TERMS]:
                        break
                if few >= limits[QUOTE_TERMS]:
                    quotes += 1
                    before = count
                at, _ = _speech_end(data, following + length, stop, marks)
            if bad:
                break
        if bad:
            continue
        size = 16
        while size < 2 * before:
            size *= 2
        slots = np.full(size, -1, np.int32)
        numbers = np.zeros(before, np.int32)
        distinct = np.zeros(before, np.uint64)
        kinds = _number(tokens, 0, end, slots, numbers, distinct, 0)
        own = kinds
        kinds = _number(tokens, end, before, slots, numbers, distinct, kinds)
        met = np.full(kinds, -1, np.int32)
        words[article] = end - body
        full = end > body
        # The terms with their weights.
        if full:
            sums = np.zeros(own)
            for at in range(end):
                sums[numbers[at]] += 1 / (1 + at / scale)
            for at in range(own):
                sums[at] = math.log1p(sums[at])
            for at in _heaviest(sums, distinct[:own], limits[TERMS]):
                ids[to], weights[weighed] = distinct[at], np.rint(sums[at] * 1e4) / 1e4
                to += 1
                weighed += 1
        set_ends[filled] = to
        # Headline and opening.
        opening = body
        for piece in range(1, told + 1):
            if opening - body >= limits[LEAD]:
                break
            opening = bounds[piece + 1]
        opening = min(opening, body + 2 * limits[LEAD])
        if full:
            to = _put_distinct(numbers, 0, body, end + 1, met, 0, distinct, ids, to)
        set_ends[filled + 1] = to
        if full:
            to = _put_distinct(numbers, 0, opening, end + 1, met, 1, distinct, ids, to)
        set_ends[filled + 2] = to
        # Names: a capital inside a sentence.
        begin = to
        for piece in range(1, told + 1):
            for at in range(bounds[piece] + 1, bounds[piece + 1]):
                if flags[at] & _CAPITAL and met[numbers[at]] != 2 and to - begin < limits[NAMES]:
                    met[numbers[at]] = 2
                    ids[to] = distinct[numbers[at]]
                    to += 1
        set_ends[filled + 3] = to
        # Figures: of all sentences, then of headline and opening; values, then units.
        spans[0, 0], spans[1, 0], spans[0, 1], spans[1, 1] = 0, body, body, opening
        for turn in range(2):
            found = 0
            if turn == 0:
                found = _put_figures(
                    tokens, flags, bounds[1:-1], bounds[2:], common, limits[FIGURES], pair[0], pair[1], 0
                )
            elif full:
                found = _put_figures(
                    tokens, flags, spans[:, 0], spans[:, 1], common, limits[FIGURES], pair[0], pair[1], 0
                )
            for column in range(2):
                for at in range(found):
                    ids[to] = pair[column, at]
                    to += 1
                set_ends[filled + 4 + 2 * turn + column] = to
        filled += FIRST_SETS
        kept = 0
        for piece in range(1, told + 1):
            if bounds[piece + 1] > bounds[piece] and kept < limits[SENTENCES]:
                to = _put_distinct(
                    numbers, bounds[piece], bounds[piece + 1], limits[SENTENCE_TERMS], met, 3 + kept, distinct, ids, to
                )
                set_ends[filled] = to
                filled += 1
                kept += 1
        rows[article, 0] = kept
        for quote in range(quotes):
            to = _put_distinct(
                numbers,
                quote_starts[quote],
                quote_ends[quote],
                limits[SENTENCE_TERMS],
                met,
                3 + kept + quote,
                distinct,
                ids,
                to,
            )
            set_ends[filled] = to
            filled += 1
        rows[article, 1] = quotes
    return to, filled, weighed
