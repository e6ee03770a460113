package dev.keepstone.ecs.world;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.content.WorldContent;
import dev.keepstone.ecs.message.sbe.AskDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MoveDecoder;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.replay.RecordedMessages;
import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three players, one of them an operator, say anything whatever to a world, in their own sessions
 * as the gateway sees to. No tick breaks an invariant, no bug is met, and the books agree: what
 * nobody was given, nobody has.
 *
 * <pre>input: steps of  u8 who (0 to 2), or 3 and above: a tick | u8 length | message</pre>
 */
class WorldFuzzTest {
  private static final WorldContent CONTENT = TestContent.field(12, 1);
  private static final int MAX_STEPS = 40;
  private static final int TICK = 3;
  private static final int SESSION_OFFSET = MessageHeaderDecoder.ENCODED_LENGTH;

  static Stream<byte[]> seeds() {
    List<byte[]> intents =
        RecordedMessages.ofABusyWorld().stream().filter(WorldFuzzTest::isIntent).toList();
    Stream<byte[]> single = intents.stream().map(intent -> steps(1, List.of(intent)));
    return Stream.concat(single, Stream.of(steps(1, intents), steps(2, intents)));
  }

  private static byte[] steps(int copies, List<byte[]> messages) {
    ByteArrayOutputStream steps = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      for (int who = 0; who < copies; who++) {
        steps.write(who);
        steps.write(message.length);
        steps.writeBytes(message);
      }
      steps.write(TICK);
      steps.write(0);
    }
    return steps.toByteArray();
  }

  private static boolean isIntent(byte[] message) {
    return message.length < 256
        && isIntent(new UnsafeBuffer(message).getShort(2, ByteOrder.LITTLE_ENDIAN));
  }

  private static boolean isIntent(int template) {
    return template >= MoveDecoder.TEMPLATE_ID && template <= AskDecoder.TEMPLATE_ID;
  }

  @MethodSource("seeds")
  @FuzzTest
  void livesThroughAnythingThatPlayersSay(byte[] input) {
    ManyWorlds.makeRoom();
    try (TestWorld world = TestWorld.of(TestWorld.config(8, 40), CONTENT)) {
      TestPlayer ada = world.player().at(2, 2).with(0, 1, 20, 0).with(1, 2, 1, 500);
      ada.withCoins(900).spawn();
      TestPlayer bob = world.player().at(6, 2).with(0, 3, 50, 0).withCoins(900).spawn();
      TestPlayer operator = world.player().at(3, 2).inRole(Role.ADMIN).spawn();
      Books books = new Books(world.vault());
      play(world, List.of(ada, bob, operator), input);
      world.tick(6);
      books.check("");
      Books.uniques(world.vault(), "");
      for (Throwable fault : world.world().faults().distinct()) {
        throw new AssertionError("a bug was met", fault);
      }
    }
  }

  private static void play(TestWorld world, List<TestPlayer> players, byte[] input) {
    int at = 0;
    for (int step = 0; step < MAX_STEPS && at + 2 <= input.length; step++) {
      int who = input[at] & 0xFF;
      int lengthBytes = Math.min(input[at + 1] & 0xFF, input.length - at - 2);
      at += 2;
      if (who >= TICK) {
        world.tick();
      } else {
        say(world, players.get(who), input, at, lengthBytes);
      }
      at += lengthBytes;
    }
  }

  /** As the gateway does: only what a player may say, under the player's own session. */
  private static void say(
      TestWorld world, TestPlayer player, byte[] input, int at, int lengthBytes) {
    if (lengthBytes < SESSION_OFFSET + Long.BYTES) {
      return;
    }
    UnsafeBuffer message = new UnsafeBuffer(new byte[lengthBytes]);
    message.putBytes(0, input, at, lengthBytes);
    if (isIntent(message.getShort(2, ByteOrder.LITTLE_ENDIAN))) {
      message.putLong(SESSION_OFFSET, player.session(), ByteOrder.LITTLE_ENDIAN);
      world.inbox().raw(message, 0, lengthBytes);
    }
  }
}
