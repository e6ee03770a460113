package dev.keepstone.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trade is whole or not at all, wherever the server dies. All steps run in profile proof. */
class TradeScenarioIT {
  @TempDir private Path home;

  @Test
  void aTradeIsWholeOrNotAtAll() {
    List<TradeStep> steps =
        Boolean.getBoolean("keepstone.proof")
            ? List.of(TradeStep.values())
            : List.of(TradeStep.BEFORE_COMMIT, TradeStep.AFTER_COMMIT, TradeStep.AFTER_LAST_SAVE);
    try (TradeScenario scenario = new TradeScenario(RunFolder.prepare(home.resolve("run")))) {
      scenario.run(steps, (what, done, of) -> {});
      assertThat(scenario.lines()).hasSize(steps.size()).allMatch(line -> line.startsWith("ok"));
      assertThat(scenario.findings().evidence()).isEmpty();
    }
  }
}
