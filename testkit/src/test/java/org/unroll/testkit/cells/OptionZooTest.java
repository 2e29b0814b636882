package org.unroll.testkit.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Activation;
import org.unroll.nn.ActivationFunction;
import org.unroll.nn.Init;
import org.unroll.recurrent.DecoratedCell;
import org.unroll.recurrent.ElmanOptions;
import org.unroll.recurrent.GateOptions;
import org.unroll.recurrent.IndependentCell;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;

/// Nothing that can be chosen of a built-in cell is missing in the zoo: neither a cell, nor an
/// option, nor one of its values.
class OptionZooTest {
    private static final String OPTIONS = RecurrentCell.class.getPackageName();

    static List<OptionZoo<?>> zoo() {
        return OptionZoo.all();
    }

    /// What a cell can be told but layer norm of independent units, which is refused.
    private static boolean isRefused(OptionZoo<?> zoo, String path) {
        return zoo.cell().equals("independent") && path.equals("gates.layerNorm");
    }

    /// Each option by itself differs from the standard in one kind at least, and every value of an
    /// enum comes up.
    @ParameterizedTest
    @MethodSource("zoo")
    void eachOptionIsTriedAlone(OptionZoo<?> zoo) {
        Map<String, Object> standard = leaves(zoo.standard());
        Map<String, Set<Object>> alone = new LinkedHashMap<>();
        standard.keySet().forEach(path -> alone.put(path, new LinkedHashSet<>()));
        for (Record kind : zoo.kinds().values()) {
            Map<String, Object> changed = new LinkedHashMap<>(leaves(kind));
            changed.entrySet().removeAll(standard.entrySet());
            if (changed.size() == 1) {
                changed.forEach((path, value) -> values(alone, path).add(value));
            }
        }
        alone.forEach((path, values) -> {
            if (isRefused(zoo, path)) {
                assertThat(values).as(path).isEmpty();
                return;
            }
            assertThat(values).as("%s: values of %s but the standard", zoo, path).isNotEmpty();
            Object usual = value(standard, path);
            if (usual instanceof Enum<?> constant && !(usual instanceof ActivationFunction)) {
                Set<Object> all = new LinkedHashSet<>(values);
                all.add(usual);
                assertThat(all)
                        .as("%s: %s", zoo, path)
                        .contains((Object[]) constant.getDeclaringClass().getEnumConstants());
            }
        });
    }

    private static <V> V value(Map<String, V> all, String key) {
        return Objects.requireNonNull(all.get(key), key);
    }

    private static Set<Object> values(Map<String, Set<Object>> all, String path) {
        return value(all, path);
    }

    /// The components of a record of options, those of the records in it too: `gates.bias`.
    private static Map<String, Object> leaves(Record options) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (RecordComponent component : options.getClass().getRecordComponents()) {
            Object value = componentOf(options, component);
            if (value instanceof Record inner && isOptions(component.getType())) {
                leaves(inner)
                        .forEach((path, leaf) -> all.put(component.getName() + "." + path, leaf));
            } else {
                all.put(component.getName(), value);
            }
        }
        return all;
    }

    private static boolean isOptions(Class<?> type) {
        return type.isRecord() && type.getPackageName().equals(OPTIONS);
    }

    private static Object componentOf(Record options, RecordComponent component) {
        try {
            return component.getAccessor().invoke(options);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @Test
    void eachFunctionIsTried() throws Exception {
        Set<Object> tried = new LinkedHashSet<>();
        for (OptionZoo<?> zoo : zoo()) {
            tried.addAll(leaves(zoo.standard()).values());
            zoo.kinds().values().forEach(kind -> tried.addAll(leaves(kind).values()));
        }
        assertThat(tried).contains((Object[]) Activation.values());
        for (Class<?> function : publicClasses(ActivationFunction.class)) {
            assertThat(tried).as(function.getSimpleName()).anyMatch(function::isInstance);
        }
        assertThat(tried)
                .as("a function of one's own")
                .anyMatch(value ->
                        value instanceof ActivationFunction
                                && !value.getClass().getPackageName().startsWith("org.unroll.nn"));
    }

    /// Each public cell is there, with the options that its constructors take, and so is what goes
    /// around every one of them.
    @Test
    void eachCellIsThere() throws Exception {
        Init init = Init.pytorch(Rng.seeded(1));
        Map<Class<?>, Class<?>> options = new LinkedHashMap<>();
        for (OptionZoo<?> zoo : zoo()) {
            RecurrentCell<?> cell = zoo.lines().getFirst().maker().of(3, 5, init);
            options.put(cell.getClass(), zoo.standard().getClass());
        }
        Map<Class<?>, Set<Class<?>>> around = new LinkedHashMap<>();
        for (CellZoo kind : CellZoo.builtIn()) {
            if (kind.small(DType.FLOAT32) instanceof DecoratedCell<?> decorated) {
                around.computeIfAbsent(decorated.getClass(), _ -> new LinkedHashSet<>())
                        .add(decorated.cell().getClass());
            }
        }
        int cells = 0;
        for (Class<?> cell : publicClasses(RecurrentCell.class)) {
            if (DecoratedCell.class.isAssignableFrom(cell)) {
                assertThat(around.get(cell))
                        .as("cells inside %s", cell.getSimpleName())
                        .containsAll(options.keySet());
                continue;
            }
            cells++;
            assertThat(options).containsKey(cell);
            for (Constructor<?> constructor : cell.getConstructors()) {
                assertThat(Stream.of(constructor.getParameterTypes()).filter(Class::isRecord))
                        .as("options of %s", constructor)
                        .allMatch(type -> type == options.get(cell));
            }
        }
        assertThat(cells).isEqualTo(options.size());
    }

    @Test
    void whatIsNotTriedIsRefused() {
        ElmanOptions norm =
                ElmanOptions.independent().withGates(GateOptions.oneBias().withLayerNorm());
        assertThatThrownBy(() -> new IndependentCell(3, 5, norm, Init.pytorch(Rng.seeded(1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// The public classes of core that are of this type and can be made.
    private static List<Class<?>> publicClasses(Class<?> type)
            throws IOException, URISyntaxException, ClassNotFoundException {
        Path core = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(core)) {
            return publicClasses(type, core);
        }
        try (FileSystem jar = FileSystems.newFileSystem(core)) {
            return publicClasses(type, jar.getPath("/"));
        }
    }

    private static List<Class<?>> publicClasses(Class<?> type, Path root)
            throws IOException, ClassNotFoundException {
        String inside = type.getPackageName().replace('.', '/');
        List<Class<?>> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(root.resolve(inside))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.contains("$") && !name.contains("-")) {
                    Class<?> found =
                            Class.forName(type.getPackageName() + "." + name.replace(".class", ""));
                    if (type.isAssignableFrom(found)
                            && Modifier.isPublic(found.getModifiers())
                            && !Modifier.isAbstract(found.getModifiers())) {
                        all.add(found);
                    }
                }
            }
        }
        return all;
    }
}
