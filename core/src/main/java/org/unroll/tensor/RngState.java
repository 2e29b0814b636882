package org.unroll.tensor;

/// Where a random stream stands: its key, and how many 64-bit numbers it has given out.
public record RngState(long key, long position) {}
