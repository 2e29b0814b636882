package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// A cell of random equations, the same ones for a seed: gates of products of the input, the state,
/// concatenations and slices of these, by weights of either orientation, whole, sliced and shared.
final class RandomCell implements RecurrentCell<StackState<HiddenState>> {
    private static final int WEIGHTS_OF_A_SHAPE = 3;

    private final long seed;
    private final DType type;
    private final int inputSize;
    private final int hiddenSize;
    private final int states;
    private final int gates;
    private final Map<String, Tensor> weights = new LinkedHashMap<>();

    RandomCell(long seed, DType type) {
        this.seed = seed;
        this.type = type;
        Random random = new Random(seed);
        inputSize = 1 + random.nextInt(4);
        hiddenSize = 1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 5);
        states = 1 + random.nextInt(2);
        gates = 2 + random.nextInt(4);
        step(Tensor.zeros(type, 1, inputSize), initialState(1), StepContext.INFERENCE);
    }

    @Override
    public Step<StackState<HiddenState>> step(
            Tensor input, StackState<HiddenState> state, StepContext context) {
        return new Equations(new Random(~seed), input, state).step();
    }

    /// Small enough that states do not grow, which would enlarge differences in rounding.
    private Tensor weight(String name, int... dims) {
        double deviation = 0.7 / Math.sqrt(java.util.Arrays.stream(dims).max().orElse(1));
        return weights.computeIfAbsent(
                name + java.util.Arrays.toString(dims),
                key -> Rng.seeded(seed).fork(key).normal(type, 0, deviation, dims));
    }

    /// One step: draws which equations to compute, and computes them.
    private final class Equations {
        private final Random random;
        private final List<Tensor> sources = new ArrayList<>();
        private final List<Tensor> values = new ArrayList<>();
        private final List<Tensor> products = new ArrayList<>();
        private final List<Tensor> before;

        Equations(Random random, Tensor input, StackState<HiddenState> state) {
            this.random = random;
            before = state.tensors();
            sources.add(input);
            sources.addAll(before);
        }

        Step<StackState<HiddenState>> step() {
            if (random.nextInt(4) == 0) {
                Tensor all = sum(3 * hiddenSize);
                for (int i = 0; i < 3; i++) {
                    values.add(activated(all.slice(1, i * hiddenSize, (i + 1) * hiddenSize)));
                }
            }
            for (int i = 0; i < gates; i++) {
                Tensor gate = activated(sum(hiddenSize));
                values.add(gate);
                if (random.nextInt(4) == 0) {
                    sources.add(random.nextBoolean() ? gate : gate.times(any(values)));
                }
            }
            List<HiddenState> after = new ArrayList<>();
            for (Tensor old : before) {
                after.add(new HiddenState(next(old)));
            }
            Tensor output =
                    random.nextBoolean()
                            ? sum(hiddenSize)
                            : any(values).plus(after.getLast().hidden());
            return new Step<>(output, new StackState<>(after));
        }

        private Tensor any(List<Tensor> of) {
            return of.get(random.nextInt(of.size()));
        }

        private Tensor next(Tensor old) {
            Tensor a = any(values);
            Tensor b = any(values);
            return switch (random.nextInt(4)) {
                case 0 -> a.times(old).plus(b.times(values.getLast()));
                case 1 -> a.times(b);
                case 2 -> a;
                default -> a.sigmoid().times(b.plus(old).tanh());
            };
        }

        private Tensor activated(Tensor x) {
            return switch (random.nextInt(4)) {
                case 0 -> x.tanh();
                case 1 -> x.times(0.4);
                default -> x.sigmoid();
            };
        }

        private Tensor sum(int width) {
            Tensor sum = product(width);
            for (int terms = random.nextInt(4); terms > 0; terms--) {
                Tensor term =
                        switch (random.nextInt(5)) {
                            case 0 -> weight("bias" + random.nextInt(2), width);
                            case 1 -> Tensor.scalar(type, 0.5);
                            default -> product(width);
                        };
                sum = random.nextBoolean() || term.rank() < 2 ? sum.plus(term) : term.plus(sum);
            }
            return sum;
        }

        private Tensor product(int width) {
            if (!products.isEmpty() && random.nextInt(8) == 0) {
                Tensor known = any(products);
                if (known.dim(1) == width) {
                    return known;
                }
            }
            Tensor left = any(sources);
            if (random.nextInt(3) == 0) {
                left = Tensor.concat(1, left, any(sources));
            }
            if (random.nextInt(5) == 0) {
                left = Tensor.concat(1, any(sources), left);
            }
            if (left.dim(1) > 2 && random.nextInt(6) == 0) {
                left = left.slice(1, 1, left.dim(1));
            }
            Tensor product = times(left, width);
            products.add(product);
            return product;
        }

        private Tensor times(Tensor left, int width) {
            int from = left.dim(1);
            String name = "weight" + random.nextInt(WEIGHTS_OF_A_SHAPE);
            return switch (random.nextInt(5)) {
                case 0 -> left.matmulTransposed(weight(name, width, from));
                case 1 -> left.matmul(weight(name, width, from).transposed());
                case 2 -> {
                    Tensor larger = weight(name, from + 1, width + 2);
                    yield left.matmul(larger.slice(0, 1, from + 1).slice(1, 2, width + 2));
                }
                default -> left.matmul(weight(name, from, width));
            };
        }
    }

    @Override
    public StackState<HiddenState> initialState(int rows) {
        List<HiddenState> all = new ArrayList<>();
        for (int i = 0; i < states; i++) {
            all.add(new HiddenState(Tensor.zeros(type, rows, hiddenSize)));
        }
        return new StackState<>(all);
    }

    @Override
    public int inputSize() {
        return inputSize;
    }

    @Override
    public int outputSize() {
        return hiddenSize;
    }

    @Override
    public Parameters parameters() {
        return Parameters.of(weights);
    }

    @Override
    public String toString() {
        return "RandomCell(" + seed + ", " + type + ")";
    }
}
