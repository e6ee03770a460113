package dev.keepstone.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Breaks the server on purpose: a simulation that doesn't notice proves nothing. All of them, with
 * the number of failing seeds, are run by {@code -Dsimulation.mutants=all}.
 */
class MutantsTest {
  private static final boolean ALL = System.getProperty("simulation.mutants", "").equals("all");
  private static final String ONLY = System.getProperty("simulation.mutant", "");
  private static final int SEEDS = Integer.getInteger("simulation.mutant.seeds", ALL ? 2_000 : 300);
  private static final boolean COUNTS = Boolean.getBoolean("simulation.mutant.counts");

  @Test
  void everyMutantIsCaught() throws ReflectiveOperationException {
    List<Mutant> mutants = ALL ? Mutants.all() : Mutants.quick();
    StringBuilder survivors = new StringBuilder();
    for (Mutant mutant : mutants) {
      if (ONLY.isEmpty() || mutant.name().contains(ONLY)) {
        Mutant.Verdict verdict = mutant.run(SEEDS, COUNTS);
        if (ALL) {
          System.out.printf(
              Locale.ROOT,
              "| %s | %s | %s | %d of %d | %s |%n",
              mutant.name(),
              mutant.armed().isEmpty() ? "" : mutant.armed(),
              verdict.isCaught() ? verdict.firstFailing() : "survived",
              verdict.failing(),
              verdict.ran(),
              verdict.invariant());
        }
        if (!verdict.isCaught()) {
          survivors.append(mutant.name()).append("; ");
        }
      }
    }
    assertThat(survivors).as("mutants that nobody noticed").isEmpty();
  }

  /** Their methods may have been renamed: each must still be one. */
  @Test
  void everyMutantStillChangesSomething() {
    assertThat(Mutants.all()).hasSizeGreaterThanOrEqualTo(18);
    for (Mutant mutant : Mutants.all()) {
      assertThat(mutant.classes()).as(mutant.name()).isNotEmpty();
    }
  }

  @Test
  void aMutantOfAMethodThatIsGoneIsRefused() {
    Mutant stale =
        new Mutant("stale").drop("persistence.store.memory.MemoryLink", "noSuchMethod", "apply");
    assertThatThrownBy(stale::classes).hasMessageContaining("noSuchMethod");
    Mutant idle =
        new Mutant("idle").drop("persistence.store.memory.MemoryLink", "commitOne", "noSuchCall");
    assertThatThrownBy(idle::classes).hasMessageContaining("changes nothing");
  }
}
