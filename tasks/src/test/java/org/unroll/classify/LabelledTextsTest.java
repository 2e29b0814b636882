package org.unroll.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unroll.data.InputException;

class LabelledTextsTest {
    @TempDir Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("pets.csv"), text);
    }

    @Test
    void readsTwoColumnsByName() throws IOException {
        Path file = file("id;имя;класс\n1;\"Рекс; младший\";собака\r\n\n2;Мурка; кошка \n");
        LabelledTexts data = LabelledTexts.read(file, "имя", "класс", ';');
        assertThat(data.texts()).containsExactly("Рекс; младший", "Мурка");
        assertThat(data.labels()).containsExactly("собака", "кошка");
        assertThat(data.classes()).containsExactly("кошка", "собака");
        assertThat(data.data().name()).isEqualTo("pets.csv");
        assertThat(data.data().sha256()).hasSize(64);
        assertThat(data.columns()).isEqualTo(new TableColumns("имя", "класс", ';'));
    }

    @Test
    void aWrongColumnIsAnsweredWithThoseThereAre() throws IOException {
        Path file = file("имя,класс\nРекс,собака\n");
        assertThatThrownBy(() -> LabelledTexts.read(file, "name", "класс", ','))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ": no column \"name\"; the columns are: имя, класс");
    }

    @Test
    void aRowUnlikeTheHeaderIsNamedByItsLine() throws IOException {
        Path file = file("a,b\n1,2\n\n1,2,3\n");
        assertThatThrownBy(() -> LabelledTexts.read(file, "a", "b", ','))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ", line 4: expected 2 fields as in the header but got 3");
    }

    @Test
    void aWrongDelimiterIsHintedAt() throws IOException {
        assertThatThrownBy(() -> LabelledTexts.read(file("t;l\na;b\n"), "t", "l", ','))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("no column \"t\"", "by \";\"", "--delimiter");
        assertThatThrownBy(() -> LabelledTexts.read(file("t\tl\na\tb\n"), "t", "l", ','))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("by tabs", "--delimiter");
    }

    @Test
    void columnsOfTheSameNameOrForBothAreRefused() throws IOException {
        Path file = file("t,l,t\na,b,c\n");
        assertThatThrownBy(() -> LabelledTexts.read(file, "t", "l", ','))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ": two columns are named \"t\"");
        assertThatThrownBy(() -> LabelledTexts.read(file, "l", "l", ','))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ": texts and labels cannot both be the column \"l\"");
    }

    @Test
    void somePlacesAreTakenInTheirOrder() throws IOException {
        LabelledTexts all = LabelledTexts.read(file("t,l\na,x\n\nb,y\nc,x\n"), "t", "l", ',');
        LabelledTexts some = all.at(List.of(2, 1));
        assertThat(some.texts()).containsExactly("c", "b");
        assertThat(some.labels()).containsExactly("x", "y");
        assertThat(some.lines()).containsExactly(5L, 4L);
        assertThat(some.data()).isEqualTo(all.data());
    }

    @Test
    void labelsAreCountedInTheOrderOfTheClassesGiven() throws IOException {
        LabelledTexts all = LabelledTexts.read(file("t,l\na,x\n\nb,y\nc,x\n"), "t", "l", ',');
        assertThat(all.labelIndices(List.of("y", "z", "x"))).containsExactly(2, 0, 2);
        assertThatThrownBy(() -> all.labelIndices(List.of("z", "x")))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith(
                        "pets.csv, line 4: expected one of the classes z, x but got \"y\"");
    }

    @Test
    void aHeaderAloneIsNoData() throws IOException {
        Path file = file("a,b\n");
        assertThatThrownBy(() -> LabelledTexts.read(file, "a", "b", ','))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ": there are no rows below the header");
    }

    @Test
    void aQuoteThatNeverEndsIsOneLineOfMessage() throws IOException {
        Path file = file("a,b\n\"1,2\n3,4\n");
        assertThatThrownBy(() -> LabelledTexts.read(file, "a", "b", ','))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + "")
                .hasMessageNotContaining("\n");
    }
}
