package dev.sluice.launcher.arrows;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrows between modules point one way. */
class ModuleArrowsTest {
  private static final String SCHEMAS = "dev.sluice.schemas..";
  private static final String DIALECTS = "dev.sluice.dialects..";
  private static final List<String> ROLES =
      List.of(
          "dev.sluice.ingress..",
          "dev.sluice.router..",
          "dev.sluice.provider..",
          "dev.sluice.cost..",
          "dev.sluice.observability..");

  private static JavaClasses all;

  @BeforeAll
  static void importClasses() {
    all =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.sluice");
  }

  static Stream<String> roles() {
    return ROLES.stream();
  }

  @ParameterizedTest
  @MethodSource("roles")
  void shouldKeepARoleFromKnowingAnother(String role) {
    String[] others = ROLES.stream().filter(r -> !r.equals(role)).toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage(role)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(all);
    noClasses()
        .that()
        .resideInAPackage(role)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.sluice.launcher..", "dev.sluice.simulator..")
        .check(all);
  }

  @Test
  void shouldKeepTheContractFreeOfRolesAndFrameworks() {
    noClasses()
        .that()
        .resideInAPackage(SCHEMAS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.sluice.ingress..",
            "dev.sluice.router..",
            "dev.sluice.provider..",
            "dev.sluice.cost..",
            "dev.sluice.observability..",
            DIALECTS,
            "dev.sluice.launcher..",
            "dev.sluice.simulator..",
            "io.vertx..",
            "org.apache.kafka.streams..")
        .check(all);
  }

  @Test
  void shouldKeepWhatStreamsShareFreeOfRoles() {
    noClasses()
        .that()
        .resideInAPackage("dev.sluice.streaming..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROLES.toArray(String[]::new))
        .check(all);
  }

  @Test
  void shouldKeepTranslationPure() {
    noClasses()
        .that()
        .resideInAPackage(DIALECTS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..", "io.vertx..", "java.net.http..", "java.nio.file..", "java.sql..")
        .check(all);
    classes()
        .that()
        .resideInAPackage(DIALECTS)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            DIALECTS,
            SCHEMAS,
            "java..",
            "com.fasterxml.jackson..",
            "org.apache.avro..",
            "org.jspecify..",
            "org.slf4j..")
        .check(all);
  }

  @Test
  void shouldLetOnlyTheIngressAndTheWorkersTranslate() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.sluice.router..", "dev.sluice.cost..", "dev.sluice.observability..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(DIALECTS)
        .check(all);
  }

  @Test
  void shouldKeepTheSimulatorApartFromOurMoney() {
    noClasses()
        .that()
        .resideInAPackage("dev.sluice.simulator..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SCHEMAS, DIALECTS)
        .check(all);
  }

  @Test
  void shouldKeepCredentialsInTheWorkers() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.sluice.ingress..",
            "dev.sluice.router..",
            "dev.sluice.cost..",
            "dev.sluice.observability..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("dev.sluice.schemas.config.Secret")
        .check(all);
  }

  @ParameterizedTest
  @MethodSource("sliced")
  void shouldHaveNoCyclesOfPackages(String pattern) {
    slices().matching(pattern).should().beFreeOfCycles().check(all);
  }

  static Stream<String> sliced() {
    return Stream.of(
        "dev.sluice.ingress.(*)..",
        "dev.sluice.router.(*)..",
        "dev.sluice.provider.(*)..",
        "dev.sluice.cost.(*)..",
        "dev.sluice.observability.(*)..",
        "dev.sluice.dialects.(*)..",
        "dev.sluice.launcher.(*)..",
        "dev.sluice.simulator.(*)..");
  }
}
