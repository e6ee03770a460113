package dev.keepstone.persistence.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keepstone.persistence.record.Incarnation;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.ZoneRecord;
import dev.keepstone.persistence.script.LuaScript;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.Board;
import dev.keepstone.persistence.store.BoardTotals;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.CommitReply;
import dev.keepstone.persistence.store.CommitWrite;
import dev.keepstone.persistence.store.GroundEntry;
import dev.keepstone.persistence.store.Holding;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.ResumeReply;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.store.StockChange;
import dev.keepstone.persistence.store.StoreLink;
import dev.keepstone.persistence.store.ZoneHolding;
import dev.keepstone.persistence.store.ZonePart;
import dev.keepstone.persistence.store.ZoneReply;
import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ordered link: arguments of the scripts and their answers. The Lua files say what they do. */
final class RedisLink implements StoreLink {
  private final RedisWire wire;
  private final String serverKey;
  private final String leaseKey;
  private final String takeOverKey;
  private final byte[] startNumber;
  private final byte[] linkNumber;
  private final byte[] incarnation;

  RedisLink(RedisWire wire, LinkIdentity identity) {
    this.wire = wire;
    serverKey = Keys.server(identity.serverName());
    leaseKey = Keys.lease(identity.incarnation());
    takeOverKey = Keys.takeOver(identity.incarnation());
    startNumber = decimal(identity.startNumber());
    linkNumber = decimal(identity.linkNumber());
    incarnation = identity.incarnation().hex().getBytes(US_ASCII);
  }

  @Override
  public CompletableFuture<ResumeReply> resume(
      List<Holding> holdings, List<ZoneHolding> zones, long leaseMs) {
    List<String> keys = new ArrayList<>(List.of(serverKey, leaseKey));
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(startNumber);
    arguments.add(linkNumber);
    arguments.add(incarnation);
    arguments.add(decimal(leaseMs));
    arguments.add(decimal(holdings.size()));
    for (Holding holding : holdings) {
      keys.add(holding.key());
      arguments.add(fenceNumber(holding.epoch()));
      arguments.add(fenceNumber(holding.confirmedVersion()));
    }
    for (ZoneHolding holding : zones) {
      keys.add(Keys.zone(holding.zone()));
      keys.add(Keys.ground(holding.zone()));
      arguments.add(fenceNumber(holding.epoch()));
      arguments.add(fenceNumber(holding.changes()));
    }
    return call(
        LuaScript.RESUME,
        keys,
        arguments,
        reply -> RedisReplies.resume(reply, holdings.size(), zones.size()));
  }

  @Override
  public CompletableFuture<ClaimReply> claim(String key, int newestSchemaVersion) {
    byte[] newest = String.format("%04x", newestSchemaVersion).getBytes(US_ASCII);
    return wire.call(
        LuaScript.CLAIM,
        ScriptOutputType.MULTI,
        new String[] {serverKey, key},
        new byte[][] {startNumber, linkNumber, incarnation, newest},
        RedisReplies::claim);
  }

  @Override
  public CompletableFuture<List<RowVerdict>> save(List<RowWrite> rows) {
    List<byte[]> fence = fenceArguments();
    List<byte[]> totals = new ArrayList<>();
    addTotals(rows, totals);
    int rowCount = rows.size();
    return wire.call(
        LuaScript.SAVE,
        script -> new SaveArguments(script, serverKey, fence, rows, totals),
        reply -> RedisReplies.save(reply, rowCount));
  }

  private static void addTotals(List<RowWrite> rows, List<byte[]> arguments) {
    for (int i = 0; i < rows.size(); i++) {
      BoardTotals totals = rows.get(i).totals();
      if (totals != null) {
        arguments.add(decimal(i + 1));
        arguments.add(Board.member(totals.playerId()).getBytes(US_ASCII));
        arguments.add(decimal(totals.xp()));
        arguments.add(decimal(totals.level()));
        arguments.add(decimal(totals.deaths()));
      }
    }
  }

  @Override
  public CompletableFuture<List<CommitReply>> commitAll(List<CommitWrite> commits) {
    List<byte[]> fence = fenceArguments();
    List<List<byte[]>> behindRows = new ArrayList<>(commits.size());
    for (CommitWrite commit : commits) {
      List<byte[]> values = new ArrayList<>();
      if (commit.zone() != null) {
        addZone(commit.zone(), values);
      }
      addTotals(commit.rows(), values);
      behindRows.add(values);
    }
    return wire.call(
        LuaScript.COMMIT,
        script -> new CommitArguments(script, serverKey, fence, commits, behindRows),
        reply -> RedisReplies.commits(reply, commits));
  }

  private void addZone(ZonePart zone, List<byte[]> arguments) {
    arguments.add(incarnation);
    arguments.add(fenceNumber(zone.epoch()));
    arguments.add(decimal(zone.confirmedChanges()));
    arguments.add(decimal(zone.event()));
    arguments.add(decimal(zone.taken().size()));
    arguments.add(decimal(zone.given().size()));
    arguments.add(decimal(zone.counted().size()));
    for (long entry : zone.taken()) {
      arguments.add(decimal(entry));
    }
    for (GroundEntry given : zone.given()) {
      arguments.add(decimal(given.entry()));
      arguments.add(given.value());
    }
    for (StockChange change : zone.counted()) {
      arguments.add(change.field().getBytes(US_ASCII));
      arguments.add(decimal(change.change()));
    }
  }

  @Override
  public CompletableFuture<ZoneReply> claimZone(int zone) {
    List<byte[]> arguments = fenceArguments();
    arguments.add(incarnation);
    arguments.add(ZoneRecord.create());
    return call(
        LuaScript.CLAIM_ZONE,
        List.of(serverKey, Keys.zone(zone), Keys.ground(zone)),
        arguments,
        RedisReplies::zone);
  }

  @Override
  public CompletableFuture<RowVerdict> releaseZone(int zone, long epoch) {
    return giveBack(Keys.zone(zone), epoch);
  }

  @Override
  public CompletableFuture<Boolean> askRelease(Incarnation owner, long playerId) {
    return wire.call(
        LuaScript.ASK_RELEASE,
        ScriptOutputType.INTEGER,
        new String[] {serverKey, Keys.takeOver(owner)},
        new byte[][] {
          startNumber,
          linkNumber,
          decimal(playerId),
          decimal(MAX_REQUESTS),
          decimal(REQUEST_STAYS_MS)
        },
        RedisReplies::isOne);
  }

  @Override
  public CompletableFuture<List<Long>> takeReleaseRequests() {
    return call(
        LuaScript.TAKE_REQUESTS,
        List.of(serverKey, takeOverKey),
        fenceArguments(),
        RedisReplies::numbers);
  }

  private List<byte[]> fenceArguments() {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(startNumber);
    arguments.add(linkNumber);
    return arguments;
  }

  private <R> CompletableFuture<R> call(
      LuaScript script,
      List<String> keys,
      List<byte[]> arguments,
      Function<@Nullable Object, R> read) {
    return wire.call(
        script,
        ScriptOutputType.MULTI,
        keys.toArray(String[]::new),
        arguments.toArray(byte[][]::new),
        read);
  }

  @Override
  public CompletableFuture<Long> reserveIds(int count) {
    return wire.send(() -> wire.commands().incrby(Keys.ITEM_IDS, count), RedisReplies::number);
  }

  @Override
  public CompletableFuture<RowVerdict> giveBack(String key, long epoch) {
    return wire.call(
        LuaScript.GIVE_BACK,
        ScriptOutputType.VALUE,
        new String[] {serverKey, key},
        new byte[][] {startNumber, linkNumber, incarnation, fenceNumber(epoch)},
        reply -> RedisReplies.word(RowVerdict.class, reply));
  }

  @Override
  public CompletableFuture<Boolean> renew(long leaseMs) {
    return wire.call(
        LuaScript.RENEW,
        ScriptOutputType.INTEGER,
        new String[] {serverKey, leaseKey},
        new byte[][] {startNumber, linkNumber, decimal(leaseMs)},
        RedisReplies::isOne);
  }

  @Override
  public CompletableFuture<Boolean> retireLease() {
    return wire.call(
        LuaScript.RETIRE,
        ScriptOutputType.INTEGER,
        new String[] {serverKey, leaseKey},
        new byte[][] {startNumber, linkNumber},
        RedisReplies::isOne);
  }

  @Override
  public boolean isOpen() {
    return wire.isOpen();
  }

  @Override
  public void close() {
    wire.close();
  }

  private static byte[] decimal(long number) {
    return Long.toString(number).getBytes(US_ASCII);
  }

  /** As the numbers stand in a record's fence. */
  private static byte[] fenceNumber(long number) {
    return String.format("%012x", number).getBytes(US_ASCII);
  }
}
