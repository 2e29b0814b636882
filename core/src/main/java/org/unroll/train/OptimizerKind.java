package org.unroll.train;

import java.util.Arrays;
import java.util.Locale;

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

    /// Its name in options and files: lower case.
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
