"""Odd multipliers with well-spread bits: the golden ratio in 64 bits, and MurmurHash3's finaliser (Appleby 2011)."""

GOLDEN = 0x9E3779B97F4A7C15
MIX_1 = 0xFF51AFD7ED558CCD
MIX_2 = 0xC4CEB9FE1A85EC53
