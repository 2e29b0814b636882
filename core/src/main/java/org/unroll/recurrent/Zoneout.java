package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.unroll.tensor.Tensor;

/// A cell whose units sometimes keep their value: zoneout, of Krueger and others, "Zoneout:
/// regularizing RNNs by randomly preserving hidden activations" (2017). For each tensor `s` of the
/// state with a rate `z`:
///
/// ```
/// s' = (1 - d) ∘ cell(s) + d ∘ s      in training: d = 1 with probability z, else 0
/// s' = (1 - z)   cell(s) + z   s      in inference
/// ```
///
/// with a new mask `d` at every timestep, for each row and unit. Each tensor of the state has a
/// rate of its own; the paper takes 0.5 for an LSTM's cell and 0.05 for its hidden state. As in the
/// paper, an LSTM's hidden state is computed from the new cell state, before that is zoned.
///
/// Where a step's output is one of the tensors of its new state, the same object, it is zoned with
/// it; another output stays as the cell computed it. Values that the cell names are those before
/// zoneout. PyTorch and Keras have no zoneout.
///
/// @param <S> the state of the cell
public final class Zoneout<S extends State<S>> implements DecoratedCell<S> {
    private final RecurrentCell<S> cell;
    private final double[] rates;

    private Zoneout(RecurrentCell<S> cell, double[] rates) {
        this.cell = cell;
        this.rates = rates;
    }

    /// With one rate for all tensors of the state.
    ///
    /// @param rate how often a unit keeps its value, in `[0, 1)`; 0 changes nothing
    public static <S extends State<S>> Zoneout<S> of(RecurrentCell<S> cell, double rate) {
        double[] rates = new double[cell.initialState(1).tensors().size()];
        Arrays.fill(rates, rate);
        return of(cell, rates);
    }

    /// With a rate for each tensor of the state.
    ///
    /// @param rates how often a unit keeps its value, in the order of [State#names], each in `[0,
    ///   1)`
    /// @throws IllegalArgumentException if there is not one for each tensor
    public static <S extends State<S>> Zoneout<S> of(RecurrentCell<S> cell, double... rates) {
        List<String> names = cell.initialState(1).names();
        if (rates.length != names.size()) {
            throw new IllegalArgumentException(
                    "zoneout of %s: expected a rate for each of its state's tensors %s but got %d rates"
                            .formatted(cell, names, rates.length));
        }
        for (double rate : rates) {
            Rates.check("rate of zoneout", rate);
        }
        return new Zoneout<>(cell, rates.clone());
    }

    @Override
    public RecurrentCell<S> cell() {
        return cell;
    }

    @Override
    public Step<S> step(Tensor input, S state, StepContext context) {
        Step<S> step = cell.step(input, state, context);
        List<Tensor> before = state.tensors();
        List<Tensor> after = step.state().tensors();
        Tensor output = step.output();
        List<Tensor> zoned = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            Tensor next = zoned(before.get(i), after.get(i), rates[i], context);
            if (output == after.get(i)) {
                output = next;
            }
            zoned.add(next);
        }
        return new Step<>(output, step.state().with(zoned));
    }

    private static Tensor zoned(Tensor before, Tensor after, double rate, StepContext context) {
        if (rate == 0) {
            return after;
        }
        if (!context.isTraining()) {
            return after.times(1 - rate).plus(before.times(rate));
        }
        Tensor updated = context.mask(after, rate);
        return Tensor.where(updated, after, before);
    }

    @Override
    public String toString() {
        String all =
                DoubleStream.of(rates).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        return "Zoneout(%s, %s)".formatted(cell, all);
    }
}
