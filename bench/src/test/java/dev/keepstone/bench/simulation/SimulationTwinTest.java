package dev.keepstone.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.keepstone.persistence.config.PersistenceConfig;
import dev.keepstone.persistence.store.embedded.EmbeddedRedis;
import dev.keepstone.persistence.store.redis.RedisStore;
import dev.keepstone.persistence.store.redis.RedisTimeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated Redis and a real one, told the same histories: every answer must be the same. */
class SimulationTwinTest {
  private static final int SEEDS = Integer.getInteger("simulation.twin.seeds", 4);
  private static final PersistenceConfig CONFIG =
      PersistenceConfig.of(
          ConfigFactory.parseString("keepstone.persistence.embedded.append-fsync = everysec")
              .withFallback(ConfigFactory.parseResources("config/keepstone.conf"))
              .resolve());

  /** Of a busy machine, too. */
  private static final RedisTimeouts PATIENT = new RedisTimeouts(60_000, 60_000, 4_096);

  @TempDir private Path folder;

  @Test
  void answersAsRedisDoes() throws IOException {
    EmbeddedRedis redis =
        EmbeddedRedis.start(
            CONFIG.embedded(
                folder.resolve("data"), Files.readString(Path.of("..", "config", "redis.conf"))));
    QuietLog quiet = new QuietLog();
    try (RedisStore store = redis.openStore(PATIENT);
        Simulation simulation = new Simulation()) {
      for (long seed = 1; seed <= SEEDS; seed++) {
        SimulationResult result = simulation.runBeside(seed, store);
        assertThat(result.explanation()).as("seed %d", seed).isEmpty();
        assertThat(result.compared()).isGreaterThan(100);
      }
    } finally {
      quiet.close();
      redis.stop();
    }
  }
}
