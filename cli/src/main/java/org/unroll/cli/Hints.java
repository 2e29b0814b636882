package org.unroll.cli;

/// What a user would want to know before a long work.
final class Hints {
    private Hints() {}

    /// Started without our launcher, the JVM has no SIMD: results are the same, but later.
    static void onKernels(TrainingView view) {
        boolean vector = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        if (!vector && !Launcher.used()) {
            view.first(
                    "hint: scalar kernels; several times faster with ./unroll, or with"
                            + " java --add-modules jdk.incubator.vector -jar ...");
        }
    }
}
