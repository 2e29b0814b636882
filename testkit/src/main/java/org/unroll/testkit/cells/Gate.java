package org.unroll.testkit.cells;

import org.unroll.nn.Init;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// The sum `W x + U h + b` of a gate, each gate with matrices of its own, as textbooks write it.
///
/// @param w `[hidden, input]`
/// @param u `[hidden, hidden]`, of whatever is fed back
/// @param b `[hidden]`
record Gate(Tensor w, Tensor u, Tensor b) {
    static Gate of(int input, int fedBack, int hidden, Init init) {
        return new Gate(
                init.linearWeight(hidden, input),
                init.linearWeight(hidden, fedBack),
                init.linearBias(hidden, input));
    }

    Tensor sum(Tensor x, Tensor h) {
        return x.matmulTransposed(w).plus(h.matmulTransposed(u)).plus(b);
    }

    Parameters under(String name) {
        return Parameters.of("w", w, "u", u, "b", b).under(name);
    }
}
