package org.unroll.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.unroll.formats.safetensors.SafetensorsFile;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;

/// One recorded case of `tools/golden`: what goes in, what must come out, and how far off PyTorch
/// itself is in float32.
public final class Golden {
    private static final String EXPECTED = "expected.";
    private static final String FLOAT32_ERROR = "float32Error.";

    private final String name;
    private final SafetensorsFile file;

    private Golden(String name, SafetensorsFile file) {
        this.name = name;
        this.file = file;
    }

    /// All cases of a family (a folder), by name.
    public static List<Golden> family(String family) {
        try (Stream<Path> files = Files.list(folder().resolve(family))) {
            return files.sorted().map(Golden::read).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The folder with a folder for each family and `manifest.json`.
    public static Path folder() {
        URL manifest = Golden.class.getResource("/golden/manifest.json");
        if (manifest == null) {
            throw new AssertionError("the recorded numbers are not on the class path");
        }
        try {
            return Path.of(new URI(manifest.toString())).resolveSibling("");
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// The case in a file.
    public static Golden read(Path file) {
        try {
            String name = file.getFileName().toString().replace(".safetensors", "");
            return new Golden(name, SafetensorsFile.read(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The case's name.
    public String name() {
        return name;
    }

    /// The names of all options that the case has.
    public Set<String> options() {
        return file.metadata().keySet().stream()
                .filter(name -> !name.startsWith(FLOAT32_ERROR))
                .collect(Collectors.toSet());
    }

    /// An option of the case, if it has it.
    public Optional<String> option(String option) {
        return Optional.ofNullable(file.metadata().get(option));
    }

    /// An option that the case has.
    public String text(String option) {
        return option(option).orElseThrow(() -> new AssertionError(name + ": no " + option));
    }

    /// A number that the case has as an option.
    public int number(String option) {
        return Integer.parseInt(text(option));
    }

    /// Whether the case has this input.
    public boolean gives(String input) {
        return file.tensors().containsKey("given." + input);
    }

    /// An input. Real numbers come in the wanted type, indices as they are.
    public Tensor given(String input, DType type) {
        Tensor tensor = get("given." + input);
        return tensor.type() == DType.INT32 ? tensor : tensor.to(type);
    }

    /// The inputs whose names begin with `parameter.` and the rest of the prefix, without both.
    public Map<String, Tensor> parameters(String prefix, DType type) {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        String start = "given.parameter." + prefix;
        file.tensors()
                .forEach((key, tensor) -> {
                    if (key.startsWith(start)) {
                        parameters.put(key.substring(start.length()), tensor.to(type));
                    }
                });
        return parameters;
    }

    /// A result in float64.
    public Tensor expected(String result) {
        return get(EXPECTED + result);
    }

    /// Whether the case has this result.
    public boolean expects(String result) {
        return file.tensors().containsKey(EXPECTED + result);
    }

    /// The names of all results that the case has.
    public Set<String> results() {
        return file.tensors().keySet().stream()
                .filter(name -> name.startsWith(EXPECTED))
                .map(name -> name.substring(EXPECTED.length()))
                .collect(Collectors.toSet());
    }

    /// How far a result may be from what was recorded: 1e-12 in float64, 1e-5 in float32 or twice
    /// PyTorch's own error there, whichever is larger.
    public double tolerance(String result, DType type) {
        double torch =
                type == DType.FLOAT32
                        ? option(FLOAT32_ERROR + result).map(Double::parseDouble).orElse(0.0)
                        : 0;
        return Math.max(Closeness.tolerance(type), 2 * torch);
    }

    /// How far a result is from what was recorded: `max|a - b| / max|b|`.
    public double error(String result, Tensor actual) {
        return Closeness.relativeError(actual.to(DType.FLOAT64), expected(result));
    }

    /// Fails unless a result is as recorded, within its tolerance.
    public void check(String result, Tensor actual) {
        Closeness.assertClose(
                name + ": " + result,
                actual.to(DType.FLOAT64),
                expected(result),
                tolerance(result, actual.type()));
    }

    private Tensor get(String key) {
        Tensor tensor = file.tensors().get(key);
        if (tensor == null) {
            throw new AssertionError(
                    name + ": no tensor " + key + "; there are " + file.tensors().keySet());
        }
        return tensor;
    }

    @Override
    public String toString() {
        return name;
    }
}
