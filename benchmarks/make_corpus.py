"""A synthetic news corpus with planted syndication, the same for the same arguments, on any machine.

    python -m benchmarks.make_corpus 10000 c10k.jsonl c10k.tsv [--seed 1] [--days 365] [--workers 2]

The corpus has an object a line, ``{"id","outlet","published","text"}``, in the order of ``published``. The truth is a TSV
with a header: id, cluster, kind, story_words, detail; ``cluster`` is -1 for an article without a planted copy.

An article is a list of segments (stream, start, length): boilerplate before, headline, body with up to five inserts,
boilerplate after. Edits: verbatim (outlet boilerplate only), truncate (last paragraphs cut), insert (1 to 5 new sentences),
subst (1 to 10 % of words), headline (changed), noise (typing errors); 20 % of the copies get two of them. Hard negatives
have the vocabulary of a planted story and up to three of its sentences.
"""

# ruff: noqa: N806
# Reason: arrays over all tokens of a chunk are named by capitals, as in the mathematics they stand for.

from __future__ import annotations

import argparse
import multiprocessing
from pathlib import Path

import numpy as np

from benchmarks.corpus_words import (
    BLK,
    GOLD,
    NPHRASE,
    NTOPIC,
    TB,
    U,
    V,
    block_hash,
    make_seps,
    make_vocab,
    mix,
    sent_end,
    stream,
    zipf_table,
)  # fmt: skip

STEP = 1500  # articles written at once


class Generator:
    """One corpus: what each article is made of is planned at once, texts are written chunk by chunk."""

    def __init__(self, docs: int, seed: int, days: int = 365) -> None:
        rng = np.random.default_rng([seed, 7])
        self.docs, self.seed, self.days = docs, seed, days
        self.wordtab, self.wlen = make_vocab(np.random.default_rng(12345))
        self.septab = make_seps()
        self.zipf = zipf_table(V, TB)
        topic_words = rng.integers(150, 20000, (NTOPIC, 80)).astype(np.int32)
        pick = zipf_table(80, 8, a=1.0, shift=3)
        self.topictab = topic_words[:, pick].ravel().copy()  # NTOPIC x 256
        self.phr_len = rng.integers(3, 8, NPHRASE).astype(np.int64)
        self.phr = self.zipf[rng.integers(0, 1 << TB, NPHRASE * 8)].astype(np.int32)
        self.phr_pick = zipf_table(NPHRASE, 14, a=0.9, shift=5)
        self.plan(rng)

    def plan(self, rng: np.random.Generator) -> None:
        """Draw groups, edits, outlets and times, and put the articles in the order of time."""
        N = self.docs
        # --- clusters -------------------------------------------------------------------------------
        target = round(0.35 * N)
        k = np.arange(2, 201)
        p = k**-2.0
        p /= p.sum()
        sizes = rng.choice(k, max(4, target // 3 + 50), p=p)
        c = np.cumsum(sizes)
        ncl = int(np.searchsorted(c, target, "right"))
        sizes = sizes[:ncl]
        nmem = int(sizes.sum())
        n_other = N - nmem
        cluster = np.concatenate([np.repeat(np.arange(ncl), sizes), np.full(n_other, -1)])
        story = np.concatenate([np.repeat(np.arange(ncl), sizes), ncl + np.arange(n_other)])
        first = np.zeros(N, bool)
        first[np.concatenate([[0], np.cumsum(sizes)[:-1]])[:ncl].astype(np.int64)] = True
        nstory = ncl + n_other
        s_words = np.clip(np.exp(rng.normal(np.log(350), 0.6, nstory)), 80, 3000)
        s_topic = rng.integers(0, NTOPIC, nstory)
        s_time = rng.integers(0, self.days * 86400, nstory)
        # --- edits ----------------------------------------------------------------------------------
        KINDS = ["verbatim", "truncate", "insert", "subst", "headline", "noise"]
        kp = [0.35, 0.20, 0.15, 0.15, 0.10, 0.05]
        mem = np.arange(N) < nmem
        k1 = np.where(mem & ~first, rng.choice(6, N, p=kp), -1)
        k2 = np.where((k1 >= 0) & (rng.random(N) < 0.2), rng.choice(6, N, p=kp), -1)

        def has(kind: int) -> np.ndarray:
            return (k1 == kind) | (k2 == kind)

        hard = ~mem & (rng.random(N) < 0.25)
        self.trunc = np.where(has(1), rng.uniform(0.5, 0.95, N), 1.0)
        nins = np.where(has(2), rng.integers(1, 6, N), 0)
        hstory = rng.integers(0, max(ncl, 1), N)
        nquote = np.where(hard, rng.integers(0, 4, N), 0)
        self.nins = np.where(hard, nquote, nins)
        self.sub = np.where(has(3), rng.uniform(0.01, 0.10, N), 0.0)
        self.newhead = has(4)
        self.noise = np.where(has(5), rng.uniform(0.005, 0.03, N), 0.0)
        self.hard, self.hstory = hard, hstory
        topic = s_topic[story].copy()
        topic[hard] = s_topic[hstory[hard]]
        self.topic = topic
        bp = rng.random((2, N)) < np.where(mem & ~first, 0.75, 0.4)
        self.bb, self.ba = bp[0], bp[1]
        nout = 400
        op = 1.0 / (np.arange(nout) + 5)
        self.outlet = rng.choice(nout, N, p=op / op.sum())
        lag = np.where(mem & ~first, rng.exponential(10 * 3600, N), 0).astype(np.int64)
        t = s_time[story] + lag
        self.style = (rng.random(N) < 0.25).astype(np.int64)
        self.doc_u = rng.integers(1, 1 << 62, N).astype(U)
        # --- order by time ----------------------------------------------------------------------------
        order = np.lexsort((np.arange(N), t))
        for name in (
            "trunc",
            "nins",
            "sub",
            "newhead",
            "noise",
            "hard",
            "hstory",
            "topic",
            "bb",
            "ba",
            "outlet",
            "style",
            "doc_u",
        ):
            setattr(self, name, getattr(self, name)[order])
        self.cluster, self.story, self.first = cluster[order], story[order], first[order]
        self.s_words = s_words[self.story]
        self.time = t[order]
        self.k1, self.k2 = k1[order], k2[order]
        self.KINDS = KINDS
        onames = ["Daily", "Herald", "Times", "Post", "Tribune", "Gazette", "Courier", "Observer", "Star", "Wire"]
        self.outlet_names = [f"{onames[i % 10]} {i:03d}" for i in range(nout)]

    def chunk(self, lo: int, hi: int) -> bytes:
        """Return articles as JSON lines."""
        B = hi - lo
        sl = slice(lo, hi)
        story_seed = stream(1 + 16 * self.seed, self.story[sl])
        doc_seed = self.doc_u[sl]
        out_seed = stream(2, self.outlet[sl])
        hs_seed = stream(1 + 16 * self.seed, self.hstory[sl])
        nb = np.maximum(np.rint(self.s_words[sl] / BLK).astype(np.int64), 3)
        nbt = np.maximum(np.rint(nb * self.trunc[sl]).astype(np.int64), 2)
        NC = 14
        seed = np.zeros((B, NC), U)
        start = np.zeros((B, NC), np.int64)
        ln = np.zeros((B, NC), np.int64)
        top = np.repeat(self.topic[sl][:, None], NC, 1)
        # boilerplate
        e0 = sent_end(out_seed, np.zeros(B, np.int64)) + 1
        e2 = sent_end(out_seed, np.full(B, 2)) + 1
        seed[:, 0] = out_seed
        seed[:, 13] = out_seed
        ln[:, 0] = np.where(self.bb[sl], e0, 0)
        start[:, 13] = e0
        ln[:, 13] = np.where(self.ba[sl], e2 - e0, 0)
        top[:, 0] = top[:, 13] = self.outlet[sl] % NTOPIC
        # headline
        hseed = np.where(self.newhead[sl], doc_seed, story_seed) ^ U(0x5851F42D4C957F2D)
        seed[:, 1] = hseed
        ln[:, 1] = 6 + (hseed % U(8)).astype(np.int64)
        # body: pieces between up to 5 insertion points (block indices), sorted
        k = self.nins[sl]
        ipt = np.empty((B, 5), np.int64)
        for j in range(5):
            hh = mix(doc_seed + U((1000 + j) * int(GOLD) & (1 << 64) - 1))
            ipt[:, j] = np.where(j < k, 1 + (hh % np.maximum(nbt - 1, 1).astype(U)).astype(np.int64), 1 << 40)
        ipt.sort(axis=1)
        ipt = np.minimum(ipt, nbt[:, None])
        prev = np.zeros(B, np.int64)
        for j in range(6):
            b = ipt[:, j] if j < 5 else nbt
            epos = sent_end(story_seed, b - 1) + 1
            c = 2 + 2 * j
            seed[:, c] = story_seed
            start[:, c] = prev
            ln[:, c] = np.maximum(epos - prev, 0)
            prev = np.maximum(epos, prev)
            if j < 5:
                isq = self.hard[sl]
                s = np.where(isq, hs_seed, doc_seed)
                ib = np.where(isq, 1 + 2 * j, 1 + j)
                a0 = sent_end(s, ib - 1) + 1
                a1 = sent_end(s, ib) + 1
                seed[:, c + 1] = s
                start[:, c + 1] = a0
                ln[:, c + 1] = np.where(j < k, a1 - a0, 0)
        flat = ln.ravel()
        keep = flat > 0
        flat = flat[keep]
        tot = int(flat.sum())
        seg_end = np.cumsum(flat)
        seg_beg = seg_end - flat
        sseed = seed.ravel()[keep]
        T_seed = np.repeat(sseed, flat)
        pos = np.arange(tot, dtype=np.int64) + np.repeat(start.ravel()[keep] - seg_beg, flat)
        T_top = np.repeat((top.ravel()[keep] * 256).astype(np.int32), flat)
        blk = pos // BLK
        off = pos - blk * BLK
        hb = block_hash(T_seed, blk)
        h = mix(pos.astype(U) * GOLD + T_seed)
        # words
        wid = self.zipf[(h & U((1 << TB) - 1)).astype(np.int64)]
        tmask = ((h >> U(28)) & U(255)) < U(64)
        ti = np.flatnonzero(tmask)
        wid[ti] = self.topictab[T_top[ti] + ((h[ti] >> U(20)) & U(255)).astype(np.int64)]
        # stock phrases: in 3 of 8 blocks
        pi = np.flatnonzero((hb & U(7)) < U(3))
        hbp = hb[pi]
        ph = self.phr_pick[((hbp >> U(3)) & U(16383)).astype(np.int64)]
        po = off[pi] - ((hbp >> U(44)) % U(17)).astype(np.int64)
        ok = (po >= 0) & (po < self.phr_len[ph])
        wid[pi[ok]] = self.phr[ph[ok] * 8 + po[ok]]
        # edits on tokens
        doc_ln = ln.sum(1)
        doc_end = np.cumsum(doc_ln)
        doc_beg = doc_end - doc_ln
        sub, noi = self.sub[sl], self.noise[sl]

        def pick_tokens(rate, salt):
            d = np.flatnonzero(rate > 0)
            if not len(d):
                return np.empty(0, np.int64), np.empty(0, U)
            n = doc_ln[d]
            within = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
            idx = within + np.repeat(doc_beg[d], n)
            hh = mix(within.astype(U) * GOLD + np.repeat(doc_seed[d] ^ U(salt), n))
            m = (hh >> U(40)).astype(np.float64) < np.repeat(rate[d], n) * (1 << 24)
            return idx[m], mix(hh[m] + GOLD)

        si, hh = pick_tokens(sub, 0xABCDEF12345)
        wid[si] = self.zipf[(hh & U((1 << TB) - 1)).astype(np.int64)]
        # separators
        end = off == 2 + ((hb >> U(20)) % U(20)).astype(np.int64)
        ei = np.flatnonzero(end)
        sep = np.where(((h >> U(36)) & U(15)) == U(0), 1, 0).astype(np.int64)
        hbe = hb[ei]
        hbn = block_hash(T_seed[ei], blk[ei] + 1)
        sep[ei] = (
            8 * (1 + ((hbe >> U(30)) % U(3) == U(0)))
            + 4 * ((hbe >> U(52)) & U(7) == U(0))
            + 2 * ((hbn >> U(52)) & U(7) == U(0))
        )
        # forced ends: after headline and boilerplate a paragraph, at the doc's end the doc mark
        segcol = np.broadcast_to(np.arange(NC), (B, NC)).ravel()[keep]
        f = seg_end[(segcol <= 1)] - 1
        sep[f] = 16
        sep[doc_end - 1] = 24
        # the paragraph before the closing boilerplate
        b13 = seg_beg[segcol == 13] - 1
        sep[b13] = 16
        cap = np.zeros(tot, bool)
        cap[0] = True
        cap[1:] = sep[:-1] >= 8
        st = self.style[sl]
        if st.any():
            sep += np.repeat(st * 32, doc_ln)
        # assemble
        out = np.empty((tot, 3), U)
        out[:, :2] = self.wordtab[wid + cap * np.int32(V)]
        out[:, 2] = self.septab[sep]
        ni, hh = pick_tokens(noi, 0x777777)
        if len(ni):
            b8 = out.view(np.uint8)
            L = np.maximum(self.wlen[wid[ni]], 1)
            at = ((hh >> U(8)) % L.astype(U)).astype(np.int64)
            ascii_ok = b8[ni, at] < 128
            new = np.where((hh & U(1)) == 0, 0, 97 + ((hh >> U(20)) % U(26)).astype(np.int64)).astype(np.uint8)
            b8[ni[ascii_ok], at[ascii_ok]] = new[ascii_ok]
        texts = out.tobytes().translate(None, b"\0").split(b"\x01")
        when = np.datetime_as_string(np.datetime64("2025-01-01T00:00:00") + self.time[sl].astype("m8[s]"))
        names = self.outlet_names
        lines = [
            f'{{"id":"a{lo + i:08d}","outlet":"{names[o]}","published":"{w}Z","text":"'.encode() + t + b'"}\n'
            for i, (o, w, t) in enumerate(zip(self.outlet[sl].tolist(), when.tolist(), texts, strict=False))
        ]
        return b"".join(lines)

    def truth_rows(self, lo: int, hi: int) -> str:
        """Return the truth of articles as rows."""
        K = self.KINDS
        rows = []
        for i in range(lo, hi):
            c = self.cluster[i]
            if c < 0:
                kind = "hardneg" if self.hard[i] else "single"
            elif self.first[i]:
                kind = "original"
            else:
                kind = K[self.k1[i]] + ("+" + K[self.k2[i]] if self.k2[i] >= 0 and self.k2[i] != self.k1[i] else "")
            d = []
            if self.trunc[i] < 1:
                d.append(f"trunc={self.trunc[i]:.2f}")
            if self.nins[i]:
                d.append(f"{'quotes' if self.hard[i] else 'ins'}={self.nins[i]}")
            if self.sub[i]:
                d.append(f"sub={self.sub[i]:.3f}")
            if self.noise[i]:
                d.append(f"noise={self.noise[i]:.3f}")
            rows.append(f"a{i:08d}\t{c}\t{kind}\t{int(self.s_words[i])}\t{','.join(d)}\n")
        return "".join(rows)


_held: dict[str, Generator] = {}


def _init(docs: int, seed: int, days: int) -> None:
    _held["one"] = Generator(docs, seed, days)


def _chunk(bounds: tuple[int, int]) -> bytes:
    return _held["one"].chunk(*bounds)


def make_corpus(docs: int, target: Path, truth: Path, seed: int = 1, days: int = 365, workers: int = 2) -> None:
    """Write a corpus and its truth; the files do not depend on ``workers``."""
    _init(docs, seed, days)
    ranges = [(start, min(start + STEP, docs)) for start in range(0, docs, STEP)]
    context = multiprocessing.get_context("spawn")
    with target.open("wb") as file, context.Pool(workers, _init, (docs, seed, days)) as pool:
        file.writelines(pool.imap(_chunk, ranges))
    with truth.open("w", encoding="utf-8") as rows:
        rows.write("id\tcluster\tkind\tstory_words\tdetail\n")
        rows.writelines(_held["one"].truth_rows(*bounds) for bounds in ranges)


def main(arguments: list[str] | None = None) -> None:
    """Write the corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("docs", type=int)
    parser.add_argument("target", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=365, help="span over which the stories are spread")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args(arguments)
    make_corpus(given.docs, given.target, given.truth, given.seed, given.days, given.workers)


if __name__ == "__main__":
    main()
