package org.unroll.testkit.golden;

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
import org.unroll.testkit.Golden;

/// Our optimizer for a recorded one. Options that the record does not name stay at our defaults,
/// which are tested thereby.
final class Optimizers {
    private final Golden golden;

    private Optimizers(Golden golden) {
        this.golden = golden;
    }

    static Optimizer of(Golden golden, Parameters parameters) {
        Optimizers from = new Optimizers(golden);
        String name = golden.text("optimizer");
        boolean keras = name.startsWith("keras-");
        return switch (name.replace("keras-", "").replaceFirst("-.*", "")) {
            case "sgd" -> new Sgd(parameters, from.sgd(keras));
            case "rmsprop" -> new RmsProp(parameters, from.rmsProp(keras));
            case "adam" -> new Adam(parameters, from.adam(keras));
            case "adamw" -> new AdamW(parameters, from.adamW(keras));
            case "adadelta" -> new Adadelta(parameters, from.adadelta(keras));
            case "adagrad" -> new Adagrad(parameters, from.adagrad(keras));
            default -> throw new AssertionError("no optimizer for " + golden);
        };
    }

    private SgdOptions sgd(boolean keras) {
        SgdOptions options =
                SgdOptions.of(number("lr", 0))
                        .withDampening(number("dampening", 0))
                        .withWeightDecay(number("weight_decay", 0));
        double momentum = number("momentum", 0);
        options =
                flag("nesterov") ? options.withNesterov(momentum) : options.withMomentum(momentum);
        return keras ? options.keras() : options;
    }

    private RmsPropOptions rmsProp(boolean keras) {
        RmsPropOptions options = keras ? RmsPropOptions.keras() : RmsPropOptions.standard();
        return options.withLearningRate(number("lr", options.learningRate()))
                .withAlpha(number(keras ? "rho" : "alpha", options.alpha()))
                .withEpsilon(number("eps", options.epsilon()))
                .withMomentum(number("momentum", options.momentum()))
                .withWeightDecay(number("weight_decay", options.weightDecay()))
                .withCentred(flag("centered"));
    }

    private AdamOptions adam(boolean keras) {
        AdamOptions options = keras ? AdamOptions.keras() : AdamOptions.standard();
        return options.withLearningRate(number("lr", options.learningRate()))
                .withBetas(beta(1, options.beta1()), beta(2, options.beta2()))
                .withEpsilon(number("eps", options.epsilon()))
                .withWeightDecay(number("weight_decay", options.weightDecay()))
                .withAmsgrad(flag("amsgrad"));
    }

    private AdamWOptions adamW(boolean keras) {
        AdamWOptions options = keras ? AdamWOptions.keras() : AdamWOptions.standard();
        return options.withLearningRate(number("lr", options.learningRate()))
                .withBetas(beta(1, options.beta1()), beta(2, options.beta2()))
                .withEpsilon(number("eps", options.epsilon()))
                .withWeightDecay(number("weight_decay", options.weightDecay()))
                .withAmsgrad(flag("amsgrad"));
    }

    private AdadeltaOptions adadelta(boolean keras) {
        AdadeltaOptions options = keras ? AdadeltaOptions.keras() : AdadeltaOptions.standard();
        return options.withLearningRate(number("lr", options.learningRate()))
                .withRho(number("rho", options.rho()))
                .withEpsilon(number("eps", options.epsilon()))
                .withWeightDecay(number("weight_decay", options.weightDecay()));
    }

    private AdagradOptions adagrad(boolean keras) {
        AdagradOptions options = keras ? AdagradOptions.keras() : AdagradOptions.standard();
        return options.withLearningRate(number("lr", options.learningRate()))
                .withRateDecay(number("lr_decay", options.rateDecay()))
                .withInitialSum(number("initial_accumulator_value", options.initialSum()))
                .withEpsilon(number("eps", options.epsilon()))
                .withWeightDecay(number("weight_decay", options.weightDecay()));
    }

    private double number(String option, double otherwise) {
        return golden.option("option." + option).map(Double::parseDouble).orElse(otherwise);
    }

    private boolean flag(String option) {
        return golden.option("option." + option).map("True"::equals).orElse(false);
    }

    /// PyTorch's pair `betas`, written as `(0.9, 0.999)`, or Keras's `beta_1` and `beta_2`.
    private double beta(int which, double otherwise) {
        return golden.option("option.betas")
                .map(pair -> pair.replaceAll("[() ]", "").split(",", -1)[which - 1])
                .map(Double::parseDouble)
                .orElse(number("beta_" + which, otherwise));
    }
}
