package dev.keepstone.net.gateway;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.net.seal.ClientHandshake;
import dev.keepstone.net.wire.WireLimits;
import java.security.SecureRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class HelloTest {
  private static final int TEMPLATE_AT = 2;
  private static final int SCHEMA_AT = 4;

  /** Behind the message header, in hellos of every version. */
  private static final int VERSION_AT = 8;

  private final byte[] hello = hello(WireLimits.PROTOCOL_VERSION);
  private final UnsafeBuffer frame = new UnsafeBuffer(new byte[2 * hello.length]);

  @Test
  void knowsAGoodOne() {
    assertThat(judge(hello, hello.length)).isEqualTo(Hello.GOOD);
  }

  @Test
  void takesNoOtherLength() {
    for (int lengthBytes = 0; lengthBytes < 2 * hello.length; lengthBytes++) {
      if (lengthBytes != hello.length) {
        assertThat(judge(hello, lengthBytes))
            .as("length=%d", lengthBytes)
            .isEqualTo(Hello.MALFORMED);
      }
    }
  }

  @Test
  void takesNoOtherMessage() {
    for (int at : new int[] {TEMPLATE_AT, SCHEMA_AT}) {
      byte[] other = hello.clone();
      new UnsafeBuffer(other).putShort(at, (short) 99, LITTLE_ENDIAN);
      assertThat(judge(other, other.length)).isEqualTo(Hello.MALFORMED);
    }
  }

  /** Its client shall hear why it gets no answer, whatever else the other version has there. */
  @Test
  void knowsAnotherVersionInAnyShape() {
    byte[] older = hello(WireLimits.PROTOCOL_VERSION - 1);

    for (int lengthBytes = VERSION_AT + Short.BYTES;
        lengthBytes < 2 * hello.length;
        lengthBytes++) {
      assertThat(judge(older, lengthBytes)).isEqualTo(Hello.OTHER_VERSION);
    }
    assertThat(judge(older, VERSION_AT + 1)).isEqualTo(Hello.MALFORMED);
  }

  private Hello judge(byte[] bytes, int lengthBytes) {
    frame.putBytes(0, bytes);
    return Hello.judge(frame, 0, lengthBytes);
  }

  private static byte[] hello(int version) {
    return new ClientHandshake(version, new SecureRandom()).hello();
  }
}
