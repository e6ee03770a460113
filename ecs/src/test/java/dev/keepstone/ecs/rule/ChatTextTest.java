package dev.keepstone.ecs.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ChatTextTest {
  @Test
  void acceptsWhatPeopleWrite() {
    for (String text : new String[] {"hi", "Grüße", "世界", "🙂👍", "a b  c", "x".repeat(200)}) {
      assertThat(accepts(text.getBytes(StandardCharsets.UTF_8))).as(text).isTrue();
    }
  }

  @Test
  void refusesWhatControlsATerminal() {
    int[] controls = {0, 7, 9, 10, 13, 0x1B, 0x7F, 0x80, 0x9B, 0x2028, 0x2029, 0x202E, 0x2066};
    for (int control : controls) {
      String text = "a" + new String(Character.toChars(control)) + "b";
      assertThat(accepts(text.getBytes(StandardCharsets.UTF_8))).as("U+%04X", control).isFalse();
    }
  }

  @Test
  void refusesTheEmptyAndTheLong() {
    assertThat(accepts(new byte[0])).isFalse();
    assertThat(accepts(new byte[201])).isFalse();
  }

  @Test
  void agreesWithTheJdkOnWhatIsUtf8() {
    for (long seed = 1; seed <= 5; seed++) {
      SeededRandom random = new SeededRandom(seed);
      for (int i = 0; i < 20_000; i++) {
        byte[] bytes = new byte[1 + random.nextInt(6)];
        for (int b = 0; b < bytes.length; b++) {
          // Mostly bytes from 0xA0 on: lead and continuation bytes of characters that are no
          // controls.
          bytes[b] =
              (byte)
                  (random.nextInt(4) == 0
                      ? 0x20 + random.nextInt(0x5F)
                      : 0xA0 + random.nextInt(0x60));
        }
        assertThat(accepts(bytes)).as("seed=" + seed + " i=" + i).isEqualTo(jdkAccepts(bytes));
      }
    }
  }

  @Test
  void trims() {
    UnsafeBuffer buffer = new UnsafeBuffer(" \t hi you \n".getBytes(StandardCharsets.UTF_8));
    int start = ChatText.trimmedStart(buffer, 0, buffer.capacity());
    int end = ChatText.trimmedEnd(buffer, start, buffer.capacity());

    assertThat(buffer.getStringWithoutLengthUtf8(start, end - start)).isEqualTo("hi you");
  }

  private static boolean accepts(byte[] bytes) {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[bytes.length + 20]);
    buffer.putBytes(10, bytes);
    return ChatText.isAcceptable(buffer, 10, bytes.length);
  }

  private static boolean jdkAccepts(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.codePoints().noneMatch(ChatTextTest::isRefused);
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isRefused(int c) {
    return (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || (c >= 0x7F && c < 0xA0);
  }
}
