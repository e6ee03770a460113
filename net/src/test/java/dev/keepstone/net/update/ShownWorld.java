package dev.keepstone.net.update;

import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.SnapshotDecoder;
import dev.keepstone.ecs.message.sbe.SnapshotEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/** What a world shows one player, tick by tick: entities that come, go, walk, jump and are hurt. */
final class ShownWorld {
  private static final int MAX_BYTES = 8 * 1024;

  final List<Body> near = new ArrayList<>();
  private final List<Body> away = new ArrayList<>();
  long tick;
  int zone = 1;
  float x = 100;
  float y = 100;
  int hp = 10;
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MAX_BYTES]);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final SnapshotEncoder encoder = new SnapshotEncoder();
  private final SnapshotDecoder decoder = new SnapshotDecoder();
  private long lastIndex;

  /** Mutable on purpose: it is a row. */
  static final class Body {
    long id;
    float x;
    float y;
    int hp = 20;
    EntityKind kind = EntityKind.PLAYER;
  }

  /** Somebody new at this place. */
  Body comes(float atX, float atY) {
    Body body = new Body();
    body.id = 1L << 32 | ++lastIndex;
    body.x = atX;
    body.y = atY;
    near.add(body);
    return body;
  }

  void crowd(int count, SplittableRandom random) {
    while (near.size() < count) {
      comes(x - 12 + 24 * (float) random.nextDouble(), y - 12 + 24 * (float) random.nextDouble());
    }
  }

  /** Everybody walks one step of 0.2 tiles. */
  void everybodyWalks(SplittableRandom random) {
    for (Body body : near) {
      body.x += 0.2f * (random.nextInt(3) - 1);
      body.y += 0.2f * (random.nextInt(3) - 1);
    }
  }

  /** A tick in which anything may happen. */
  void anything(SplittableRandom random) {
    tick++;
    x += 0.2f * (random.nextInt(3) - 1);
    for (Body body : near) {
      switch (random.nextInt(40)) {
        case 0 -> body.hp = random.nextInt(0x1_0000);
        case 1 -> body.x += random.nextInt(2_000) - 1_000;
        case 2, 3, 4, 5, 6, 7 -> {}
        default -> body.y += 0.2f;
      }
    }
    if (random.nextInt(5) == 0 && near.size() < UpdateFormat.MAX_SLOTS) {
      comes(x + random.nextInt(12), y);
    }
    if (random.nextInt(3) == 0 && !near.isEmpty()) {
      away.add(near.remove(random.nextInt(near.size())));
    }
    if (random.nextInt(3) == 0 && !away.isEmpty() && near.size() < UpdateFormat.MAX_SLOTS) {
      near.add(away.remove(random.nextInt(away.size())));
    }
    if (random.nextInt(200) == 0) {
      near.clear();
      zone = 1 + random.nextInt(3);
    }
    if (random.nextInt(50) == 0) {
      crowd(random.nextInt(UpdateFormat.MAX_SLOTS), random);
    }
  }

  /** The world's message about all this; valid until the next. */
  SnapshotDecoder snapshot() {
    SnapshotEncoder.NearEncoder group =
        encoder
            .wrapAndApplyHeader(buffer, 0, headerEncoder)
            .session(1)
            .tick(tick)
            .ackedSequence(tick / 2)
            .x(x)
            .y(y)
            .hp(hp)
            .zone(zone)
            .nearCount(near.size());
    for (int i = 0; i < near.size(); i++) {
      Body body = near.get(i);
      group.next().entity(body.id).x(body.x).y(body.y).hp(body.hp).kind(body.kind);
    }
    return decoder.wrapAndApplyHeader(buffer, 0, headerDecoder);
  }
}
