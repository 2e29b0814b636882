package org.unroll.internal.kernel;

/// Which kernels this process runs. Decided once, when they are first asked for.
public final class KernelChoice {
    private static final String MODULE = "jdk.incubator.vector";
    private static final int NARROWEST = 128;
    private static final Choice CHOICE = choose();

    private KernelChoice() {}

    public static Kernels<float[]> float32() {
        return CHOICE.float32();
    }

    public static Kernels<double[]> float64() {
        return CHOICE.float64();
    }

    /// What was chosen, and for the scalar kernels why and what to do about it, in one line.
    public static String description() {
        return CHOICE.description();
    }

    private record Choice(
            Kernels<float[]> float32, Kernels<double[]> float64, String description) {}

    private static Choice choose() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return scalar("for vector kernels start Java with --add-modules " + MODULE);
        }
        return WithModule.choose();
    }

    private static Choice scalar(String reason) {
        return new Choice(
                new FloatScalarKernels(), new DoubleScalarKernels(), "scalar (" + reason + ")");
    }

    /// A class of its own, since it cannot be loaded without the module.
    private static final class WithModule {
        static Choice choose() {
            if (VectorWidth.BITS < NARROWEST) {
                return scalar("this Java has no vector instructions to compile to");
            }
            return new Choice(
                    new FloatVectorKernels(),
                    new DoubleVectorKernels(),
                    "vector, " + VectorWidth.BITS + "-bit");
        }
    }
}
