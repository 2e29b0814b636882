import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Writes the float64 kernels: translates every Java file below a source folder that carries the
/// marker `float64: GenerateDoubleKernels translates this file` from float32 to float64.
///
///     java GenerateDoubleKernels.java <source folder> <output folder>
///
/// A line ending in `// float64: <other>` gets `<other>` in its place where the rule below is not
/// enough (a tile's shape, say); `// float64: as it is` keeps the line.
final class GenerateDoubleKernels {
    private static final String MARKER = "float64: GenerateDoubleKernels translates this file";
    private static final Pattern PACKAGE =
            Pattern.compile("^package ([a-z.]+);$", Pattern.MULTILINE);
    private static final Pattern OWN_LINE = Pattern.compile("^( *).*// float64: (.*)$");
    private static final Pattern CAST = Pattern.compile("\\(float\\) ");
    private static final Pattern LITERAL = Pattern.compile("\\b(\\d+(?:\\.\\d+)?(?:e-?\\d+)?)f\\b");
    private static final Pattern FLOAT = Pattern.compile("float(?!64)");

    private GenerateDoubleKernels() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException(
                    "expected <source folder> <output folder> but got " + List.of(arguments));
        }
        Path source = Path.of(arguments[0]);
        Path output = Path.of(arguments[1]);
        List<Path> files;
        try (Stream<Path> all = Files.walk(source)) {
            files = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
        Set<Path> written = new HashSet<>();
        for (Path file : files) {
            String text = Files.readString(file);
            if (text.contains(MARKER)) {
                Path target = output.resolve(target(file, text));
                write(target, translate(file, text));
                written.add(target);
            }
        }
        deleteOthers(output, written);
    }

    /// What an earlier run wrote, from a source that has another name by now.
    private static void deleteOthers(Path output, Set<Path> written) throws IOException {
        try (Stream<Path> all = Files.walk(output)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!written.contains(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    /// The folders of the package, and the file's name with Double in place of Float.
    private static Path target(Path file, String text) {
        Matcher matcher = PACKAGE.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no package declaration in " + file);
        }
        return Path.of(matcher.group(1).replace('.', '/'))
                .resolve(file.getFileName().toString().replace("Float", "Double"));
    }

    private static String translate(Path file, String text) {
        StringBuilder result = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (line.contains(MARKER)) {
                result.append("/// Generated from ").append(file.getFileName()).append(".\n");
            } else {
                result.append(translateLine(line)).append('\n');
            }
        }
        return result.toString();
    }

    private static String translateLine(String line) {
        Matcher own = OWN_LINE.matcher(line);
        if (own.matches()) {
            return own.group(2).equals("as it is")
                    ? line.substring(0, line.indexOf(" // float64:"))
                    : own.group(1) + own.group(2);
        }
        String withoutCasts = CAST.matcher(line).replaceAll("");
        String literals = LITERAL.matcher(withoutCasts).replaceAll("$1d");
        return FLOAT.matcher(literals.replace("float32", "float64"))
                .replaceAll("double")
                .replace("Float", "Double");
    }

    /// Leaves a file alone that is right already, so that incremental builds stay incremental.
    private static void write(Path file, String text) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
    }
}
