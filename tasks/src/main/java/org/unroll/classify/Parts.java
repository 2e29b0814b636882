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
    static Parts of(LabelledTexts data, ClassifierOptions options) {
        List<String> classes = data.classes();
        if (classes.size() < 2) {
            throw new InputException(
                    "%s: at least two classes are needed, but there is only %s"
                            .formatted(
                                    data.data().name(),
                                    classes.isEmpty()
                                            ? "no usable row"
                                            : "\"" + classes.getFirst() + "\""));
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
        check(parts.test, options.testShare(), "test");
        check(parts.validation, options.validationShare(), "validation");
        return parts;
    }

    private static void check(LabelledTexts part, double share, String name) {
        if (share > 0 && part.size() == 0) {
            throw new InputException(
                    "%s: too few rows to keep a share of %s for the %s part"
                            .formatted(part.data().name(), share, name));
        }
    }
}
