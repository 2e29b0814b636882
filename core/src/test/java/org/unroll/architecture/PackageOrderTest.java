package org.unroll.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Guards the order of the packages and a few habits that no compiler checks.
@Tag("once")
class PackageOrderTest {
    private static final String ROOT = "org.unroll.";

    private static final JavaClasses CORE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.unroll");

    /// Each package with those it may use, besides itself and the JDK. To use a package that is not
    /// in its row, first ask whether the code stands in the right place.
    private static Map<String, Set<String>> order() {
        Map<String, Set<String>> order = new LinkedHashMap<>();
        order.put("internal.kernel", Set.of());
        order.put("tensor", Set.of("internal.kernel"));
        order.put("nn", Set.of("tensor"));
        order.put("internal.plan", Set.of("tensor", "internal.kernel"));
        order.put("recurrent", Set.of("nn", "tensor", "internal.plan"));
        order.put("loss", Set.of("tensor", "nn", "internal.kernel"));
        order.put("metric", Set.of("tensor", "nn", "loss"));
        order.put("optim", Set.of("tensor", "nn", "internal.kernel"));
        order.put("data", Set.of("tensor", "nn"));
        order.put("train", Set.of("tensor", "nn", "recurrent", "loss", "optim", "data"));
        return order;
    }

    @TestFactory
    List<DynamicTest> aPackageUsesOnlyThoseOfItsRow() {
        return order().entrySet().stream()
                .map(row ->
                        DynamicTest.dynamicTest(
                                row.getKey(), () -> check(row.getKey(), row.getValue())))
                .toList();
    }

    private static void check(String name, Set<String> mayUse) {
        Set<String> allowed = new LinkedHashSet<>();
        allowed.add("java..");
        allowed.add("jdk.incubator.vector..");
        allowed.add("org.jspecify..");
        allowed.add(ROOT + name);
        mayUse.forEach(other -> allowed.add(ROOT + other));
        classes()
                .that()
                .resideInAPackage(ROOT + name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new))
                .allowEmptyShould(true)
                .check(CORE);
    }

    @Test
    void everyPackageHasARow() {
        Set<String> packages =
                CORE.stream()
                        .map(type -> type.getPackageName())
                        .filter(name -> name.startsWith(ROOT))
                        .map(name -> name.substring(ROOT.length()))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(order().keySet()).containsAll(packages);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.unroll.(**)").should().beFreeOfCycles().check(CORE);
    }

    /// `Elementwise` is left out: it is what the engine, in another package, reads of a recorded
    /// step.
    @Test
    void internalTypesStayOutOfThePublicApi() {
        Set<String> leaks = new TreeSet<>();
        CORE.stream()
                .filter(PackageOrderTest::isVisible)
                .filter(type -> !type.getName().startsWith("org.unroll.tensor.Elementwise"))
                .filter(not(resideInAPackage("org.unroll.internal..")))
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit ->
                        unit.getModifiers().contains(JavaModifier.PUBLIC)
                                || unit.getModifiers().contains(JavaModifier.PROTECTED))
                .forEach(unit -> {
                    if (unit.getAllInvolvedRawTypes().stream()
                            .anyMatch(resideInAnyPackage("org.unroll.internal.."))) {
                        leaks.add(unit.getFullName());
                    }
                });
        assertThat(leaks).isEmpty();
    }

    private static boolean isVisible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(PackageOrderTest::isVisible).orElse(true);
    }

    @Test
    void theVectorApiIsUsedByKernelsOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.unroll.internal.kernel")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector..")
                .check(CORE);
    }

    @Test
    void coreIsSilent() {
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.IO")
                .check(CORE);
    }

    @Test
    void nothingIsBoundToAThread() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.ThreadLocal")
                .check(CORE);
    }

    @Test
    void classesAreFinalOrMeantToBeExtended() {
        Set<String> open =
                CORE.stream()
                        .filter(type ->
                                !type.isInterface() && !type.isEnum() && !type.isAnonymousClass())
                        .filter(type -> !type.getModifiers().contains(JavaModifier.FINAL))
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .filter(type -> !type.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .map(type -> type.getFullName())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(open).as("classes that are neither final nor abstract").isEmpty();
    }
}
