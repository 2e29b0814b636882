package org.unroll.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.unroll.classify.LabelledTexts;
import org.unroll.data.Padding;
import org.unroll.data.Vocabulary;
import org.unroll.data.VocabularyOptions;
import org.unroll.examples.support.TextTable;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// The names of notebook 004: read, cleaned, split and turned into numbers.
final class Notebook004Pets {
    private Notebook004Pets() {}

    static LabelledTexts read(Run run) {
        // %% [markdown]
        // ## Names of pets
        //
        // Task 3: read `pets.csv`, turn names to lower case, settle contradictions (some names
        // stand in both classes), split into a training and a test part, and make a vocabulary of
        // the training part's letters, with `<PAD>` as a special token.
        //
        // The notebook's own file is not public. Unroll has another one with the same columns, имя
        // (name) and класс (class): 866 different names where the notebook's has 2,792. So counts
        // and scores cannot be the same as there.
        // %%
        var table = LabelledTexts.read(run.sample("pets.csv"), "имя", "класс", ',');
        var head = TextTable.of("", "имя", "класс");
        for (int row = 0; row < 5; row++) {
            head = head.row(row, table.texts().get(row), table.labels().get(row));
        }
        IO.println(head);
        IO.println(table.size() + " rows");
        // %% [markdown]
        // Five names, five dogs: the file has all dogs first, then all cats.
        return table;
    }

    static LabelledTexts firstLabels(LabelledTexts table) {
        // %% [markdown]
        // The notebook drops every name that was there before, and keeps the label that came
        // first. That settles contradictions, but by chance: with dogs first, every name that both
        // have becomes a dog's. And it does so before lower-casing, so "Барсик" and "барсик" would
        // both stay; our file has no such pair.
        // %%
        var places = new LinkedHashMap<String, Integer>();
        for (int row = 0; row < table.size(); row++) {
            places.putIfAbsent(table.texts().get(row), row);
        }
        var names = table.at(List.copyOf(places.values()));
        var dogs = names.labels().stream().filter("собака"::equals).count();
        IO.println(names.size() + " names, " + dogs + " of dogs");
        // %% [markdown]
        // That leaves more dogs than cats.
        return names;
    }

    // %% [markdown]
    // The split is random, a fifth for the test, as scikit-learn's `train_test_split` makes it:
    // both parts are shuffled. That matters here. The notebook does not shuffle its batches, and
    // in the file's order they would be of dogs only, then of cats only. (`Split.random` of the
    // library keeps the order.)
    // %%
    /// Names to learn from, and names to test with.
    record Parts(LabelledTexts train, LabelledTexts test) {
        static Parts of(LabelledTexts names, long seed) {
            var order = Rng.seeded(seed).fork("split").permutation(names.size());
            var places = Arrays.stream(order).boxed().toList();
            int held = (int) Math.ceil(0.2 * names.size());
            return new Parts(
                    names.at(places.subList(held, places.size())),
                    names.at(places.subList(0, held)));
        }

        /// The letters of the training part, with padding and a token for unknown letters.
        Vocabulary letters() {
            var options = VocabularyOptions.characters().withPadding().withUnknown();
            return Vocabulary.of(options, lowerCase(train));
        }

        /// The longest name of a class in the test part; the first of them.
        String longest(String pet) {
            String longest = "";
            for (int i = 0; i < test.size(); i++) {
                var name = test.texts().get(i);
                if (test.labels().get(i).equals(pet) && name.length() > longest.length()) {
                    longest = name;
                }
            }
            return longest;
        }

        static List<String> lowerCase(LabelledTexts part) {
            return part.texts().stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
        }
    }

    static Vocabulary vocabulary(Run run, LabelledTexts names) {
        // %%
        var parts = Parts.of(names, run.seed());
        IO.println(parts.train().size() + " names to learn from, " + parts.test().size() + " held");

        var padded = VocabularyOptions.characters().withPadding();
        var letters = Vocabulary.of(padded, Parts.lowerCase(parts.train()));
        IO.println(letters.size() + " tokens: " + String.join(" ", letters.tokens()));
        IO.println(names.labels().stream().distinct().toList());
        // %% [markdown]
        // There are Latin letters among them. Names such as "Муркa" have one that looks like its
        // Cyrillic twin; the original's file has them too ("Алтaй" in its fifth row). To a computer
        // that is another name, with a letter that it hardly ever sees.
        //
        // A letter may also be in the test part alone. The notebook's vocabulary would stop with an
        // error there. So ours has one more token, for everything unknown.
        // %%
        var vocabulary = parts.letters();
        var unseen = vocabulary.unknownIn(String.join("", Parts.lowerCase(parts.test())));
        IO.println(vocabulary.size() + " tokens with <UNK>; only in the test part: " + unseen);
        return vocabulary;
    }

    // %% [markdown]
    // ## The names as numbers
    //
    // Task 4: a class that turns letters and classes into whole numbers, and fills names up to one
    // length. The notebook takes the longest name of each part, so the length of its training part
    // and of its test part may differ.
    // %%
    /// Names as numbers, filled up to one length, with 0 for a dog and 1 for a cat.
    record PetsDataset(List<int[]> letters, int[] classes, int padding, int length) {
        /// Some of the names.
        record Batch(Sequence letters, Tensor classes) {}

        static PetsDataset of(LabelledTexts part, Vocabulary vocabulary) {
            var letters = new ArrayList<int[]>();
            int longest = 0;
            for (String name : Parts.lowerCase(part)) {
                letters.add(vocabulary.encode(name));
                longest = Math.max(longest, letters.getLast().length);
            }
            var classes = part.labelIndices(List.of("собака", "кошка"));
            return new PetsDataset(letters, classes, vocabulary.paddingIndex(), longest);
        }

        PetsDataset withLength(int other) {
            return new PetsDataset(letters, classes, padding, other);
        }

        int size() {
            return classes.length;
        }

        /// The names at these places, all of one length: padding is read as if it were letters.
        Batch padded(int... places) {
            var tokens = Padding.fixed(lettersAt(places), padding, length);
            return new Batch(Sequence.of(tokens), classesAt(places));
        }

        /// The names at these places with their own lengths: padding is not read.
        Batch withLengths(int... places) {
            var tokens = Padding.sequence(lettersAt(places), padding);
            return new Batch(tokens, classesAt(places));
        }

        List<int[]> lettersAt(int... places) {
            return Arrays.stream(places).mapToObj(letters::get).toList();
        }

        Tensor classesAt(int... places) {
            return Tensor.of(Arrays.stream(places).map(i -> classes[i]).toArray(), places.length);
        }
    }

    static void dataset(Run run, LabelledTexts names, Vocabulary vocabulary) {
        // %%
        var parts = Parts.of(names, run.seed());
        var train = PetsDataset.of(parts.train(), vocabulary);
        var test = PetsDataset.of(parts.test(), vocabulary);
        IO.println("(" + train.size() + ", " + test.size() + ")");
        // %% [markdown]
        // The first three names of the training part: their letters, then zeros.
        // %%
        var three = train.padded(0, 1, 2);
        IO.println(parts.train().texts().subList(0, 3));
        IO.println(three.letters().values());
        IO.println(three.classes());
    }
}
