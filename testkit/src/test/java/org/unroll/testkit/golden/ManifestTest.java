package org.unroll.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.unroll.testkit.Golden;

/// The recorded files are those that the generator wrote, and every family has a suite.
class ManifestTest {
    private static final Pattern CASE =
            Pattern.compile("\"family\": \"(.+)\",\\s+\"name\": \"(.+)\",\\s+\"sha256\": \"(.+)\"");

    @Test
    void listsExactlyTheFilesThatAreThere() throws IOException, NoSuchAlgorithmException {
        Map<String, String> listed = new TreeMap<>();
        Matcher matcher = CASE.matcher(Files.readString(Golden.folder().resolve("manifest.json")));
        while (matcher.find()) {
            listed.put(
                    matcher.group(1) + "/" + matcher.group(2) + ".safetensors", matcher.group(3));
        }
        Map<String, String> present = new TreeMap<>();
        for (Path file : files()) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            String name = Golden.folder().relativize(file).toString().replace('\\', '/');
            present.put(name, HexFormat.of().formatHex(digest));
        }
        assertThat(listed).isNotEmpty().isEqualTo(present);
    }

    @Test
    void everyFamilyHasASuite() throws IOException {
        assertThat(files())
                .extracting(file -> file.getParent().getFileName().toString())
                .containsOnly(
                        "cells",
                        "layers",
                        "losses",
                        "optimizers",
                        "recurrent",
                        "schedules",
                        "tied");
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(Golden.folder())) {
            return all.filter(file -> file.toString().endsWith(".safetensors")).toList();
        }
    }
}
