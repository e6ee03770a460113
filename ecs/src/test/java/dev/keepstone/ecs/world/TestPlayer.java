package dev.keepstone.ecs.world;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.state.StateLimits;
import dev.keepstone.ecs.table.Chunk;
import dev.keepstone.ecs.table.Column;
import dev.keepstone.ecs.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Somebody at a test world's door or inside: first described ({@code named}, {@code at}), then
 * spawned or only announced ({@code enter}), then told to act. Intents are heard at the next tick.
 */
public final class TestPlayer {
  private static final byte[] NO_TOKEN = new byte[StateLimits.TOKEN_HASH_BYTES];

  private final TestWorld world;
  private final StoredPlayer record;
  private final long session;
  private Role role = Role.PLAYER;
  private boolean takesOver;
  private byte[] newToken = NO_TOKEN;
  private byte[] shownToken = NO_TOKEN;
  private long sequence;
  private long entity;

  TestPlayer(TestWorld world, StoredPlayer record, long session) {
    this.world = world;
    this.record = record;
    this.session = session;
  }

  /** Where the record says the character is. */
  public TestPlayer at(float x, float y) {
    record.state.zone = 1;
    record.state.hp = 77;
    record.state.x = x;
    record.state.y = y;
    return this;
  }

  public TestPlayer inZone(int zone) {
    record.state.zone = zone;
    return this;
  }

  public TestPlayer inRole(Role ofAccount) {
    role = ofAccount;
    return this;
  }

  /** Its older session shall end. */
  public TestPlayer takingOver() {
    takesOver = true;
    return this;
  }

  /** A token, here a single number, whose hash a later resume must show. */
  public TestPlayer wantingToken(int token) {
    newToken = hashOf(token);
    return this;
  }

  /** In place of a password. */
  public TestPlayer showingToken(int token) {
    shownToken = hashOf(token);
    return this;
  }

  private static byte[] hashOf(int token) {
    byte[] hash = NO_TOKEN.clone();
    hash[0] = (byte) token;
    hash[hash.length - 1] = 1;
    return hash;
  }

  /** Announces the session; the claim goes out with the next tick. */
  public TestPlayer enter() {
    world.inbox().enter(session, record.id, role, takesOver, newToken, shownToken);
    return this;
  }

  /** Enters and waits for it: two ticks. */
  public TestPlayer spawn() {
    enter();
    world.tick(2);
    if (updates(Update.Entered.class).isEmpty()) {
      throw new AssertionError("did not get in: " + world.gateway().updates());
    }
    entity = last(Update.Entered.class).entity();
    return this;
  }

  public TestPlayer move(int directionX, int directionY, int ticks) {
    world.inbox().move(session, ++sequence, directionX, directionY, ticks);
    return this;
  }

  public TestPlayer say(String text) {
    return say(text.getBytes(StandardCharsets.UTF_8));
  }

  public TestPlayer say(byte[] text) {
    world.inbox().say(session, ++sequence, text);
    return this;
  }

  public TestPlayer look() {
    world.inbox().look(session, ++sequence);
    return this;
  }

  public TestPlayer who() {
    world.inbox().who(session, ++sequence);
    return this;
  }

  public TestPlayer leave() {
    world.inbox().leave(session, ++sequence);
    return this;
  }

  /** The transport breaks. */
  public TestPlayer gone() {
    world.inbox().gone(session);
    return this;
  }

  public long session() {
    return session;
  }

  public long id() {
    return record.id;
  }

  public long lastSequence() {
    return sequence;
  }

  /** The record in the store as it is now. */
  public StoredPlayer stored() {
    return record;
  }

  public <U extends Update> List<U> updates(Class<U> type) {
    return world.gateway().updates(session, type);
  }

  /** The newest one; fails when there is none. */
  public <U extends Update> U last(Class<U> type) {
    List<U> all = updates(type);
    if (all.isEmpty()) {
      throw new AssertionError("none received: " + type.getSimpleName());
    }
    return all.get(all.size() - 1);
  }

  public long entity() {
    if (entity == 0) {
      entity = last(Update.Entered.class).entity();
    }
    return entity;
  }

  /** Whether the character is in the world. */
  public boolean isInside() {
    return (entity != 0 || !updates(Update.Entered.class).isEmpty())
        && world.world().tables().ids().isLive(entity());
  }

  /** Reads or writes the row behind the world's back: {@code cells(X)[row()]}. */
  public <A> A cells(Column<A> column) {
    return world.world().tables().chunkOf(entity()).column(column);
  }

  public Chunk chunk() {
    return world.world().tables().chunkOf(entity());
  }

  public int row() {
    return Table.offsetOf(world.world().tables().rowOf(entity()));
  }

  public float x() {
    return cells(Columns.X)[row()];
  }

  public float y() {
    return cells(Columns.Y)[row()];
  }
}
