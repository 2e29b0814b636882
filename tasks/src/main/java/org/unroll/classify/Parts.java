package org.unroll.classify;

import java.util.List;
import org.unroll.data.InputException;
import org.unroll.data.Split;
import org.unroll.tensor.Rng;

/// Cleaned texts in parts: to train on, to validate on, to test on.
///
/// @param classes the classes of all of them
record Parts(
        LabelledTexts train, LabelledTexts validation, LabelledTexts test, List<String> classes) {
    static Parts of(Cleaning cleaning, ClassifierOptions options) {
        LabelledTexts data = cleaning.kept();
        List<String> classes = data.classes();
        if (classes.isEmpty()) {
            throw new InputException(
                    "%s: no row is left to learn from: %s"
                            .formatted(data.data().name(), cleaning.text()));
        }
        if (classes.size() < 2) {
            throw new InputException(
                    "%s: at least two classes are needed, but there is only \"%s\""
                            .formatted(data.data().name(), classes.getFirst()));
        }
        boolean shared = options.testShare() > 0 || options.validationShare() > 0;
        if (shared && classes.size() == data.size()) {
            throw new InputException(
                    "%s: each of the %d rows is a class of its own, so none can be kept for test or validation; is \"%s\" the column of the labels?"
                            .formatted(data.data().name(), data.size(), data.columns().label()));
        }
        Rng rng = Rng.seeded(options.fit().seed()).fork("split");
        Split outer =
                Split.stratified(data.labelIndices(classes), options.testShare(), rng.fork("test"));
        LabelledTexts rest = data.at(outer.kept());
        Split inner =
                Split.stratified(
                        rest.labelIndices(classes),
                        options.validationShare(),
                        rng.fork("validation"));
        Parts parts =
                new Parts(
                        rest.at(inner.kept()),
                        rest.at(inner.held()),
                        data.at(outer.held()),
                        classes);
        check(parts.test, options.testShare(), "test", data.size(), classes.size());
        check(
                parts.validation,
                options.validationShare(),
                "validation",
                rest.size(),
                classes.size());
        return parts;
    }

    private static void check(
            LabelledTexts part, double share, String name, int rows, int classes) {
        if (share > 0 && part.size() == 0) {
            throw new InputException(
                    "%s: too few rows to keep a share of %s for the %s part: there are %d in %d classes, and every class needs one to learn from"
                            .formatted(part.data().name(), share, name, rows, classes));
        }
    }
}
