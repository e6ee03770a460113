package dev.keepstone.net.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.net.harness.RecordingHandler;
import org.junit.jupiter.api.Test;

final class ServerAddressesTest {
  @Test
  void spreadsPlayersAndSendsWhoComesAgainToTheNext() {
    ServerAddresses addresses = ServerAddresses.parse("one:1, two:2");
    ClientHandler ada = new RecordingHandler();
    ClientHandler bob = new RecordingHandler();

    assertThat(addresses.first()).hasToString("one:1");
    assertThat(addresses.next(ada)).hasToString("one:1");
    assertThat(addresses.next(bob)).hasToString("two:2");
    assertThat(addresses.next(ada)).hasToString("two:2");
    assertThat(addresses.next(bob)).hasToString("one:1");
    assertThat(addresses.next(bob)).hasToString("two:2");
    assertThatThrownBy(() -> ServerAddresses.parse("one:1,"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
