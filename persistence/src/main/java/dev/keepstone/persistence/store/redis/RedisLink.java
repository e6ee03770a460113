package dev.keepstone.persistence.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.script.LuaScript;
import dev.keepstone.persistence.script.RowVerdict;
import dev.keepstone.persistence.store.ClaimReply;
import dev.keepstone.persistence.store.Holding;
import dev.keepstone.persistence.store.LinkIdentity;
import dev.keepstone.persistence.store.ResumeReply;
import dev.keepstone.persistence.store.RowWrite;
import dev.keepstone.persistence.store.StoreLink;
import io.lettuce.core.ScriptOutputType;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The ordered link: arguments of the scripts and their answers. The Lua files say what they do. */
final class RedisLink implements StoreLink {
  /** For a row whose stored header we don't know for sure; no header is this short. */
  private static final byte[] UNKNOWN_HEADER = {'-'};

  private final RedisWire wire;
  private final String serverKey;
  private final String leaseKey;
  private final byte[] startNumber;
  private final byte[] linkNumber;
  private final byte[] incarnation;

  RedisLink(RedisWire wire, LinkIdentity identity) {
    this.wire = wire;
    serverKey = Keys.server(identity.serverName());
    leaseKey = Keys.lease(identity.incarnation());
    startNumber = decimal(identity.startNumber());
    linkNumber = decimal(identity.linkNumber());
    incarnation = identity.incarnation().hex().getBytes(US_ASCII);
  }

  @Override
  public CompletableFuture<ResumeReply> resume(List<Holding> holdings, long leaseMs) {
    String[] keys = new String[2 + holdings.size()];
    byte[][] arguments = new byte[4 + 2 * holdings.size()][];
    keys[0] = serverKey;
    keys[1] = leaseKey;
    arguments[0] = startNumber;
    arguments[1] = linkNumber;
    arguments[2] = incarnation;
    arguments[3] = decimal(leaseMs);
    for (int i = 0; i < holdings.size(); i++) {
      Holding holding = holdings.get(i);
      keys[2 + i] = holding.key();
      arguments[4 + 2 * i] = fenceNumber(holding.epoch());
      arguments[5 + 2 * i] = fenceNumber(holding.confirmedVersion());
    }
    return wire.call(
        LuaScript.RESUME,
        ScriptOutputType.MULTI,
        keys,
        arguments,
        reply -> RedisReplies.resume(reply, holdings.size()));
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
    String[] keys = new String[1 + rows.size()];
    byte[][] arguments = new byte[2 + 2 * rows.size()][];
    keys[0] = serverKey;
    arguments[0] = startNumber;
    arguments[1] = linkNumber;
    for (int i = 0; i < rows.size(); i++) {
      RowWrite row = rows.get(i);
      byte[] expected = row.expectedHeader();
      keys[1 + i] = row.key();
      arguments[2 + 2 * i] = expected == null ? UNKNOWN_HEADER : expected;
      arguments[3 + 2 * i] = row.record();
    }
    int rowCount = rows.size();
    return wire.call(
        LuaScript.SAVE,
        ScriptOutputType.MULTI,
        keys,
        arguments,
        reply -> RedisReplies.save(reply, rowCount));
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
