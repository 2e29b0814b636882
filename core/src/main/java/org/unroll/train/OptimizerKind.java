package org.unroll.train;

import java.util.Arrays;
import java.util.Locale;
import org.unroll.optim.Adadelta;
import org.unroll.optim.AdadeltaOptions;
import org.unroll.optim.Adagrad;
import org.unroll.optim.AdagradOptions;
import org.unroll.optim.Adam;
import org.unroll.optim.AdamOptions;
import org.unroll.optim.AdamW;
import org.unroll.optim.AdamWOptions;
import org.unroll.optim.Optimizer;
import org.unroll.optim.RmsProp;
import org.unroll.optim.RmsPropOptions;
import org.unroll.optim.Sgd;
import org.unroll.optim.SgdOptions;
import org.unroll.tensor.Parameters;

/// The optimizers by name, each with PyTorch's defaults: what a command line or a model file can
/// ask for.
public enum OptimizerKind {
    /// Stochastic gradient descent without momentum.
    SGD,
    /// RMSprop.
    RMSPROP,
    /// Adam.
    ADAM,
    /// Adam with decoupled weight decay.
    ADAMW,
    /// Adadelta.
    ADADELTA,
    /// Adagrad.
    ADAGRAD;

    /// The optimizer called so, in any case.
    public static OptimizerKind named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.optionName().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "expected an optimizer out of %s but got \"%s\""
                                        .formatted(
                                                Arrays.stream(values())
                                                        .map(OptimizerKind::optionName)
                                                        .toList(),
                                                name)));
    }

    /// A new optimizer of this kind.
    public Optimizer create(Parameters parameters, double learningRate) {
        return switch (this) {
            case SGD -> new Sgd(parameters, SgdOptions.of(learningRate));
            case RMSPROP -> new RmsProp(parameters, RmsPropOptions.of(learningRate));
            case ADAM -> new Adam(parameters, AdamOptions.of(learningRate));
            case ADAMW -> new AdamW(parameters, AdamWOptions.of(learningRate));
            case ADADELTA -> new Adadelta(parameters, AdadeltaOptions.of(learningRate));
            case ADAGRAD -> new Adagrad(parameters, AdagradOptions.of(learningRate));
        };
    }

    /// Its name in options and files: lower case.
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
