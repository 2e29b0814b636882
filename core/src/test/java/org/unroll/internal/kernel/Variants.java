package org.unroll.internal.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The kernels to test: for each element type the scalar ones, the chosen ones, and where the
/// Vector API is there, vector kernels of every shape.
///
/// The shape is a constant of the kernels' classes, so that other shapes take other copies of them:
/// each is loaded by a class loader of its own while the system property says the shape.
final class Variants {
    private static final Set<String> SHARED =
            Set.of("Kernels", "Updates", "Unary", "Binary", "Start");
    private static final List<Kernels<?>> ALL = all();

    private Variants() {}

    /// Scalar kernels first in each pair.
    record Pair<A>(Kernels<A> scalar, Kernels<A> kernels) {
        @Override
        public String toString() {
            return kernels.name() + (kernels.allocate(0) instanceof float[] ? " 32" : " 64");
        }
    }

    static Stream<Pair<?>> pairs() {
        return ALL.stream().map(Variants::pair);
    }

    @SuppressWarnings("unchecked")
    private static Pair<?> pair(Kernels<?> kernels) {
        return kernels.allocate(0) instanceof float[]
                ? new Pair<>(new FloatScalarKernels(), (Kernels<float[]>) kernels)
                : new Pair<>(new DoubleScalarKernels(), (Kernels<double[]>) kernels);
    }

    private static List<Kernels<?>> all() {
        List<Kernels<?>> all =
                new ArrayList<>(List.of(KernelChoice.float32(), KernelChoice.float64()));
        if (!KernelChoice.float32().name().equals("scalar")) {
            all.add(new FloatScalarKernels());
            all.add(new DoubleScalarKernels());
            for (int bits : new int[] {128, 256, 512}) {
                if (bits < VectorWidth.BITS) {
                    all.add(ofShape(bits, "FloatVectorKernels"));
                    all.add(ofShape(bits, "DoubleVectorKernels"));
                }
            }
        }
        return all;
    }

    private static Kernels<?> ofShape(int bits, String name) {
        String property = "unroll.vector.bits";
        String before = System.getProperty(property);
        System.setProperty(property, Integer.toString(bits));
        try {
            String type = Variants.class.getPackageName() + '.' + name;
            Constructor<?> constructor =
                    Class.forName(type, true, new Copies()).getDeclaredConstructor();
            constructor.setAccessible(true);
            Kernels<?> kernels = (Kernels<?>) constructor.newInstance();
            if (!kernels.name().equals("vector-" + bits)) {
                throw new IllegalStateException("expected " + bits + " bits: " + kernels.name());
            }
            return kernels;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }

    private static final class Copies extends ClassLoader {
        Copies() {
            super(Variants.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            String prefix = Variants.class.getPackageName() + '.';
            if (!name.startsWith(prefix)
                    || SHARED.contains(name.substring(prefix.length()).split("\\$")[0])) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            try (InputStream in = getParent().getResourceAsStream(file)) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
