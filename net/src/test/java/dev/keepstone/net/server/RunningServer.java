package dev.keepstone.net.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.keepstone.net.bot.BotConfig;
import dev.keepstone.net.bot.BotReport;
import dev.keepstone.net.bot.BotSwarm;
import dev.keepstone.net.client.ClientConfig;
import dev.keepstone.net.client.ClientDriver;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.ServerAddress;
import dev.keepstone.net.client.ServerKeyCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A real server in a process of its own on a data folder, and what a test asks of it. */
final class RunningServer implements AutoCloseable {
  static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  static final Duration STOP_TIMEOUT = Duration.ofSeconds(40);

  private final Path home;
  private final int port;
  private final List<String> flags;
  private KeepstoneProcess process;
  private String key = "";

  private RunningServer(Path home, int port, List<String> flags) {
    this.home = home;
    this.port = port;
    this.flags = flags;
    this.process = launch();
  }

  /** Starts {@code serve} on {@code home/data} with a flush window of 2 s. */
  static RunningServer start(Path home, String... flags) throws IOException, InterruptedException {
    Files.writeString(home.resolve("test.conf"), "keepstone.ecs.flush-window-ticks = 40\n");
    RunningServer server = new RunningServer(home, KeepstoneProcess.freePort(), List.of(flags));
    server.awaitReady();
    return server;
  }

  private KeepstoneProcess launch() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "serve",
                "--config",
                home.resolve("test.conf").toString(),
                "--data",
                home.resolve("data").toString(),
                "--port",
                Integer.toString(port)));
    arguments.addAll(flags);
    return KeepstoneProcess.start(home, arguments.toArray(new String[0]));
  }

  void startAgain() throws InterruptedException {
    process.close();
    process = launch();
    awaitReady();
  }

  private void awaitReady() throws InterruptedException {
    process.awaitLine("^ready", START_TIMEOUT);
    String line = process.awaitLine("ks1-", START_TIMEOUT);
    key = line.replaceAll(".*(ks1-[A-Za-z0-9-]+).*", "$1");
  }

  KeepstoneProcess process() {
    return process;
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  String key() {
    return key;
  }

  Path data() {
    return home.resolve("data");
  }

  /** The pid that the embedded Redis wrote. */
  long redisPid() throws IOException {
    return Long.parseLong(Files.readString(data().resolve("redis/redis.pid")).trim());
  }

  boolean redisIsAlive() throws IOException {
    Path file = data().resolve("redis/redis.pid");
    return Files.exists(file)
        && ProcessHandle.of(Long.parseLong(Files.readString(file).trim()))
            .map(ProcessHandle::isAlive)
            .orElse(false);
  }

  /** Bots that play until {@code stop} says so. */
  Crowd bots(int count, int seed, long seconds, BooleanSupplier stop) {
    return new Crowd(this, count, seed, seconds, stop);
  }

  /** What {@code inspect player NAMES --json} says, by name. */
  Stored inspect(List<String> names) throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("inspect", "player"));
    arguments.addAll(names);
    arguments.addAll(List.of("--data", data().toString(), "--json"));
    Map<String, Config> byName = new LinkedHashMap<>();
    try (KeepstoneProcess inspect =
        KeepstoneProcess.start(home, arguments.toArray(new String[0]))) {
      int code = inspect.awaitExit(Duration.ofSeconds(30));
      if (code != 0) {
        throw new AssertionError("inspect ended with " + code + ":\n" + inspect.output());
      }
      for (String line : inspect.output().split("\n", -1)) {
        if (line.startsWith("{")) {
          Config record = ConfigFactory.parseString(line);
          byName.put(record.getString("name"), record);
        }
      }
    }
    return new Stored(byName);
  }

  /** Runs one client command to its end against this server. */
  KeepstoneProcess run(Map<String, String> environment, String input, String... arguments)
      throws IOException {
    KeepstoneProcess client = KeepstoneProcess.start(home, environment, arguments);
    client.type(input);
    client.endInput();
    return client;
  }

  @Override
  public void close() throws IOException {
    try {
      if (process.isAlive()) {
        process.signal("TERM");
        process.awaitExit(STOP_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.close();
      if (redisIsAlive()) {
        ProcessHandle.of(redisPid()).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  /** Records by player's name. */
  record Stored(Map<String, Config> byName) {
    Config get(String name) {
      Config record = byName.get(name);
      if (record == null) {
        throw new AssertionError("nothing is stored for " + name);
      }
      return record;
    }
  }

  /** A swarm of bots on a thread of this JVM. */
  static final class Crowd implements AutoCloseable {
    private final AtomicInteger playing = new AtomicInteger();
    private final CompletableFuture<BotReport> report;
    private volatile boolean stopped;

    Crowd(RunningServer server, int count, int seed, long seconds, BooleanSupplier stop) {
      report =
          CompletableFuture.supplyAsync(
              () -> {
                ServerKeyCheck keys = ServerKeyCheck.pinned(server.key());
                try (ClientDriver driver = new ClientDriver()) {
                  return new BotSwarm(
                          new BotConfig(count, seconds, seed, 30),
                          handler ->
                              new GameClient(
                                  driver,
                                  ServerAddress.parse(server.address()),
                                  keys,
                                  handler,
                                  ClientConfig.DEFAULT),
                          () -> stopped || stop.getAsBoolean(),
                          (phase, in, failed, left) -> playing.set(in))
                      .run();
                }
              },
              task -> new Thread(task, "crowd").start());
    }

    void awaitPlaying(int count, Duration timeout) throws InterruptedException {
      long deadlineNs = System.nanoTime() + timeout.toNanos();
      while (playing.get() < count) {
        if (System.nanoTime() - deadlineNs > 0) {
          throw new AssertionError("only " + playing + " of " + count + " bots play");
        }
        Thread.sleep(50);
      }
    }

    BotReport stop() {
      stopped = true;
      return report.join();
    }

    BotReport await() {
      return report.join();
    }

    @Override
    public void close() {
      stop();
    }
  }
}
