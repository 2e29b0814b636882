package org.unroll.datasets;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.unroll.data.InputException;

/// A public set of data.
///
/// @param name a short name, such as `mnist`
/// @param description what it is, in one line
/// @param licence under which it may be used
/// @param files its files
public record Dataset(String name, String description, String licence, List<DatasetFile> files) {
    private static final List<String> MNIST_SOURCES =
            List.of(
                    "https://ossci-datasets.s3.amazonaws.com/mnist/",
                    "https://storage.googleapis.com/cvdf-datasets/mnist/");

    private static final List<String> PLANTS_SOURCES =
            List.of(
                    "https://raw.githubusercontent.com/Argenni/GUiAO_lab/main/utils/",
                    "https://cdn.jsdelivr.net/gh/Argenni/GUiAO_lab@main/utils/");

    /// Keeps a copy of the list.
    public Dataset {
        files = List.copyOf(files);
    }

    /// Handwritten digits, 60,000 to learn from and 10,000 to test with: what
    /// `org.unroll.formats.idx.LabelledImages` reads.
    public static Dataset mnist() {
        return new Dataset(
                "mnist",
                "MNIST: 70,000 handwritten digits",
                "CC BY-SA 3.0, Yann LeCun and Corinna Cortes",
                List.of(
                        digits(
                                "train-images-idx3-ubyte",
                                47_040_016,
                                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
                        digits(
                                "train-labels-idx1-ubyte",
                                60_008,
                                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
                        digits(
                                "t10k-images-idx3-ubyte",
                                7_840_016,
                                "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
                        digits(
                                "t10k-labels-idx1-ubyte",
                                10_008,
                                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2")));
    }

    /// Scientific names of plants and where they grow, a line each, separated by commas. The names
    /// are plain letters; the file of the same name at the UCI repository has other bytes.
    public static Dataset plants() {
        return new Dataset(
                "plants",
                "Plants: 34,781 scientific names and where they grow",
                "CC BY 4.0, from the USDA plants database by way of the UCI repository",
                List.of(
                        new DatasetFile(
                                "plants.data",
                                1_690_798,
                                "db1f8b102e4e557de8fce2349772e2ca085bbb79e1c5c90a00e933b2e2e4d00f",
                                PLANTS_SOURCES.stream()
                                        .map(folder -> URI.create(folder + "plants.data"))
                                        .toList())));
    }

    private static DatasetFile digits(String name, long bytes, String sha256) {
        return new DatasetFile(
                name,
                bytes,
                sha256,
                MNIST_SOURCES.stream().map(folder -> URI.create(folder + name + ".gz")).toList());
    }

    /// All that are known.
    public static List<Dataset> all() {
        return List.of(mnist(), plants());
    }

    /// The one of this name.
    ///
    /// @throws InputException if there is none
    public static Dataset named(String name) {
        return all().stream()
                .filter(set -> set.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new InputException(
                                "no data set '%s'; there are: %s"
                                        .formatted(
                                                name,
                                                all().stream()
                                                        .map(Dataset::name)
                                                        .collect(Collectors.joining(", ")))));
    }

    /// The same set, to be fetched from another place of the network that has its files.
    ///
    /// @param folder an address with `http` or `https`, under which the files have their public
    ///   names, as they are or with `.gz`
    /// @throws InputException if it is no such address
    public Dataset from(URI folder) {
        if (!List.of("http", "https").contains(folder.getScheme()) || folder.getHost() == null) {
            throw new InputException(
                    "expected an address like https://host/folder but got '%s'".formatted(folder));
        }
        String base = folder.toString();
        String slashed = base.endsWith("/") ? base : base + "/";
        return withSources(
                files.stream()
                        .map(file ->
                                file.storedNames().stream()
                                        .map(stored -> URI.create(slashed + stored))
                                        .toList())
                        .toList());
    }

    /// The same set, to be taken from a folder that has its files, plain or compressed by gzip, or
    /// has a folder of the set's name with them.
    ///
    /// @throws InputException if one is missing
    public Dataset from(Path folder) {
        Path inside = folder.resolve(name);
        boolean nested = files.stream().allMatch(file -> file.stored(inside).isPresent());
        return withSources(
                files.stream()
                        .map(file -> List.of(file.required(nested ? inside : folder).toUri()))
                        .toList());
    }

    private Dataset withSources(List<List<URI>> sources) {
        List<DatasetFile> changed = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            changed.add(files.get(i).withSources(sources.get(i)));
        }
        return new Dataset(name, description, licence, changed);
    }
}
