package org.unroll.internal.kernel;

import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// How wide vectors are: as the machine prefers, at most 512 bits, or as the system property
/// `unroll.vector.bits` says (128, 256 or 512), with which tests run the shapes of other machines.
final class VectorWidth {
    private static final int WIDEST = 512;

    /// In the property's case possibly wider than the machine's own, which is slow but right.
    static final int BITS =
            Integer.getInteger(
                    "unroll.vector.bits",
                    Math.min(WIDEST, VectorShape.preferredShape().vectorBitSize()));

    /// Tiles with more accumulators than this would not stay in registers: AVX-512 and ARM have 32
    /// vector registers, and AVX2 has 16.
    static final boolean MANY_REGISTERS =
            BITS >= WIDEST || System.getProperty("os.arch").equals("aarch64");

    private VectorWidth() {}

    static <E> VectorSpecies<E> species(VectorSpecies<E> preferred) {
        return preferred.withShape(VectorShape.forBitSize(BITS));
    }
}
