package dev.keepstone.bench;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The walls between the parts. Plain tests that call {@code check}: ArchUnit's field runner
 * reported 0 tests and passed with a planted violation.
 */
class ArchitectureTest {
  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.keepstone");
  }

  @Test
  void dependenciesPointOneWay() {
    noClasses()
        .that()
        .resideInAPackage("dev.keepstone.ecs..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.keepstone.persistence..", "dev.keepstone.net..", "dev.keepstone.bench..")
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage("dev.keepstone.persistence..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.keepstone.net..", "dev.keepstone.bench..")
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage("dev.keepstone.net..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.keepstone.bench..")
        .check(classes);
  }

  @Test
  void worldHasNoSocketNoDatabaseNoLog() {
    noClasses()
        .that()
        .resideInAPackage("dev.keepstone.ecs..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.aeron..",
            "io.lettuce..",
            "io.netty..",
            "org.slf4j..",
            "org.bouncycastle..",
            "java.net..",
            "java.nio.channels..")
        .check(classes);
  }

  @Test
  void worldHasNoClock() {
    noClasses()
        .that()
        .resideInAPackage("dev.keepstone.ecs..")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.time..")
        .check(classes);
  }

  @Test
  void tickNeverWalksHashMaps() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.keepstone.ecs.system..", "dev.keepstone.ecs.table..", "dev.keepstone.ecs.rule..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(java.util.HashMap.class, java.util.HashSet.class)
        .check(classes);
  }

  @Test
  void dominionStaysInComposition() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.keepstone.ecs.composition..", "dev.keepstone.bench.jmh..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.dominion..")
        .check(classes);
  }

  @Test
  void redisStaysBehindTheStore() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.keepstone.persistence.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.lettuce..", "io.netty..")
        .check(classes);
  }

  @Test
  void onlyTheServerPackageOfNetSeesPersistence() {
    noClasses()
        .that()
        .resideInAPackage("dev.keepstone.net..")
        .and()
        .resideOutsideOfPackage("dev.keepstone.net.server..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.keepstone.persistence..")
        .check(classes);
  }

  @Test
  void clientAndGatewayDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("dev.keepstone.net.client..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.keepstone.net.gateway..", "dev.keepstone.net.server..", "dev.keepstone.net.auth..")
        .check(classes);
    noClasses()
        .that()
        .resideInAnyPackage("dev.keepstone.net.gateway..", "dev.keepstone.net.auth..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.keepstone.net.client..", "dev.keepstone.net.server..", "dev.keepstone.net.cli..")
        .check(classes);
  }

  @Test
  void packagesFormNoCycles() {
    for (String module : List.of("ecs", "persistence", "net")) {
      slices()
          .matching("dev.keepstone." + module + ".(*)..")
          .should()
          .beFreeOfCycles()
          // Generated flyweights stand below all packages: see the next rule.
          .ignoreDependency(alwaysTrue(), resideInAPackage("..sbe.."))
          .check(classes);
    }
  }

  @Test
  void generatedFlyweightsKnowOnlyEachOther() {
    noClasses()
        .that()
        .resideInAPackage("..sbe..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.keepstone..").and(resideOutsideOfPackage("..sbe..")))
        .check(classes);
  }

  /**
   * A wall that cannot fail is no wall: the same kind of rule must find a dependency that exists.
   */
  @Test
  void rulesFindWhatTheyForbid() {
    assertThatThrownBy(
            () ->
                noClasses()
                    .that()
                    .resideInAPackage("dev.keepstone.net.server..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.keepstone.persistence..")
                    .check(classes))
        .isInstanceOf(AssertionError.class);
  }
}
