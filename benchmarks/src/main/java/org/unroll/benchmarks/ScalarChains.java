package org.unroll.benchmarks;

/// Chains of multiply-adds without the Vector API. The compiler makes no vectors of them.
final class ScalarChains {
    private static final int CHAINS = 8;
    private static final double FACTOR = 0.999;
    private static final double TERM = 0.001;

    private ScalarChains() {}

    static MultiplyAdd.Chains chains() {
        return new MultiplyAdd.Chains(ScalarChains::run, CHAINS);
    }

    private static double run(int turns) {
        double a0 = 0;
        double a1 = 1;
        double a2 = 2;
        double a3 = 3;
        double a4 = 4;
        double a5 = 5;
        double a6 = 6;
        double a7 = 7;
        for (int i = 0; i < turns; i++) {
            a0 = Math.fma(a0, FACTOR, TERM);
            a1 = Math.fma(a1, FACTOR, TERM);
            a2 = Math.fma(a2, FACTOR, TERM);
            a3 = Math.fma(a3, FACTOR, TERM);
            a4 = Math.fma(a4, FACTOR, TERM);
            a5 = Math.fma(a5, FACTOR, TERM);
            a6 = Math.fma(a6, FACTOR, TERM);
            a7 = Math.fma(a7, FACTOR, TERM);
        }
        return a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7;
    }
}
