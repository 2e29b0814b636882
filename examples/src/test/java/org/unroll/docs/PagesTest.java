package org.unroll.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What can be seen of the pages without running anything.
class PagesTest {
    private static final List<String> LANGUAGES =
            List.of("sh", "java", "text", "text sample", "xml", "python");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

    @Test
    void everyJavaBlockIsPartOfASourceThatTheBuildCompiles() {
        for (Page page : Page.all()) {
            for (Page.Block block : page.blocks()) {
                if (block.language().equals("java")) {
                    assertThat(Snippets.sourceOf(block.text()))
                            .as("%s, line %d:%n%s", page, block.line(), block.text())
                            .isPresent();
                }
            }
        }
    }

    @Test
    void everyBlockIsOfALanguageThatIsChecked() {
        for (Page page : Page.all()) {
            for (Page.Block block : page.blocks()) {
                assertThat(LANGUAGES)
                        .as("%s, line %d", page, block.line())
                        .contains(block.language());
            }
        }
    }

    @Test
    void everyXmlBlockNamesThisVersion() throws IOException {
        String pom = Files.readString(Page.ROOT.resolve("pom.xml"));
        Matcher version = Pattern.compile("<version>[^<]+</version>").matcher(pom);
        assertThat(version.find()).isTrue();
        for (Page page : Page.all()) {
            for (Page.Block block : page.blocks()) {
                if (block.language().equals("xml")) {
                    assertThat(block.text()).as(page.toString()).contains(version.group());
                }
            }
        }
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Page page : Page.all()) {
            List<String> targets =
                    LINK.matcher(String.join("\n", page.prose()))
                            .results()
                            .map(link -> link.group(1))
                            .filter(target -> !target.contains("://"))
                            .toList();
            for (String target : targets) {
                if (!exists(page, target)) {
                    broken.add(page + ": " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean exists(Page page, String target) throws IOException {
        String[] parts = target.split("#", 2);
        Path file = Page.ROOT.resolve(page.path());
        file = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
        if (!Files.exists(file)) {
            return false;
        }
        return parts.length == 1 || anchors(Files.readString(file)).contains(parts[1]);
    }

    /// As GitHub makes them of headings.
    private static List<String> anchors(String text) {
        return Pattern.compile("(?m)^#+ (.*)$")
                .matcher(text)
                .results()
                .map((MatchResult heading) -> heading.group(1).strip().toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }

    @Test
    void noPageIsAnIsland() {
        String linked = String.join("\n", Page.all().stream().map(PagesTest::targets).toList());
        for (Page page : Page.all()) {
            String name = String.valueOf(page.path().getFileName());
            if (page.path().getNameCount() > 1) {
                assertThat(linked).as("no page links to " + page).contains(name);
            }
        }
    }

    private static String targets(Page page) {
        return String.join(
                "\n",
                LINK.matcher(String.join("\n", page.prose()))
                        .results()
                        .map(link -> link.group(1))
                        .toList());
    }
}
