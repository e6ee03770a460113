package dev.keepstone.ecs.world;

import dev.keepstone.ecs.component.Columns;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.ecs.message.sbe.TradeAction;
import dev.keepstone.ecs.session.PlayerStates;
import dev.keepstone.ecs.state.PlayerState;
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
  private long operation;

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

  /** Numbers go on from an earlier session's: none is used twice by a character. */
  TestPlayer after(long operationOfEarlierSession) {
    operation = operationOfEarlierSession;
    return this;
  }

  /** The next operation of this player; the number that it has. */
  private long nextOperation() {
    operation = Math.max(operation, record.state.highestOperation()) + 1;
    return operation;
  }

  /** Of the newest operation. */
  public long lastOperation() {
    return operation;
  }

  public TestPlayer take(long itemEntity) {
    world.inbox().takeItem(session, ++sequence, nextOperation(), itemEntity);
    return this;
  }

  public TestPlayer moveItem(OperationKind kind, int slot, int count) {
    world.inbox().moveItem(session, ++sequence, nextOperation(), kind, slot, 0, count);
    return this;
  }

  /** The same operation again. */
  public TestPlayer repeat(OperationKind kind, int slot, int count) {
    world.inbox().moveItem(session, ++sequence, operation, kind, slot, 0, count);
    return this;
  }

  public TestPlayer swap(int slot, int toSlot) {
    world
        .inbox()
        .moveItem(session, ++sequence, nextOperation(), OperationKind.SWAP, slot, toSlot, 0);
    return this;
  }

  public TestPlayer buy(int kind, int count) {
    world.inbox().buy(session, ++sequence, nextOperation(), kind, count);
    return this;
  }

  public TestPlayer order(OperatorAction action, int what, long amount, String player) {
    world.inbox().order(session, ++sequence, nextOperation(), action, what, amount, player);
    return this;
  }

  public TestPlayer ask(long askedOperation) {
    world.inbox().ask(session, ++sequence, askedOperation);
    return this;
  }

  public TestPlayer request(TestPlayer other) {
    return trade(TradeAction.REQUEST, other, 0);
  }

  public TestPlayer accept(TestPlayer other) {
    return trade(TradeAction.ACCEPT, other, 0);
  }

  /** Offers pairs of slot and amount. */
  public TestPlayer offer(TestPlayer other, long coins, int... slots) {
    return trade(TradeAction.OFFER, other, coins, slots);
  }

  /** Agrees to what the world would show now. */
  public TestPlayer confirm(TestPlayer other) {
    world.tick();
    return confirmSeen(other);
  }

  /** Agrees to what the player was told last. */
  public TestPlayer confirmSeen(TestPlayer other) {
    List<Update.TradeWindow> told = updates(Update.TradeWindow.class);
    long revision = told.isEmpty() ? 0 : told.get(told.size() - 1).revision();
    world
        .inbox()
        .trade(
            session, ++sequence, nextOperation(), other.entity(), TradeAction.CONFIRM, 0, revision);
    return this;
  }

  public TestPlayer cancelTrade(TestPlayer other) {
    return trade(TradeAction.CANCEL, other, 0);
  }

  private TestPlayer trade(TradeAction action, TestPlayer other, long coins, int... slots) {
    world.inbox().trade(session, ++sequence, operation, other.entity(), action, coins, 0, slots);
    return this;
  }

  /** Gives it something before it enters. */
  public TestPlayer with(int slot, int kind, int count, long unique) {
    record.state.inventory.set(slot, kind, count, unique);
    return this;
  }

  public TestPlayer withCoins(long coins) {
    record.state.coins = coins;
    return this;
  }

  /** What the row holds now. */
  public PlayerState state() {
    PlayerState state = new PlayerState();
    new PlayerStates(20)
        .read(world.world().tables().chunkOf(entity()), row(), world.world().tickNumber(), state);
    return state;
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
