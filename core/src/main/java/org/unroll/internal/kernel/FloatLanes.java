package org.unroll.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The vector shape of the float32 kernels.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatLanes {
    static final VectorSpecies<Float> SPECIES = VectorWidth.species(FloatVector.SPECIES_PREFERRED);

    private FloatLanes() {}
}
