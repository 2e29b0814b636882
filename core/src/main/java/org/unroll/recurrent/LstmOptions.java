package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What can be chosen of an LSTM. All of it can be combined; the equations are in [LstmCell].
///
/// @param activations the functions of gates, candidate and cell state
/// @param peepholes whether the gates see the cell state
/// @param coupledGates whether the cell forgets as much as it takes in
/// @param projection the length of the hidden state where it is a projection of the units, below
///   their number; 0 for none
/// @param cellClip the largest magnitude of the cell state, above 0; infinite for none
/// @param gates how the sums are made
public record LstmOptions(
        LstmActivations activations,
        boolean peepholes,
        boolean coupledGates,
        int projection,
        double cellClip,
        GateOptions gates) {
    private static final LstmOptions STANDARD =
            new LstmOptions(
                    LstmActivations.standard(),
                    false,
                    false,
                    0,
                    Double.POSITIVE_INFINITY,
                    GateOptions.standard());

    /// Checks the ranges, and that the choices go together.
    public LstmOptions {
        Objects.requireNonNull(activations, "activations");
        Objects.requireNonNull(gates, "gates");
        if (projection < 0) {
            throw new IllegalArgumentException(
                    "expected a projection of at least 1, or 0 for none, but got " + projection);
        }
        if (!(cellClip > 0)) {
            throw new IllegalArgumentException("expected a cellClip above 0 but got " + cellClip);
        }
        if (coupledGates && activations.hasOwnForgetGate()) {
            throw new IllegalArgumentException(
                    "coupled gates have no forget gate, f = 1 - i, so it can have no activation of"
                            + " its own, but got "
                            + activations.forgetGate().label());
        }
    }

    /// PyTorch's.
    public static LstmOptions standard() {
        return STANDARD;
    }

    /// With these functions of gates, candidate and cell state.
    public LstmOptions withActivations(LstmActivations activations) {
        return new LstmOptions(activations, peepholes, coupledGates, projection, cellClip, gates);
    }

    /// With gates that see the cell state, each unit its own (Gers, Schraudolph and Schmidhuber,
    /// "Learning precise timing with LSTM recurrent networks", 2002): input and forget gate the one
    /// before, the output gate the new one, as in Graves, "Generating sequences with recurrent
    /// neural networks", 2013. ONNX's input `P`; neither PyTorch nor Keras has them.
    public LstmOptions withPeepholes() {
        return new LstmOptions(activations, true, coupledGates, projection, cellClip, gates);
    }

    /// Without a forget gate of its own: `f = 1 - i` (Greff and others, "LSTM: a search space
    /// odyssey", 2017). ONNX's `input_forget`; neither PyTorch nor Keras has it. Where the forget
    /// gate's bias [starts on its own][org.unroll.nn.Init#withForgetBias], the input gate's starts
    /// at minus that.
    ///
    /// The forget gate's function is not used then. It may be the standard one, or the input
    /// gate's, as [LstmActivations#withGates] leaves it; any other is refused.
    public LstmOptions withCoupledGates() {
        return new LstmOptions(activations, peepholes, true, projection, cellClip, gates);
    }

    /// With a hidden state that is a projection of the units (Sak, Senior and Beaufays, "Long
    /// short-term memory recurrent neural network architectures for large scale acoustic modeling",
    /// 2014): PyTorch's `proj_size`. What is fed back and handed out is so long, the cell state is
    /// not.
    ///
    /// @param projection from 1 to below the hidden size; 0 for none
    public LstmOptions withProjection(int projection) {
        return new LstmOptions(activations, peepholes, coupledGates, projection, cellClip, gates);
    }

    /// With a cell state that stays within `[-cellClip, cellClip]`: TensorFlow's `cell_clip`. It
    /// hands no gradient on where it is cut off. Not ONNX's `clip`, which is of the sums under the
    /// gates.
    ///
    /// @param cellClip above 0; infinite for none
    public LstmOptions withCellClip(double cellClip) {
        return new LstmOptions(activations, peepholes, coupledGates, projection, cellClip, gates);
    }

    /// With sums made in this way. [Layer normalisation][GateOptions#withLayerNorm] is of the cell
    /// state as well, as Ba and others have it.
    public LstmOptions withGates(GateOptions gates) {
        return new LstmOptions(activations, peepholes, coupledGates, projection, cellClip, gates);
    }

    /// The length of the hidden state of so many units.
    ///
    /// @throws IllegalArgumentException if the projection is no smaller
    int stateSize(int hiddenSize) {
        if (projection > 0 && projection >= hiddenSize) {
            throw new IllegalArgumentException(
                    "expected a projection below the hidden size %d but got %d"
                            .formatted(hiddenSize, projection));
        }
        return projection == 0 ? hiddenSize : projection;
    }

    boolean clips() {
        return cellClip < Double.POSITIVE_INFINITY;
    }

    /// What is not standard, each with a comma before it.
    String differences(int hiddenSize) {
        List<String> all = new ArrayList<>();
        if (!activations.equals(LstmActivations.standard())) {
            all.add(activations.toString());
        }
        if (peepholes) {
            all.add("peepholes");
        }
        if (coupledGates) {
            all.add("coupled gates");
        }
        if (projection > 0) {
            all.add("projection of " + hiddenSize);
        }
        if (clips()) {
            all.add("cell clip " + cellClip);
        }
        return String.join("", all.stream().map(difference -> ", " + difference).toList())
                + gates.differences();
    }
}
