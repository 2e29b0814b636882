package org.unroll.examples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.unroll.data.InputException;
import org.unroll.datasets.Dataset;
import org.unroll.datasets.DatasetStore;
import org.unroll.examples.support.Picture;

/// What a program is given: how much to do, which seeds to begin with, where data lies and where
/// pictures go.
///
/// In a notebook, cells make theirs by [#ofNotebook]; on the command line it comes from the options
/// of `./unroll examples`.
public final class Run {
    private final String name;
    private final RunOptions options;
    private final Consumer<Picture> pictures;
    private final Consumer<String> times;

    private Run(
            String name, RunOptions options, Consumer<Picture> pictures, Consumer<String> times) {
        this.name = name;
        this.options = options;
        this.pictures = pictures;
        this.times = times;
    }

    static Run ofOptions(String name, RunOptions options) {
        return new Run(name, options, picture -> {}, System.err::println);
    }

    /// A run inside a notebook. The whole example runs, with seed 42, unless the environment says
    /// `UNROLL_QUICK=1`.
    ///
    /// @param name of the example, such as `004`
    /// @param display shows a picture below the cell
    public static Run ofNotebook(String name, Consumer<BufferedImage> display) {
        boolean quick = "1".equals(System.getenv("UNROLL_QUICK"));
        String[] arguments = quick ? new String[] {name, "--quick"} : new String[] {name};
        return new Run(
                name,
                RunOptions.of(arguments),
                picture -> display.accept(picture.image()),
                line -> {});
    }

    /// Whether to work on less data, with smaller networks: under a minute in all.
    public boolean quick() {
        return options.quick();
    }

    /// One of two settings.
    ///
    /// @param quick with `--quick`
    /// @param full otherwise
    public <T> T quickOr(T quick, T full) {
        return options.quick() ? quick : full;
    }

    /// The seed to begin with.
    public long seed() {
        return options.seed();
    }

    /// How many seeds to run with, from [#seed] upwards, where a result depends on the seed.
    public int seeds() {
        return options.seeds();
    }

    /// The folder with the files of a set of data: in the one that `--data` names, otherwise where
    /// `./unroll data` puts them.
    ///
    /// @throws InputException if they are not there or damaged; the message says what to do
    public Path data(Dataset set) {
        var store = options.data().map(DatasetStore::at).orElseGet(DatasetStore::standard);
        try {
            return store.get(set);
        } catch (InputException e) {
            throw new InputException(e.getMessage() + "; --quick needs no data", e);
        }
    }

    /// A file of Unroll's own folder `data`, such as `pets.csv`.
    ///
    /// @throws InputException if this is not run in Unroll's folder, or in one below it
    public Path sample(String file) {
        Path start = Path.of(System.getProperty("unroll.root", "")).toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Path found = folder.resolve("data").resolve(file);
            if (Files.isRegularFile(found)) {
                return found;
            }
        }
        throw new InputException(
                "no file data/%s in %s or above: start the examples in Unroll's own folder"
                        .formatted(file, start));
    }

    /// Begins a part of the program: a line on standard output. Notebooks have their own headings,
    /// and do not call this.
    public void heading(String text) {
        IO.println("\n## " + text + "\n");
    }

    /// Shows a picture: below the cell in a notebook, with `--plots DIR` as a file of that folder,
    /// else nowhere.
    ///
    /// @param part what it shows, in one word: `loss` becomes `DIR/004-loss.png`
    public void show(String part, Picture picture) {
        pictures.accept(picture);
        options.plots().ifPresent(folder -> write(folder, name + "-" + part + ".png", picture));
    }

    private static void write(Path folder, String file, Picture picture) {
        try {
            if (!ImageIO.write(picture.image(), "png", folder.resolve(file).toFile())) {
                throw new IllegalStateException("this JDK writes no PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder.resolve(file), e);
        }
    }

    /// Does some work and says on standard error how long it took; in a notebook it says nothing.
    /// Standard output stays the same from run to run.
    public void time(String what, Runnable work) {
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        times.accept(String.format(Locale.ROOT, "%s: %.1f s", what, seconds));
    }
}
