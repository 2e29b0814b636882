package org.unroll.benchmarks;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Chains of multiply-adds by the Vector API: sixteen, since a processor begins two at a time and
/// each takes four or five cycles.
final class VectorChains {
    private static final int CHAINS = 16;
    private static final double FACTOR = 0.999;
    private static final double TERM = 0.001;

    private VectorChains() {}

    static MultiplyAdd.Chains float32() {
        return new MultiplyAdd.Chains(
                VectorChains::float32, CHAINS * FloatVector.SPECIES_PREFERRED.length());
    }

    static MultiplyAdd.Chains float64() {
        return new MultiplyAdd.Chains(
                VectorChains::float64, CHAINS * DoubleVector.SPECIES_PREFERRED.length());
    }

    private static double float32(int turns) {
        VectorSpecies<Float> species = FloatVector.SPECIES_PREFERRED;
        FloatVector b = FloatVector.broadcast(species, (float) FACTOR);
        FloatVector c = FloatVector.broadcast(species, (float) TERM);
        FloatVector a0 = FloatVector.broadcast(species, 0);
        FloatVector a1 = FloatVector.broadcast(species, 1);
        FloatVector a2 = FloatVector.broadcast(species, 2);
        FloatVector a3 = FloatVector.broadcast(species, 3);
        FloatVector a4 = FloatVector.broadcast(species, 4);
        FloatVector a5 = FloatVector.broadcast(species, 5);
        FloatVector a6 = FloatVector.broadcast(species, 6);
        FloatVector a7 = FloatVector.broadcast(species, 7);
        FloatVector a8 = FloatVector.broadcast(species, 8);
        FloatVector a9 = FloatVector.broadcast(species, 9);
        FloatVector a10 = FloatVector.broadcast(species, 10);
        FloatVector a11 = FloatVector.broadcast(species, 11);
        FloatVector a12 = FloatVector.broadcast(species, 12);
        FloatVector a13 = FloatVector.broadcast(species, 13);
        FloatVector a14 = FloatVector.broadcast(species, 14);
        FloatVector a15 = FloatVector.broadcast(species, 15);
        for (int i = 0; i < turns; i++) {
            a0 = a0.fma(b, c);
            a1 = a1.fma(b, c);
            a2 = a2.fma(b, c);
            a3 = a3.fma(b, c);
            a4 = a4.fma(b, c);
            a5 = a5.fma(b, c);
            a6 = a6.fma(b, c);
            a7 = a7.fma(b, c);
            a8 = a8.fma(b, c);
            a9 = a9.fma(b, c);
            a10 = a10.fma(b, c);
            a11 = a11.fma(b, c);
            a12 = a12.fma(b, c);
            a13 = a13.fma(b, c);
            a14 = a14.fma(b, c);
            a15 = a15.fma(b, c);
        }
        return a0.add(
                        a1.add(
                                a2.add(
                                        a3.add(
                                                a4.add(
                                                        a5.add(
                                                                a6.add(
                                                                        a7.add(
                                                                                a8.add(
                                                                                        a9.add(
                                                                                                a10
                                                                                                        .add(
                                                                                                                a11
                                                                                                                        .add(
                                                                                                                                a12
                                                                                                                                        .add(
                                                                                                                                                a13
                                                                                                                                                        .add(
                                                                                                                                                                a14
                                                                                                                                                                        .add(
                                                                                                                                                                                a15)))))))))))))))
                .reduceLanes(VectorOperators.ADD);
    }

    private static double float64(int turns) {
        VectorSpecies<Double> species = DoubleVector.SPECIES_PREFERRED;
        DoubleVector b = DoubleVector.broadcast(species, FACTOR);
        DoubleVector c = DoubleVector.broadcast(species, TERM);
        DoubleVector a0 = DoubleVector.broadcast(species, 0);
        DoubleVector a1 = DoubleVector.broadcast(species, 1);
        DoubleVector a2 = DoubleVector.broadcast(species, 2);
        DoubleVector a3 = DoubleVector.broadcast(species, 3);
        DoubleVector a4 = DoubleVector.broadcast(species, 4);
        DoubleVector a5 = DoubleVector.broadcast(species, 5);
        DoubleVector a6 = DoubleVector.broadcast(species, 6);
        DoubleVector a7 = DoubleVector.broadcast(species, 7);
        DoubleVector a8 = DoubleVector.broadcast(species, 8);
        DoubleVector a9 = DoubleVector.broadcast(species, 9);
        DoubleVector a10 = DoubleVector.broadcast(species, 10);
        DoubleVector a11 = DoubleVector.broadcast(species, 11);
        DoubleVector a12 = DoubleVector.broadcast(species, 12);
        DoubleVector a13 = DoubleVector.broadcast(species, 13);
        DoubleVector a14 = DoubleVector.broadcast(species, 14);
        DoubleVector a15 = DoubleVector.broadcast(species, 15);
        for (int i = 0; i < turns; i++) {
            a0 = a0.fma(b, c);
            a1 = a1.fma(b, c);
            a2 = a2.fma(b, c);
            a3 = a3.fma(b, c);
            a4 = a4.fma(b, c);
            a5 = a5.fma(b, c);
            a6 = a6.fma(b, c);
            a7 = a7.fma(b, c);
            a8 = a8.fma(b, c);
            a9 = a9.fma(b, c);
            a10 = a10.fma(b, c);
            a11 = a11.fma(b, c);
            a12 = a12.fma(b, c);
            a13 = a13.fma(b, c);
            a14 = a14.fma(b, c);
            a15 = a15.fma(b, c);
        }
        return a0.add(
                        a1.add(
                                a2.add(
                                        a3.add(
                                                a4.add(
                                                        a5.add(
                                                                a6.add(
                                                                        a7.add(
                                                                                a8.add(
                                                                                        a9.add(
                                                                                                a10
                                                                                                        .add(
                                                                                                                a11
                                                                                                                        .add(
                                                                                                                                a12
                                                                                                                                        .add(
                                                                                                                                                a13
                                                                                                                                                        .add(
                                                                                                                                                                a14
                                                                                                                                                                        .add(
                                                                                                                                                                                a15)))))))))))))))
                .reduceLanes(VectorOperators.ADD);
    }
}
