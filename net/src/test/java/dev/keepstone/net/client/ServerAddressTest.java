package dev.keepstone.net.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ServerAddressTest {
  @Test
  void readsHostAndPort() {
    assertThat(ServerAddress.parse("127.0.0.1:7777"))
        .isEqualTo(new ServerAddress("127.0.0.1", 7777));
    assertThat(ServerAddress.parse("play.example.org:80").toString())
        .isEqualTo("play.example.org:80");
    assertThat(ServerAddress.parse("[::1]:7777").host()).isEqualTo("[::1]");
  }

  @Test
  void refusesAnythingElse() {
    for (String text :
        new String[] {"", "localhost", ":7777", "a:b", "a:0", "a:65535", "a|b:7", "a:7|x=1"}) {
      assertThatThrownBy(() -> ServerAddress.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("HOST:PORT");
    }
  }
}
