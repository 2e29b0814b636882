package org.unroll.testkit.golden;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.optim.PlateauOptions;
import org.unroll.optim.PlateauSchedule;
import org.unroll.optim.Schedule;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Golden;

/// Learning rates over 30 steps against PyTorch.
class SchedulesGoldenTest {
    static List<Golden> curves() {
        return Golden.family("schedules").stream()
                .filter(golden -> !golden.gives("losses"))
                .toList();
    }

    static List<Golden> plateaus() {
        return Golden.family("schedules").stream()
                .filter(golden -> golden.gives("losses"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("curves")
    void isPyTorchs(Golden golden) {
        Schedule schedule = schedule(golden);
        double[] rates = new double[golden.expected("rates").size()];
        for (int step = 0; step < rates.length; step++) {
            rates[step] = schedule.rate(step, number(golden, "base"));
        }
        golden.check("rates", Tensor.of(rates));
    }

    private static Schedule schedule(Golden golden) {
        return switch (golden.name()) {
            case "step" -> Schedule.step(golden.number("every"), number(golden, "factor"));
            case "cosine" -> Schedule.cosine(golden.number("steps"), number(golden, "lowest"));
            case "linear-warm-up" ->
                    Schedule.constant()
                            .afterWarmUp(golden.number("steps"), number(golden, "startFactor"));
            case "warm-up-then-cosine" ->
                    Schedule.cosine(golden.number("steps"), number(golden, "lowest"))
                            .afterWarmUp(
                                    golden.number("warmUpSteps"), number(golden, "startFactor"));
            default -> throw new AssertionError("no schedule for " + golden);
        };
    }

    @ParameterizedTest
    @MethodSource("plateaus")
    void aPlateauIsPyTorchs(Golden golden) {
        PlateauSchedule schedule = new PlateauSchedule(plateau(golden));
        double[] losses = golden.given("losses", DType.FLOAT64).toDoubles();
        double[] rates = new double[losses.length];
        for (int step = 0; step < rates.length; step++) {
            schedule.observe(losses[step]);
            rates[step] = schedule.rate(step, number(golden, "base"));
        }
        golden.check("rates", Tensor.of(rates));
    }

    private static PlateauOptions plateau(Golden golden) {
        PlateauOptions options =
                PlateauOptions.standard()
                        .withFactor(number(golden, "factor"))
                        .withPatience(golden.number("patience"));
        if (golden.option("cooldown").isPresent()) {
            options = options.withCooldown(golden.number("cooldown"));
        }
        if (golden.option("min_lr").isPresent()) {
            options = options.withLowest(number(golden, "min_lr"));
        }
        if (golden.option("threshold").isPresent()) {
            double threshold = number(golden, "threshold");
            options =
                    golden.option("threshold_mode").isPresent()
                            ? options.withAbsoluteThreshold(threshold)
                            : options.withRelativeThreshold(threshold);
        }
        return options;
    }

    private static double number(Golden golden, String option) {
        return Double.parseDouble(golden.text(option));
    }
}
