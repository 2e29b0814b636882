package org.unroll.testkit.properties;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentOutput;
import org.unroll.recurrent.State;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Closeness;

/// Everything that comes out of a run: outputs, final states and all gradients.
///
/// @param results by name: `output`, `final.0`, ..., `gradient.input`, `gradient.initial.0`, ...,
///   `gradient.parameter.NAME`
public record Outcome(Map<String, Tensor> results) {
    /// How a sequence is run from an initial state: outputs, then the final state's tensors.
    public interface Run extends BiFunction<Sequence, List<Tensor>, List<Tensor>> {}

    public static <S extends State<S>> Outcome of(Recurrent<S> layer, Problem problem) {
        return of(run(layer), layer.parameters(), problem);
    }

    /// The usual way to run a layer.
    public static <S extends State<S>> Run run(Recurrent<S> layer) {
        return (sequence, initial) -> {
            S state = layer.cell().initialState(sequence.rows()).with(initial);
            RecurrentOutput<S> output = layer.run(sequence, state, Mode.inference());
            List<Tensor> all = new ArrayList<>();
            all.add(output.outputs().values());
            all.addAll(output.finalState().tensors());
            return all;
        };
    }

    public static Outcome of(Run run, Parameters parameters, Problem problem) {
        Map<String, Tensor> results = new LinkedHashMap<>();
        List<Tensor> by = new ArrayList<>(parameters.tensors());
        by.add(problem.input());
        by.addAll(problem.initial());
        Autograd.Differentiated done =
                Autograd.differentiate(
                        by,
                        () -> {
                            List<Tensor> all = run.apply(problem.sequence(), problem.initial());
                            results.put("output", all.getFirst());
                            Tensor loss = all.getFirst().times(problem.outputWeights()).sum();
                            for (int i = 1; i < all.size(); i++) {
                                results.put("final." + (i - 1), all.get(i));
                                Tensor weights = problem.finalWeights().get(i - 1);
                                loss = loss.plus(all.get(i).times(weights).sum());
                            }
                            return loss;
                        });
        results.put("gradient.input", done.gradients().of(problem.input()));
        for (int i = 0; i < problem.initial().size(); i++) {
            results.put("gradient.initial." + i, done.gradients().of(problem.initial().get(i)));
        }
        parameters
                .asMap()
                .forEach((name, tensor) ->
                        results.put("gradient.parameter." + name, done.gradients().of(tensor)));
        return new Outcome(results);
    }

    /// As in a batch with so many more steps: zeros after the last one, in outputs and in the
    /// input's gradient.
    public Outcome withPadding(int steps) {
        Map<String, Tensor> padded = new LinkedHashMap<>(withoutParameters().results);
        padded.replace("output", get("output").padded(1, 0, steps));
        padded.replace("gradient.input", get("gradient.input").padded(1, 0, steps));
        return new Outcome(padded);
    }

    /// In another type.
    public Outcome to(DType type) {
        Map<String, Tensor> converted = new LinkedHashMap<>();
        results.forEach((name, tensor) -> converted.put(name, tensor.to(type)));
        return new Outcome(converted);
    }

    public Tensor get(String name) {
        return results.get(name);
    }

    /// The outcome of some rows; gradients of parameters are left out, since all rows share them.
    public Outcome rows(int... which) {
        Map<String, Tensor> chosen = new LinkedHashMap<>();
        results.forEach((name, tensor) -> {
            if (!name.startsWith("gradient.parameter")) {
                chosen.put(name, tensor.rows(Tensor.of(which)));
            }
        });
        return new Outcome(chosen);
    }

    /// Without what takes part in sums over rows and steps, whose order may differ.
    public Outcome withoutParameters() {
        return rows(java.util.stream.IntStream.range(0, get("output").dim(0)).toArray());
    }

    /// All of the other's results are here, to the last bit.
    public void assertSameBits(String what, Outcome expected) {
        expected.results.forEach((name, tensor) ->
                Closeness.assertSameBits(what + ": " + name, results.get(name), tensor));
    }

    /// All of the other's results are here, up to rounding.
    public void assertClose(String what, Outcome expected) {
        expected.results.forEach((name, tensor) ->
                Closeness.assertClose(
                        what + ": " + name,
                        results.get(name),
                        tensor,
                        Closeness.tolerance(tensor.type())));
    }
}
