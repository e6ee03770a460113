package dev.keepstone.net.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.net.wire.sbe.LoginDecoder;
import dev.keepstone.net.wire.sbe.LoginEncoder;
import dev.keepstone.net.wire.sbe.MessageHeaderEncoder;
import dev.keepstone.net.wire.sbe.PingDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class CredentialsDecoderTest {
  private final UnsafeBuffer message = new UnsafeBuffer(new byte[1_200]);
  private final CredentialsDecoder credentials = new CredentialsDecoder();

  @Test
  void givesTheSecretAwayOnce() {
    new LoginEncoder()
        .wrapAndApplyHeader(message, 0, new MessageHeaderEncoder())
        .takeOver((short) 1)
        .name("alice")
        .password("correct horse")
        .character("zoe");

    credentials.decode(LoginDecoder.TEMPLATE_ID, message);

    assertThat(credentials.name()).isEqualTo("alice");
    assertThat(credentials.character()).isEqualTo("zoe");
    assertThat(credentials.takeOver()).isTrue();
    assertThat(credentials.takeSecret()).isEqualTo("correct horse".getBytes(UTF_8));
    assertThat(credentials.takeSecret()).isEmpty();
  }

  @Test
  void refusesAMessageThatHoldsNone() {
    assertThatThrownBy(() -> credentials.decode(PingDecoder.TEMPLATE_ID, message))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("template=" + PingDecoder.TEMPLATE_ID);
  }
}
