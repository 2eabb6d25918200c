"""Words, separators and random streams of the generated corpus (``make_corpus``): tables of fixed-width bytes.

Every token is a stateless hash of (seed of its stream, position), so that a story can be written again in any chunk.
"""

from __future__ import annotations

import numpy as np

V = 50_000  # words of the vocabulary
BLK = 24  # one sentence end in every block of 24 token positions
NTOPIC = 2000
NPHRASE = 4096
TB = 20  # log2 of the size of the table that words are drawn from
U = np.uint64
GOLD = U(0x9E3779B97F4A7C15)
KB = U(0xD1B54A32D192ED03)
CB = U(0x8CB92BA72F3D8DD7)

FUNCTION_WORDS = [
    "the",
    "of",
    "to",
    "and",
    "a",
    "in",
    "that",
    "is",
    "for",
    "on",
    "was",
    "it",
    "with",
    "as",
    "he",
    "at",
    "by",
    "be",
    "from",
    "said",
    "have",
    "has",
    "are",
    "an",
    "his",
    "not",
    "but",
    "they",
    "who",
    "this",
    "will",
    "had",
    "been",
    "were",
    "their",
    "its",
    "or",
    "which",
    "more",
    "she",
    "one",
    "her",
    "after",
    "would",
    "about",
    "when",
    "also",
    "there",
    "out",
    "new",
    "we",
    "all",
    "up",
    "you",
    "over",
    "two",
    "people",
    "could",
    "than",
    "other",
    "what",
    "can",
    "first",
    "last",
    "if",
    "year",
    "into",
    "years",
    "no",
    "him",
    "some",
    "time",
    "so",
    "them",
    "just",
    "do",
    "how",
    "only",
    "government",
    "i",
    "my",
    "percent",
    "before",
    "because",
    "may",
    "most",
    "three",
    "our",
    "years",
    "state",
    "president",
    "city",
    "police",
    "while",
    "during",
    "between",
    "against",
    "many",
    "any",
    "these",
    "off",
    "where",
    "both",
    "since",
    "under",
    "week",
    "day",
    "company",
    "million",
    "world",
    "against",
    "then",
    "made",
    "another",
    "told",
    "including",
    "next",
    "way",
    "well",
    "back",
    "even",
    "group",
    "former",
    "did",
    "much",
    "down",
    "through",
    "those",
    "says",
    "still",
    "being",
    "home",
    "four",
    "part",
    "like",
    "say",
    "does",
    "several",
    "make",
    "long",
    "left",
    "since",
    "according",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "court",
    "country",
    "officials",
    "report",
    "market",
    "national",
    "public",
    "american",
    "united",
    "states",
    "minister",
    "party",
    "election",
    "school",
    "family",
    "however",
    "should",
    "now",
    "very",
    "such",
    "own",
    "around",
    "per",
    "cent",
    "late",
    "early",
    "high",
    "end",
    "second",
    "month",
    "help",
    "work",
    "get",
    "take",
    "going",
    "called",
    "announced",
    "statement",
    "later",
    "each",
    "few",
    "without",
    "set",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
]


def mix(x: np.ndarray) -> np.ndarray:
    """Finish a hash as splitmix64 does, in place."""
    x ^= x >> U(30)
    x *= U(0xBF58476D1CE4E5B9)
    x ^= x >> U(27)
    x *= U(0x94D049BB133111EB)
    x ^= x >> U(31)
    return x


def block_hash(seed: np.ndarray, blk: np.ndarray) -> np.ndarray:
    """Return the hash of a block of a stream."""
    return mix((blk.astype(U) * KB + CB) ^ seed)


def sent_end(seed: np.ndarray, blk: np.ndarray) -> np.ndarray:
    """Return the place of the sentence end in a block of a stream."""
    hb = block_hash(seed, blk)
    return blk * BLK + 2 + ((hb >> U(20)) % U(20)).astype(np.int64)


def stream(tag: int, ids: np.ndarray) -> np.ndarray:
    """Return the seeds of streams."""
    return mix((np.asarray(ids).astype(U) + U(1)) * GOLD + U(tag * int(KB) & (1 << 64) - 1))


def make_vocab(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the words, small and with a capital, in 16 bytes each, and their lengths."""
    seen, words = set(), []
    for w in FUNCTION_WORDS:
        if w not in seen:
            seen.add(w)
            words.append(w)
    # Sounds that begin more words stand more than once.
    onset = [*"bcdfghlmnprstvw", *"bcdfhlmnprst", "br", "cl", "dr", "gr", "pr", "st", "tr", "th", "ch"] + [""] * 4
    nucleus = ["a", "e", "i", "o", "u", "a", "e", "i", "o", "a", "e", "i", "ea", "ou"]
    coda = ["n", "r", "s", "t", "l", "d", "m", "n", "r", "s", "t", "nt", "st"] + [""] * 16
    suffix = [""] * 12 + ["s", "ed", "ing", "er", "ly", "ion", "al", "ment", "ness", "able", "ist", "ism"] + ["s"] * 4
    while len(words) < V:
        r = len(words) / V
        n = 1 + int(rng.random() < 0.45 + 0.8 * r) + int(rng.random() < 0.05 + 0.95 * r)
        parts = [
            onset[rng.integers(len(onset))] + nucleus[rng.integers(len(nucleus))] + coda[rng.integers(len(coda))]
            for _ in range(n)
        ]
        w = "".join(parts) + suffix[rng.integers(len(suffix))]
        q = rng.random()
        if q < 0.010:
            w = str(rng.integers(2, 3000))
        elif q < 0.016:
            w = f"{rng.integers(1, 900)},{rng.integers(100, 999)}"
        elif q < 0.026:
            w = w[:6] + "-" + parts[0]
        elif q < 0.036:
            w = w[:9] + "'s"
        elif q < 0.046:
            w = w.replace("e", "\u00e9", 1).replace("o", "\u00f6", 1)
        elif q < 0.17 and len(w) > 2:
            w = w.capitalize()
        b = w.encode()
        if len(b) > 15 or not w or w in seen:
            continue
        seen.add(w)
        words.append(w)
    tab = np.zeros((2 * V, 16), np.uint8)
    lens = np.zeros(V, np.int64)
    for i, w in enumerate(words):
        b = w.encode()
        lens[i] = len(b)
        tab[i, : len(b)] = np.frombuffer(b, np.uint8)
        c = (w[0].upper() + w[1:]).encode()
        tab[V + i, : len(c)] = np.frombuffer(c, np.uint8)
    return tab.view(U).copy(), lens


def make_seps() -> np.ndarray:
    """Return what stands between words, in 8 bytes each.

    The index is style*32 + end*8 + closing*4 + opening*2 + comma; end: 0 none, 1 sentence, 2 paragraph, 3 article.
    """
    t = np.zeros((2 * 32,), "S8")
    for style in range(2):
        oq, cq = (b'\\"', b'\\"') if style == 0 else ("\u201c".encode(), "\u201d".encode())
        for end in range(4):
            for c in range(2):
                for o in range(2):
                    for comma in range(2):
                        s = b"," if comma and not end else b""
                        if end:
                            s = b"." + (cq if c else b"")
                        if end == 3:
                            s += b"\x01"
                        elif end == 2:
                            gap = b"\\n\\n"
                            s2 = s + gap + (oq if o else b"")
                            if len(s2) > 8:
                                s2 = s + b"\\n" + (oq if o else b"")
                            if len(s2) > 8:
                                s2 = s[1:] + b"\\n" + (oq if o else b"")
                            s = s2
                        elif end == 1:
                            s += b" " + (oq if o else b"")
                        else:
                            s += b" "
                        assert len(s) <= 8, s
                        t[style * 32 + end * 8 + c * 4 + o * 2 + comma] = s
    return t.view(U).copy()


def zipf_table(n: int, bits: int, a: float = 1.03, shift: float = 2.7) -> np.ndarray:
    """Return a table to draw from after Zipf's law."""
    p = 1.0 / (np.arange(n) + 1 + shift) ** a
    cdf = np.cumsum(p) / p.sum()
    q = (np.arange(1 << bits) + 0.5) / (1 << bits)
    t = np.searchsorted(cdf, q).astype(np.int32)
    return np.minimum(t, n - 1)
