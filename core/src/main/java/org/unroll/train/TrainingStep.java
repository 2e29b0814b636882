package org.unroll.train;

import java.util.function.Supplier;
import org.unroll.optim.Optimizer;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Gradients;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.StepMemory;
import org.unroll.tensor.Tensor;

/// A training step, made once and run again and again: forward, backward, clipping, update, in
/// memory that every run uses again. Once warm it allocates next to nothing. The numbers are the
/// same as of [Autograd#differentiate] followed by [Optimizer#step], bit for bit.
///
/// ```java
/// TrainingStep step = TrainingStep.of(network.parameters(), adam).withClipNorm(5);
/// for (Batch batch : batches) {
///     double loss = step.run(() -> crossEntropy.of(network.forward(batch.x()), batch.y()));
/// }
/// ```
///
/// Tensors made within a run are void when it has ended; using one then is an
/// [IllegalStateException]. What is to outlive the run, such as the state that one chunk of a long
/// text leaves to the next, is copied in it by [Tensor#kept] or
/// [State#kept][org.unroll.recurrent.State#kept]. Numbers, such as those of [Tensor#item] or
/// [Tensor#toFloats], are not affected, nor is anything made before the run.
///
/// There is nothing to close. For use by one thread at a time.
public final class TrainingStep {
    private final Parameters parameters;
    private final Optimizer optimizer;
    private final double clipNorm;
    private final double clipValue;
    private final StepMemory memory = StepMemory.create();
    private double gradientNorm = Double.NaN;

    private TrainingStep(
            Parameters parameters, Optimizer optimizer, double clipNorm, double clipValue) {
        this.parameters = parameters;
        this.optimizer = optimizer;
        this.clipNorm = clipNorm;
        this.clipValue = clipValue;
    }

    /// Steps that change these parameters, without clipping.
    ///
    /// @param optimizer made for the same parameters
    public static TrainingStep of(Parameters parameters, Optimizer optimizer) {
        return new TrainingStep(parameters, optimizer, 0, 0);
    }

    /// The same, but gradients longer than this, all together, are scaled down to it.
    ///
    /// @param clipNorm above 0, or 0 for never
    public TrainingStep withClipNorm(double clipNorm) {
        FitOptions.notNegative("clipNorm", clipNorm);
        return new TrainingStep(parameters, optimizer, clipNorm, clipValue);
    }

    /// The same, but every number of the gradients is limited to ± this, before the norm is.
    ///
    /// @param clipValue above 0, or 0 for never
    public TrainingStep withClipValue(double clipValue) {
        FitOptions.notNegative("clipValue", clipValue);
        return new TrainingStep(parameters, optimizer, clipNorm, clipValue);
    }

    /// Computes the loss and its gradients, and changes the parameters by them.
    ///
    /// @param loss a scalar of floating type
    /// @return the loss, before the update
    /// @throws NonFiniteException if the loss or the gradients' norm is not a finite number; then
    ///   nothing was changed, and the message says how to find where it began
    /// @throws IllegalStateException within another step
    public double run(Supplier<Tensor> loss) {
        return run(loss, this::failure, () -> {});
    }

    /// The norm of the last run's gradients, all together, before clipping.
    ///
    /// @throws IllegalStateException before the first run
    public double gradientNorm() {
        if (Double.isNaN(gradientNorm)) {
            throw new IllegalStateException("there was no step yet");
        }
        return gradientNorm;
    }

    /// What to throw instead of an update with numbers that are not finite.
    interface Failure {
        RuntimeException of(double loss, Gradients gradients);
    }

    /// @param after runs in the step's memory, after the update
    double run(Supplier<Tensor> loss, Failure failure, Runnable after) {
        return memory.run(() -> {
            Autograd.Differentiated done = Autograd.differentiate(parameters, loss);
            double value = done.value().item();
            double norm = done.gradients().norm();
            if (!Double.isFinite(value) || !Double.isFinite(norm)) {
                throw failure.of(value, done.gradients());
            }
            optimizer.step(clipped(done.gradients()));
            gradientNorm = norm;
            after.run();
            return value;
        });
    }

    private Gradients clipped(Gradients gradients) {
        Gradients limited = clipValue > 0 ? gradients.clippedToValue(clipValue) : gradients;
        return clipNorm > 0 ? limited.clippedToNorm(clipNorm) : limited;
    }

    private NonFiniteException failure(double loss, Gradients gradients) {
        long number = optimizer.steps() + 1;
        return new NonFiniteException(
                number,
                "step %d: %s; nothing was changed. Run the same loss in FiniteCheck.run(...) to find the operation where it began"
                        .formatted(
                                number,
                                Double.isFinite(loss)
                                        ? "the gradients' norm is " + gradients.norm()
                                        : "the loss is " + loss));
    }
}
