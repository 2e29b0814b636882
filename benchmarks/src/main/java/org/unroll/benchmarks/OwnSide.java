package org.unroll.benchmarks;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.unroll.benchmarks.shared.Batch;
import org.unroll.benchmarks.shared.Numbers;
import org.unroll.benchmarks.shared.PetNames;
import org.unroll.benchmarks.shared.Precision;
import org.unroll.benchmarks.shared.Side;
import org.unroll.benchmarks.shared.Task;
import org.unroll.benchmarks.shared.Workload;
import org.unroll.loss.CrossEntropy;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.optim.Adam;
import org.unroll.optim.AdamOptions;
import org.unroll.optim.Optimizer;
import org.unroll.optim.RmsProp;
import org.unroll.optim.RmsPropOptions;
import org.unroll.optim.Sgd;
import org.unroll.optim.SgdOptions;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.train.TrainingStep;

/// A workload done by this library.
final class OwnSide implements Side {
    private final Workload workload;
    private final Model model;
    private final Parameters parameters;
    private final @Nullable TrainingStep training;
    private final Mode mode;
    private final Sequence input;
    private final Tensor targets;
    private Tensor outputs = Tensor.zeros(DType.FLOAT32, 1);
    private double loss;

    OwnSide(Workload workload) {
        this.workload = workload;
        model = Model.of(workload);
        parameters = model.parameters();
        Optimizer optimizer = optimizer();
        training = optimizer == null ? null : TrainingStep.of(parameters, optimizer);
        mode = optimizer == null ? Mode.inference() : Mode.training(Rng.seeded(1));
        input = input();
        Batch batch = workload.batch();
        int classes = Math.max(1, workload.network().classes());
        targets =
                workload.task() == Task.PREDICT
                        ? Tensor.of(
                                Numbers.choices("targets", batch.rows() * batch.steps(), classes),
                                batch.rows(),
                                batch.steps())
                        : Tensor.of(Numbers.choices("targets", batch.rows(), classes));
    }

    private @Nullable Optimizer optimizer() {
        double rate = workload.update().rate();
        return switch (workload.update().kind()) {
            case NONE -> null;
            case SGD -> new Sgd(parameters, SgdOptions.of(rate));
            case RMSPROP -> new RmsProp(parameters, RmsPropOptions.of(rate));
            case ADAM -> new Adam(parameters, AdamOptions.of(rate));
        };
    }

    private Sequence input() {
        Batch batch = workload.batch();
        int rows = batch.rows();
        int steps = batch.steps();
        if (batch.names()) {
            return Sequence.of(
                    Tensor.of(PetNames.tokens(rows, steps), rows, steps), PetNames.lengths(rows));
        }
        int vocabulary = workload.network().vocabulary();
        if (vocabulary > 0) {
            return Sequence.of(
                    Tensor.of(Numbers.choices("tokens", rows * steps, vocabulary), rows, steps));
        }
        int size = workload.network().input();
        return Sequence.of(
                Tensor.of(Numbers.inputs(rows * steps * size), rows, steps, size)
                        .to(parameters.tensors().getFirst().type()));
    }

    @Override
    public void step() {
        if (training == null) {
            outputs = forward(model);
        } else {
            loss = training.run(() -> loss(forward(model)));
        }
    }

    @Override
    public double result() {
        return training == null ? outputs.abs().sum().item() : loss;
    }

    private Tensor forward(Model with) {
        return switch (workload.task()) {
            case CLASSIFY, INFER -> with.last(input, mode);
            case PREDICT, SQUARES, OUTPUTS -> with.outputs(input, mode);
            case LIVE -> with.next(input.values().select(1, 0));
        };
    }

    private Tensor loss(Tensor output) {
        return workload.task() == Task.SQUARES
                ? output.squared().mean()
                : CrossEntropy.standard().of(output, targets);
    }

    /// Compares planned and eager running: the loss and every gradient, or the outputs.
    ///
    /// @throws IllegalStateException if they differ by more than rounding
    void requireCorrect() {
        if (training == null) {
            requireClose("outputs", forward(model.eagerly()), forward(model));
            return;
        }
        Autograd.Differentiated expected = differentiated(() -> forward(model.eagerly()));
        Autograd.Differentiated actual = differentiated(() -> forward(model));
        requireClose("loss", expected.value(), actual.value());
        parameters
                .asMap()
                .forEach((name, tensor) ->
                        requireClose(
                                "gradient of " + name,
                                expected.gradients().of(tensor),
                                actual.gradients().of(tensor)));
    }

    private Autograd.Differentiated differentiated(Supplier<Tensor> output) {
        return Autograd.differentiate(parameters, () -> loss(output.get()));
    }

    private void requireClose(String what, Tensor expected, Tensor actual) {
        // The longest sums here have 11,000 terms of changing sign.
        double tolerance = workload.precision() == Precision.FLOAT32 ? 1e-4 : 1e-11;
        double scale = norm(expected);
        double difference = norm(expected.minus(actual));
        if (!(difference <= tolerance * scale)) {
            throw new IllegalStateException(
                    "%s: planned and eager %s differ by %.3g of the norm: not timed"
                            .formatted(workload.name(), what, difference / scale));
        }
    }

    private static double norm(Tensor tensor) {
        return Math.sqrt(tensor.squared().sum().item());
    }
}
