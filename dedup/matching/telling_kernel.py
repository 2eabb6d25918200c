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
def _entry(data: Bytes, at: int, table: Table) -> tuple[int, int]:
    """Return what the table says of the character at ``at``, and its length in bytes."""
    length = _length(data[at])
    return table[utf8_point(data, at, length) if length > 1 else data[at]], length


@kernel
def _read_figure(data: Bytes, at: int, end: int, table: Table, room: Table) -> tuple[int, np.uint64]:
    """Return the place behind the number at ``at`` and its code; ``-1`` where the plain way must read it."""
    printed = room[0]
    size, pending = 0, 0  # a point counts only with a digit behind it
    while at < end:
        entry, length = _entry(data, at, table)
        kind = entry & 15
        if kind == HARD:
            return -1, _START
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
    return at, _figure(printed, size, room[1])


@kernel
def _read_word(
    data: Bytes, at: int, end: int, stem: int, table: Table, room: Table, tokens: Longs, flags: Bytes, count: int
) -> tuple[int, int]:
    """Append the tokens of the word at ``at``; return the place behind it, ``-1`` for the plain way, and the new count.

    A word is cut at apostrophes: its parts of three letters and more count, or where there are none, all it has.
    """
    part, joined = room[1], room[2]
    size, in_part, in_joined, before = 0, 0, 0, count
    pending, capital, first_capital = False, False, False
    while at < end:
        entry, length = _entry(data, at, table)
        kind = entry & 15
        if kind == HARD:
            return -1, count
        if kind in (SMALL, CAPITAL):
            if pending and size < LONGEST:
                size += 1
                if in_part > 2:
                    tokens[count], flags[count] = _code(part, min(in_part, stem)), _CAPITAL if capital else 0
                    count += 1
                in_part = 0
            pending = False
            if size < LONGEST:
                size += 1
                capital = kind == CAPITAL if in_part == 0 else capital
                first_capital = kind == CAPITAL if in_joined == 0 else first_capital
                part[min(in_part, stem)] = joined[min(in_joined, stem)] = entry >> 4  # behind the stem: spare room
                in_part += 1
                in_joined += 1
        elif kind == APOSTROPHE and not pending:
            pending = True
        elif kind != NOTHING:
            break
        at += length
    if in_part > 2:
        tokens[count], flags[count] = _code(part, min(in_part, stem)), _CAPITAL if capital else 0
        count += 1
    elif count == before:
        tokens[count], flags[count] = _code(joined, min(in_joined, stem)), _CAPITAL if first_capital else 0
        count += 1
    return at, count


@kernel
def _tokenize(
    data: Bytes, start: int, end: int, stem: int, table: Table, room: Table, tokens: Longs, flags: Bytes, count: int
) -> int:
    """Append the tokens of ``data[start:end]``; return how many there are now, or ``-1`` where the plain way must."""
    at = start
    while 0 <= at < end:
        entry, length = _entry(data, at, table)
        kind = entry & 15
        if kind == HARD:
            return -1
        if kind == DIGIT:
            at, tokens[count] = _read_figure(data, at, end, table, room)
            flags[count] = _FIGURE
            count += 1
        elif kind in (SMALL, CAPITAL):
            at, count = _read_word(data, at, end, stem, table, room, tokens, flags, count)
        else:
            at += length
    return count if at >= 0 else -1


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
def _numbered(tokens: Longs, end: int, last: int) -> tuple[Table, Longs, int, Table]:
    """Return the numbers of an article's tokens, the distinct terms, and how many of them stand before ``end``.

    The last array says of each distinct term which turn met it: none as yet.
    """
    numbers, distinct = np.zeros(last, np.int32), np.zeros(last, np.uint64)
    size = 16
    while size < 2 * last:
        size *= 2
    slots = np.full(size, -1, np.int32)
    own = _number(tokens, 0, end, slots, numbers, distinct, 0)
    met = np.full(_number(tokens, end, last, slots, numbers, distinct, own), -1, np.int32)
    return numbers, distinct, own, met


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
def _quote_end(data: Bytes, at: int, end: int, marks: Table) -> tuple[int, bool]:
    """Return where the next mark behind the one at ``at`` stands, and whether both hold direct speech."""
    length = _length(data[at])
    opens = marks[utf8_point(data, at, length) if length > 1 else data[at]] & 1
    following, characters = _speech_end(data, at + length, end, marks)
    if following >= end or not opens or characters < _SHORTEST or characters > _LONGEST:
        return following, False
    closing = utf8_point(data, following, _length(data[following])) if data[following] >= 0x80 else int(data[following])
    return following, (marks[closing] & 2) != 0


@kernel
def _enough(tokens: Longs, begin: int, end: int, least: int) -> bool:
    """Return whether some tokens have ``least`` distinct ones."""
    different = 0
    for token in range(begin, end):
        new = True
        for other in range(begin, token):
            new &= tokens[other] != tokens[token]
        different += new
        if different >= least:
            return True
    return different >= least


@kernel
def _read_quotes(
    data: Bytes, pieces: Ints, limits: Ints, table: Table, marks: Table, room: Table, tokens: Longs, flags: Bytes,
    count: int, bounds: Ints,
) -> tuple[int, int]:  # fmt: skip
    """Append the tokens of the quotes in some paragraphs, with their bounds; return the counts of quotes and tokens."""
    quotes = 0
    bounds[0] = count
    for piece in range(len(pieces) - 1):
        end = pieces[piece + 1]
        at, _ = _speech_end(data, pieces[piece], end, marks)
        while at < end and quotes < limits[QUOTES]:
            following, speech = _quote_end(data, at, end, marks)
            if not speech:
                at = following
                continue
            inside = at + _length(data[at])
            found = _tokenize(data, inside, following, limits[STEM], table, room, tokens, flags, count)
            if found < 0:
                return quotes, -1
            if _enough(tokens, count, found, limits[QUOTE_TERMS]):  # else its tokens are overwritten
                quotes += 1
                count = bounds[quotes] = found
            at, _ = _speech_end(data, following + _length(data[following]), end, marks)
    return quotes, count


@kernel
def _opening_end(bounds: Ints, words: int) -> int:
    """Return the token behind the first whole sentences that hold ``words`` tokens, or twice as many at most."""
    end = bounds[1]
    for sentence in range(1, len(bounds) - 1):
        if end - bounds[1] >= words:
            break
        end = bounds[sentence + 1]
    return int(min(end, bounds[1] + 2 * words))


@kernel
def _put_terms(
    numbers: Table, distinct: Longs, scale: float, most: int, ids: Longs, to: int,
    weights: npt.NDArray[np.float32], weighed: int,
) -> int:  # fmt: skip
    """Write the heaviest terms with their position weights; return how many."""
    sums = np.zeros(len(distinct))
    for at in range(len(numbers)):
        sums[numbers[at]] += 1 / (1 + at / scale)
    for at in range(len(sums)):
        sums[at] = math.log1p(sums[at])
    best = _heaviest(sums, distinct, most)
    for place in range(len(best)):
        ids[to + place] = distinct[best[place]]
        weights[weighed + place] = np.rint(sums[best[place]] * 1e4) / 1e4
    return len(best)


@kernel
def _put_names(
    numbers: Table, flags: Bytes, bounds: Ints, most: int, met: Table, turn: int, distinct: Longs, ids: Longs, to: int
) -> int:
    """Write the terms with a capital inside a sentence; return the place behind them."""
    first = to
    for sentence in range(1, len(bounds) - 1):
        for at in range(bounds[sentence] + 1, bounds[sentence + 1]):
            if flags[at] & _CAPITAL and met[numbers[at]] != turn and to - first < most:
                met[numbers[at]] = turn
                ids[to] = distinct[numbers[at]]
                to += 1
    return to


@kernel
def _put_pairs(values: Longs, units: Longs, found: int, ids: Longs, to: int, set_ends: Ints) -> int:
    """Write the values of figures as one set and their units as the next; return the place behind them."""
    for at in range(found):
        ids[to + at], ids[to + found + at] = values[at], units[at]
    set_ends[0], set_ends[1] = to + found, to + 2 * found
    return to + 2 * found


@kernel
def _put_rows(
    numbers: Table, bounds: Ints, most: int, longest: int, met: Table, turn: int, distinct: Longs, ids: Longs, to: int,
    set_ends: Ints,
) -> tuple[int, int]:  # fmt: skip
    """Write the distinct terms of each stretch of tokens that is not empty; return the place behind, and how many."""
    kept = 0
    for row in range(len(bounds) - 1):
        if bounds[row + 1] > bounds[row] and kept < most:
            to = _put_distinct(numbers, bounds[row], bounds[row + 1], longest, met, turn + row, distinct, ids, to)
            set_ends[kept] = to
            kept += 1
    return to, kept


@kernel
def _put_article(
    tokens: Longs, flags: Bytes, bounds: Ints, quotes: Ints, limits: Ints, scale: float, common: Longs, ids: Longs,
    to: int, weights: npt.NDArray[np.float32], weighed: int, set_ends: Ints, rows: Table,
) -> tuple[int, int]:  # fmt: skip
    """Write the sets of one article, given the bounds of headline, sentences and quotes in its tokens.

    Return the places behind its ids and its weights.
    """
    body, end, opening = bounds[1], bounds[-1], _opening_end(bounds, limits[LEAD])
    numbers, distinct, own, met = _numbered(tokens, end, quotes[-1])
    full = end > body
    if full:
        added = _put_terms(numbers[:end], distinct[:own], scale, limits[TERMS], ids, to, weights, weighed)
        to, weighed = to + added, weighed + added
    set_ends[0] = to
    to = _put_distinct(numbers, 0, body if full else 0, end, met, 0, distinct, ids, to)
    set_ends[1] = to
    to = _put_distinct(numbers, 0, opening if full else 0, end, met, 1, distinct, ids, to)
    set_ends[2] = to
    to = _put_names(numbers, flags, bounds, limits[NAMES], met, 2, distinct, ids, to)
    set_ends[3] = to
    values, units = np.zeros(limits[FIGURES], np.uint64), np.zeros(limits[FIGURES], np.uint64)
    found = _put_figures(tokens, flags, bounds[1:-1], bounds[2:], common, limits[FIGURES], values, units, 0)
    to = _put_pairs(values, units, found, ids, to, set_ends[4:])
    lead = np.array([0, body, opening])
    found = 0
    if full:
        found = _put_figures(tokens, flags, lead[:-1], lead[1:], common, limits[FIGURES], values, units, 0)
    to = _put_pairs(values, units, found, ids, to, set_ends[6:])
    longest, turn = limits[SENTENCE_TERMS], 3
    to, rows[0] = _put_rows(
        numbers, bounds[1:], limits[SENTENCES], longest, met, turn, distinct, ids, to, set_ends[FIRST_SETS:]
    )
    turn, behind = turn + len(bounds), FIRST_SETS + rows[0]
    to, rows[1] = _put_rows(numbers, quotes, limits[QUOTES], longest, met, turn, distinct, ids, to, set_ends[behind:])
    return to, weighed


@kernel
def tell_all(
    data: Bytes, pieces: Ints, firsts: Ints, sentences: Ints, limits: Ints, scale: float, table: Table, marks: Table,
    common: Longs, tokens: Longs, flags: Bytes, words: Table, ids: Longs, weights: npt.NDArray[np.float32],
    set_ends: Ints, rows: Table,
) -> tuple[int, int, int]:  # fmt: skip
    """Write the sets of terms of each article, as ``columns.Columns`` has them; return how many ids, sets, weights.

    Piece ``firsts[i]`` of article i is its headline, ``sentences[i]`` pieces behind it its sentences, the rest up to
    ``firsts[i + 1]`` its paragraphs. ``words[i]`` is -1 for an article that the plain way has to read.
    """
    to, filled, weighed = 0, 0, 0
    room = np.zeros((3, LONGEST + 2), np.int32)
    for article in range(len(firsts) - 1):
        first, paragraphs = firsts[article], firsts[article] + sentences[article] + 1
        bounds, quotes = np.zeros(sentences[article] + 2, np.int64), np.zeros(limits[QUOTES] + 1, np.int64)
        count = 0
        for piece in range(first, paragraphs):
            count = _tokenize(data, pieces[piece], pieces[piece + 1], limits[STEM], table, room, tokens, flags, count)
            if count < 0:
                break
            bounds[piece - first + 1] = count
        told = 0
        if count >= 0:
            after = pieces[paragraphs : firsts[article + 1] + 1]
            told, count = _read_quotes(data, after, limits, table, marks, room, tokens, flags, count, quotes)
        words[article] = -1
        if count >= 0:
            words[article] = bounds[-1] - bounds[1]
            to, weighed = _put_article(
                tokens, flags, bounds, quotes[: told + 1], limits, scale, common, ids, to, weights, weighed,
                set_ends[filled:], rows[article],
            )  # fmt: skip
            filled += FIRST_SETS + rows[article, 0] + rows[article, 1]
    return to, filled, weighed
