package dev.keepstone.persistence.vault;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.RecordDescriptor;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.record.RecordKind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever lies in the store under the key of a player whom the world claims, and whatever bytes
 * the world then sends: the vault answers, counts and goes on. A claim has exactly one answer, and
 * no fault is met but one: what can't be written is refused with an {@code
 * IllegalArgumentException}, which costs its player the session.
 *
 * <pre>input: u8 schema version | u16 length of the body of player 1's record | body | messages,
 *        each  u16 length | message   (big-endian)</pre>
 */
class VaultFuzzTest {
  private static final int MAX_MESSAGES = 16;
  private static final int SESSION = 10;

  static Stream<byte[]> seeds() {
    VaultHarness harness = VaultHarness.ready();
    byte[] record = harness.put(1, new PlayerState());
    byte[] body = Arrays.copyOfRange(record, RecordDescriptor.HEADER_LENGTH, record.length);
    List<byte[]> said = new ArrayList<>();
    TestWorld world = harness.world;
    world.row(1, 2, 3);
    world.commit(1).by(1, 1).row(1, 2, 3).send();
    world.commit(2).by(1, 1).row(1, 2, 3).in(4).take(5).count(7, 1, 2).send();
    world.claimZone(4);
    world.releaseZone(4);
    world.reserveIds(100);
    world.giveBack(1);
    world.toVault.poll(
        (buffer, offset, lengthBytes) -> {
          byte[] message = new byte[lengthBytes];
          buffer.getBytes(offset, message);
          said.add(message);
        },
        Integer.MAX_VALUE);
    return Stream.concat(
        Stream.of(input(body, said), input(new byte[0], List.of())),
        said.stream().map(message -> input(body, List.of(message))));
  }

  private static byte[] input(byte[] body, List<byte[]> messages) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.write(6);
    part(input, body);
    messages.forEach(message -> part(input, message));
    return input.toByteArray();
  }

  private static void part(ByteArrayOutputStream input, byte[] bytes) {
    input.write(bytes.length >> 8);
    input.write(bytes.length);
    input.writeBytes(bytes);
  }

  @MethodSource("seeds")
  @FuzzTest
  void goesOn(byte[] input) {
    VaultHarness harness = VaultHarness.ready();
    Parts parts = new Parts(input);
    byte[] body = parts.next();
    byte[] record = new byte[RecordDescriptor.HEADER_LENGTH + body.length];
    System.arraycopy(body, 0, record, RecordDescriptor.HEADER_LENGTH, body.length);
    new RecordHeader().write(record, RecordKind.PLAYER, parts.version, Fence.NEW);
    harness.memory.overwrite(Keys.player(1), record);
    harness.world.claim(SESSION, 1);
    List<String> heard = harness.work();
    long answers = heard.stream().filter(VaultFuzzTest::answersTheClaim).count();
    if (answers != 1) {
      throw new AssertionError("a claim wants one answer: " + heard);
    }
    Outbox toVault = harness.world.toVault;
    for (int i = 0; i < MAX_MESSAGES && parts.hasNext(); i++) {
      byte[] message = parts.next();
      toVault.offer(new UnsafeBuffer(message), 0, message.length);
      harness.work();
    }
    harness.pass(1_000);
    for (Throwable fault : harness.faults) {
      // A row that could never be loaded again is a bug of the world, and is refused as such.
      if (!(fault instanceof IllegalArgumentException)) {
        throw new AssertionError("a bug was met", fault);
      }
    }
  }

  private static boolean answersTheClaim(String message) {
    return message.startsWith("Loaded " + SESSION) || message.startsWith("Refused " + SESSION);
  }

  /** Cuts the input into its parts; the last one may be short. */
  private static final class Parts {
    final int version;
    private final byte[] input;
    private int at = 1;

    Parts(byte[] input) {
      this.input = input;
      version = input.length > 0 ? input[0] & 0xFF : 0;
    }

    boolean hasNext() {
      return at + 2 <= input.length;
    }

    byte[] next() {
      if (!hasNext()) {
        return new byte[0];
      }
      int length =
          Math.min(((input[at] & 0xFF) << 8) | (input[at + 1] & 0xFF), input.length - at - 2);
      byte[] part = Arrays.copyOfRange(input, at + 2, at + 2 + length);
      at += 2 + length;
      return part;
    }
  }
}
