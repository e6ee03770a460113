package dev.keepstone.ecs.replay;

import dev.keepstone.ecs.content.TestContent;
import dev.keepstone.ecs.content.WorldContent;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.world.TestPlayer;
import dev.keepstone.ecs.world.TestWorld;
import dev.keepstone.ecs.world.WorldConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Real messages of a world's inbox, one of each kind and length: what fuzzing starts from. */
public final class RecordedMessages {
  private static final int TEMPLATE_OFFSET = 2;
  static final WorldConfig CONFIG = TestWorld.config(8, 40);
  static final WorldContent CONTENT = TestContent.field(16, 2);

  private RecordedMessages() {}

  /** Of two players and an operator who do whatever can be done, and of their vault's answers. */
  public static List<byte[]> ofABusyWorld() {
    Map<Long, byte[]> messages = new TreeMap<>();
    InboxLogReader reader = new InboxLogReader(new ByteArrayInputStream(fileOfABusyWorld()));
    RecordedTick tick = new RecordedTick();
    while (reader.next(tick)) {
      tick.forEach(
          (type, buffer, body, bodyBytes) -> {
            if (type == InboxLogDescriptor.MESSAGE) {
              byte[] message = new byte[bodyBytes];
              buffer.getBytes(body, message);
              long template = buffer.getShort(body + TEMPLATE_OFFSET, ByteOrder.LITTLE_ENDIAN);
              messages.putIfAbsent((template << 32) | bodyBytes, message);
            }
          });
    }
    return new ArrayList<>(messages.values());
  }

  /** The same as a recording. */
  static byte[] fileOfABusyWorld() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RecordRing ring = new RecordRing(1024 * 1024);
    try {
      InboxLogWriter writer =
          new InboxLogWriter(ring, out, InboxLogHeader.of(CONFIG, Recording.FINGERPRINT, 1));
      try (TestWorld world = TestWorld.recorded(CONFIG, CONTENT, new InboxRecorder(ring, 5))) {
        play(world);
      }
      writer.poll();
      writer.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void play(TestWorld world) {
    TestPlayer ada =
        world.player().at(2, 2).with(0, 1, 20, 0).with(1, 2, 1, 500).withCoins(900).spawn();
    TestPlayer bob = world.player().at(6, 2).withCoins(900).inRole(Role.ADMIN).spawn();
    ada.move(1, 0, 2).say("hello").look().who();
    bob.order(OperatorAction.GIVE, 1, 3, "player0").buy(1, 2);
    world.tick(4);
    ada.moveItem(OperationKind.DROP, 0, 5).moveItem(OperationKind.EQUIP, 1, 0).swap(0, 2);
    world.tick(6);
    ada.request(bob);
    bob.accept(ada);
    world.tick(2);
    ada.offer(bob, 10, 2, 3);
    world.tick();
    ada.confirm(bob);
    bob.confirm(ada);
    world.tick(4);
    world.vault().refuseCommits(1);
    ada.moveItem(OperationKind.CONSUME, 2, 1).ask(1).take(12);
    world.tick(4);
    bob.leave();
    ada.gone();
    world.tick(4);
  }
}
