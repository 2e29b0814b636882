package org.unroll.recurrent;

import java.util.List;
import java.util.function.BinaryOperator;
import org.unroll.nn.Init;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// Cells whose products a plan rewrites: of concatenations, of one operand by several matrices, of
/// parts of matrices.
final class ProductCells {
    private static final int INPUT = UserCells.INPUT;
    private static final int HIDDEN = UserCells.HIDDEN;

    private ProductCells() {}

    private record Cell(String name, Parameters parameters, BinaryOperator<Tensor> equations)
            implements HiddenCell {
        @Override
        public Tensor next(Tensor input, Tensor hidden) {
            return equations.apply(input, hidden);
        }

        @Override
        public int inputSize() {
            return INPUT;
        }

        @Override
        public int hiddenSize() {
            return HIDDEN;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<RecurrentCell<?>> all(Init init) {
        return List.of(
                nestedConcatenation(init),
                partOfAConcatenation(init),
                gatesByColumns(init),
                sharedAndSliced(init),
                productUsedElsewhere(init),
                orderOfTerms(init),
                panelWithOutput(init));
    }

    /// A concatenation within another, and one part of it twice.
    private static Cell nestedConcatenation(Init init) {
        Tensor w = init.linearWeight(HIDDEN, 2 * INPUT + HIDDEN);
        Tensor b = init.linearBias(HIDDEN, INPUT);
        return new Cell(
                "nested concatenation",
                Parameters.of("w", w, "b", b),
                (x, h) -> {
                    Tensor both = Tensor.concat(1, x, h);
                    return Tensor.concat(1, both, x.tanh()).matmulTransposed(w).plus(b).tanh();
                });
    }

    /// Columns across the border of two parts, times columns of a larger matrix.
    private static Cell partOfAConcatenation(Init init) {
        Tensor w = init.linearWeight(2 * HIDDEN, INPUT + HIDDEN);
        return new Cell(
                "part of a concatenation",
                Parameters.of("w", w),
                (x, h) -> {
                    Tensor some = Tensor.concat(1, h, x).slice(1, 2, HIDDEN + 2);
                    Tensor part = w.slice(0, 1, 1 + HIDDEN).slice(1, 1, 1 + HIDDEN);
                    Tensor whole = Tensor.concat(1, h, x).matmulTransposed(w);
                    return some.matmulTransposed(part)
                            .plus(whole.slice(1, HIDDEN, 2 * HIDDEN))
                            .tanh();
                });
    }

    /// A GRU with a matrix per gate, as [in, out]; one gate without a bias.
    private static Cell gatesByColumns(Init init) {
        Tensor[] w = new Tensor[3];
        Tensor[] u = new Tensor[3];
        for (int i = 0; i < 3; i++) {
            w[i] = init.linearWeight(INPUT, HIDDEN);
            u[i] = init.linearWeight(HIDDEN, HIDDEN);
        }
        Tensor b = init.linearBias(HIDDEN, HIDDEN);
        Parameters all =
                Parameters.join(
                        Parameters.of("w0", w[0], "w1", w[1], "w2", w[2], "b", b),
                        Parameters.of("u0", u[0], "u1", u[1], "u2", u[2]));
        return new Cell(
                "gates by columns",
                all,
                (x, h) -> {
                    Tensor r = h.matmul(u[0]).plus(x.matmul(w[0])).plus(b).sigmoid();
                    Tensor z = x.matmul(w[1]).plus(0.5).plus(h.matmul(u[1])).sigmoid();
                    Tensor n = x.matmul(w[2]).plus(r.times(h.matmul(u[2]).plus(b))).tanh();
                    return z.times(h).plus(z.negated().plus(1).times(n));
                });
    }

    /// One matrix for the input and the state, whole and in part, both ways round.
    private static Cell sharedAndSliced(Init init) {
        Tensor w = init.linearWeight(HIDDEN, HIDDEN);
        return new Cell(
                "shared and sliced",
                Parameters.of("w", w),
                (x, h) -> {
                    Tensor fromInput = x.matmul(w.slice(0, 1, 1 + INPUT));
                    Tensor gate = fromInput.plus(h.matmul(w)).sigmoid();
                    Tensor other = h.matmulTransposed(w).plus(h.matmul(w.transposed())).tanh();
                    return gate.times(other).plus(h.times(0.1));
                });
    }

    /// Products that would be joined, one of which something else reads.
    private static Cell productUsedElsewhere(Init init) {
        Tensor a = init.linearWeight(HIDDEN, HIDDEN);
        Tensor b = init.linearWeight(HIDDEN, HIDDEN);
        Tensor c = init.linearWeight(HIDDEN, INPUT);
        return new Cell(
                "product used elsewhere",
                Parameters.of("a", a, "b", b, "c", c),
                (x, h) -> {
                    Tensor product = h.matmulTransposed(a);
                    Tensor input = x.matmulTransposed(c);
                    Tensor gate = input.plus(product).sigmoid();
                    Tensor other = h.matmulTransposed(b).plus(product).plus(input).tanh();
                    return gate.times(other).minus(product.times(0.2)).plus(input.times(product));
                });
    }

    /// Gates whose terms come in different orders, with more terms in one.
    private static Cell orderOfTerms(Init init) {
        Tensor a = init.linearWeight(HIDDEN, HIDDEN);
        Tensor b = init.linearWeight(HIDDEN, HIDDEN);
        Tensor c = init.linearWeight(HIDDEN, INPUT);
        Tensor d = init.linearWeight(HIDDEN, INPUT);
        return new Cell(
                "order of terms",
                Parameters.of("a", a, "b", b, "c", c, "d", d),
                (x, h) -> {
                    Tensor one = x.matmulTransposed(c).plus(h.matmulTransposed(a));
                    Tensor two = h.tanh().plus(h.matmulTransposed(b).plus(x.matmulTransposed(d)));
                    Tensor three = one.sigmoid().matmul(b).plus(h.matmulTransposed(b));
                    return one.sigmoid().times(two.sigmoid()).plus(three.tanh().times(0.3));
                });
    }

    /// One product for two gates and a value that is only added to the output.
    private static Cell panelWithOutput(Init init) {
        Tensor w = init.linearWeight(3 * HIDDEN, INPUT + HIDDEN);
        return new Cell(
                "one product",
                Parameters.of("w", w),
                (x, h) -> {
                    Tensor all = Tensor.concat(1, x, h).matmulTransposed(w);
                    Tensor gate = all.slice(1, 0, HIDDEN).sigmoid();
                    Tensor value = all.slice(1, HIDDEN, 2 * HIDDEN).tanh();
                    return gate.times(value).plus(all.slice(1, 2 * HIDDEN, 3 * HIDDEN));
                });
    }
}
