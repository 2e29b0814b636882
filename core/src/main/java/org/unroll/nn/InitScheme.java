package org.unroll.nn;

import org.jspecify.annotations.Nullable;

/// Which initializer each kind of tensor gets. The table is in [Init].
enum InitScheme {
    PYTORCH {
        @Override
        Initializer linearWeight(int in) {
            // kaiming_uniform_ with a = sqrt(5) comes to the same bound as the bias
            return within(1 / Math.sqrt(in));
        }

        @Override
        Initializer linearBias(int in) {
            return within(1 / Math.sqrt(in));
        }

        @Override
        Initializer embedding() {
            return Initializer.normal(0, 1);
        }

        @Override
        Initializer recurrentInputWeight(int hidden) {
            return within(1 / Math.sqrt(hidden));
        }

        @Override
        Initializer recurrentWeight(int hidden) {
            return within(1 / Math.sqrt(hidden));
        }

        @Override
        Initializer recurrentBias(int hidden) {
            return within(1 / Math.sqrt(hidden));
        }

        @Override
        Initializer peephole(int hidden) {
            return within(1 / Math.sqrt(hidden));
        }

        @Override
        @Nullable Double forgetBias() {
            return null;
        }
    },

    KERAS {
        @Override
        Initializer linearWeight(int in) {
            return Initializer.glorotUniform();
        }

        @Override
        Initializer linearBias(int in) {
            return Initializer.zeros();
        }

        @Override
        Initializer embedding() {
            return within(0.05);
        }

        @Override
        Initializer recurrentInputWeight(int hidden) {
            return Initializer.glorotUniform();
        }

        @Override
        Initializer recurrentWeight(int hidden) {
            return Initializer.orthogonal();
        }

        @Override
        Initializer recurrentBias(int hidden) {
            return Initializer.zeros();
        }

        @Override
        Initializer peephole(int hidden) {
            return within(Math.sqrt(3.0 / hidden)); // Glorot's, of a vector as Keras counts it
        }

        @Override
        Double forgetBias() {
            return 1.0;
        }
    };

    abstract Initializer linearWeight(int in);

    abstract Initializer linearBias(int in);

    abstract Initializer embedding();

    abstract Initializer recurrentInputWeight(int hidden);

    abstract Initializer recurrentWeight(int hidden);

    abstract Initializer recurrentBias(int hidden);

    abstract Initializer peephole(int hidden);

    /// Where the forget gate's bias starts; null: like the others.
    abstract @Nullable Double forgetBias();

    private static Initializer within(double limit) {
        return Initializer.uniform(-limit, limit);
    }
}
