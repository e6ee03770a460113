package dev.keepstone.net.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.seal.ServerIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KnownServersTest {
  private static final ServerAddress HERE = new ServerAddress("localhost", 7777);
  private static final ServerAddress THERE = new ServerAddress("localhost", 7779);
  private static final String KEY = ServerIdentity.generate(new SecureRandom()).fingerprint();
  private static final String OTHER = ServerIdentity.generate(new SecureRandom()).fingerprint();

  private final Path folder;

  KnownServersTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void trustsTheFirstKeyAndRefusesAnother() {
    Path file = folder.resolve("new").resolve("known_servers");

    assertThat(new KnownServers(file).refuse(HERE, KEY)).isNull();
    assertThat(new KnownServers(file).refuse(HERE, KEY)).isNull();
    assertThat(new KnownServers(file).refuse(HERE, OTHER))
        .contains("known=" + KEY, "offered=" + OTHER, "delete the line", file.toString());
    assertThat(new KnownServers(file).refuse(HERE, KEY)).isNull();
  }

  @Test
  void tellsServersApartByTheirPort() {
    Path file = folder.resolve("known_servers");

    assertThat(new KnownServers(file).refuse(HERE, KEY)).isNull();
    assertThat(new KnownServers(file).refuse(THERE, OTHER)).isNull();
    assertThat(new KnownServers(file).refuse(THERE, KEY)).contains("known=" + OTHER);
  }

  @Test
  void refusesADamagedList() throws IOException {
    Path file = folder.resolve("known_servers");
    Files.writeString(file, "# comment\n\nlocalhost:7777 rubbish\n");

    assertThat(new KnownServers(file).refuse(HERE, KEY)).contains("line 3", file.toString());
  }

  @Test
  void keepsAKeyAfterALineThatWasLeftOpen() throws IOException {
    Path file = folder.resolve("known_servers");
    Files.writeString(file, "# no line end");

    assertThat(new KnownServers(file).refuse(HERE, KEY)).isNull();
    assertThat(new KnownServers(file).refuse(HERE, OTHER)).contains("known=" + KEY);
    assertThat(Files.readString(file)).isEqualTo("# no line end\n" + HERE + " " + KEY + "\n");
  }

  @Test
  void forgetsARunsKeysWithTheRun() {
    TrustForThisRun run = new TrustForThisRun();

    assertThat(run.refuse(HERE, KEY)).isNull();
    assertThat(run.refuse(HERE, KEY)).isNull();
    assertThat(run.refuse(HERE, OTHER)).contains("first=" + KEY, "offered=" + OTHER);
    assertThat(new TrustForThisRun().refuse(HERE, OTHER)).isNull();
  }

  @Test
  void pinsOneKey() {
    assertThat(ServerKeyCheck.pinned(KEY).refuse(HERE, KEY)).isNull();
    assertThat(ServerKeyCheck.pinned(KEY).refuse(HERE, OTHER))
        .contains("expected=" + KEY, "offered=" + OTHER);
  }
}
