package org.unroll.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Unpacks the official build of libtorch, which has MKL, to where the Java API looks for its own.
/// Its folder has to come first on the class path: JavaCPP compares the size and the time of what
/// it unpacked with its jar, and would undo a replacement in its cache.
public final class Install {
    private static final String OFFICIAL = "pytorch/cpu/linux-x86_64/";
    private static final String OWN = "org/bytedeco/pytorch/linux-x86_64";
    private static final String OPEN_MP = "libgomp-98b21ff3.so.1";

    private Install() {}

    /// Unpacks into the folder that the argument names.
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]).resolve(OWN));
        for (String library : List.of("libtorch.so", "libtorch_cpu.so", "libc10.so", OPEN_MP)) {
            unpack(library, folder);
        }
        // The API's own library asks for OpenMP by its usual name: one file, so that it is loaded
        // once.
        Path link = folder.resolve("libgomp.so.1");
        Files.deleteIfExists(link);
        Files.createLink(link, folder.resolve(OPEN_MP));
    }

    private static void unpack(String library, Path folder) throws IOException {
        URL official = Install.class.getClassLoader().getResource(OFFICIAL + library);
        if (official == null) {
            throw new IOException("no " + library + " in the official build");
        }
        try (InputStream in = official.openStream()) {
            Files.copy(in, folder.resolve(library), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
