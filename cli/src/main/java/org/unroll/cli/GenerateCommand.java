package org.unroll.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import org.jspecify.annotations.Nullable;
import org.unroll.text.Generation;
import org.unroll.text.Sampler;
import org.unroll.text.TextModel;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `generate`: lets a text model write.
@picocli.CommandLine.Command(
        header = "Writes text with a model that 'train text' made.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "unroll generate MODEL [--count N] [--prefix TEXT] [OPTIONS]%n",
        description = {
            "Each text begins with the prefix and ends after its first line end, unless --lines or"
                    + " --length say otherwise; then an empty line stands between two texts."
                    + " Characters appear as they are written."
        },
        parameterListHeading = "%nArguments:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unroll generate names.safetensors",
            "  unroll generate names.safetensors --count 20 --prefix 'rosa ' --temperature 0.7",
            "  unroll generate book.safetensors --count 1 --length 2000 --top-p 0.95 --seed 3",
            "  unroll generate names.safetensors --greedy --count 1 --json"
        })
final class GenerateCommand implements Command {
    private static final int LONGEST = 1000;

    /// Far apart, so that neighbouring seeds share no text.
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    private final Streams streams;

    @Parameters(paramLabel = "MODEL", description = "A model file of 'train text'.")
    Path model = Path.of("");

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "10",
            description = "Texts to write (default ${DEFAULT-VALUE}).")
    int count;

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "What each text begins with.")
    String prefix = "";

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "1",
            description =
                    "Below 1 closer to what was learned, above 1 wilder (default"
                            + " ${DEFAULT-VALUE}).")
    double temperature;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            defaultValue = "0",
            description =
                    "Choose among the K likeliest characters; 0 = all (default ${DEFAULT-VALUE}).")
    int topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            defaultValue = "1",
            description =
                    "Choose among the likeliest characters that together reach probability P"
                            + " (default ${DEFAULT-VALUE}).")
    double topP;

    @Option(names = "--greedy", description = "Always take the likeliest character.")
    boolean greedy;

    @Option(
            names = "--lines",
            paramLabel = "N",
            description = "End a text after N line ends (default 1, or none with --length).")
    @Nullable Integer lines;

    @Option(
            names = "--length",
            paramLabel = "N",
            description = "End a text after N characters (default: 1,000 for each line).")
    @Nullable Integer length;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Same seed, same texts (default: another one each time).")
    @Nullable Long seed;

    @Option(names = "--json", description = "Write the results as JSON.")
    boolean json;

    @Mixin(name = "Help")
    HelpFlag help = new HelpFlag();

    GenerateCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public int run() {
        Generation generation = Usage.checked(this::generation);
        TextModel writer = TextModel.load(model);
        if (json) {
            writeJson(writer, generation);
        } else {
            for (int i = 0; i < count; i++) {
                if (i > 0 && generation.newlines() != 1) {
                    streams.out().print('\n'); // a text has several lines
                }
                stream(writer, generation.withSeed(generation.seed() + i * SEED_STEP));
            }
        }
        return ExitCode.SUCCESS;
    }

    private void stream(TextModel writer, Generation generation) {
        boolean endsLine = false;
        PrimitiveIterator.OfInt text = writer.generate(generation).iterator();
        // The prefix is shown only after the model has accepted it.
        boolean more = text.hasNext();
        streams.out().print(prefix);
        while (more) {
            int character = text.nextInt();
            endsLine = character == '\n';
            streams.out().print(Character.toString(character));
            streams.flushResults();
            more = text.hasNext();
        }
        if (!endsLine) {
            streams.out().print('\n');
            streams.flushResults();
        }
    }

    private void writeJson(TextModel writer, Generation generation) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = writer.write(generation.withSeed(generation.seed() + i * SEED_STEP));
            texts.add(prefix + (text.endsWith("\n") ? text.substring(0, text.length() - 1) : text));
        }
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("model", model);
        results.put("seed", generation.seed());
        results.put("prefix", prefix);
        results.put("texts", texts);
        Json.write(streams.out(), results);
    }

    private Generation generation() {
        if (count < 1) {
            throw Failure.usage("expected --count of at least 1 but got " + count);
        }
        Sampler sampler = greedy ? Sampler.greedy() : new Sampler(temperature, topK, topP);
        int newlines = lines != null ? lines : length != null ? 0 : 1;
        int longest = length != null ? length : LONGEST * Math.clamp(newlines, 1, 1_000_000);
        long start = seed != null ? seed : System.nanoTime() ^ ProcessHandle.current().pid() << 32;
        return new Generation(sampler, prefix, newlines, longest, start);
    }
}
