package dev.keepstone.net.bot;

import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.net.bot.BotLedgerLine.What;
import dev.keepstone.net.client.OwnState;
import dev.keepstone.net.client.Unanswered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of all that bots were told is saved, on disk before the next thing happens: the bots' side
 * of the question whether anything acknowledged was lost. Appended to, over the lives of many
 * processes. Belongs to the swarm's thread.
 */
public final class BotLedger implements AutoCloseable {
  private final FileChannel file;
  private final Set<String> known;
  private final StringBuilder pending = new StringBuilder();

  private BotLedger(FileChannel file, Set<String> known) {
    this.file = file;
    this.known = known;
  }

  /**
   * Opens a ledger, makes it if it isn't there, and notes the start.
   *
   * @throws IOException when that can't be
   */
  public static BotLedger append(Path path) throws IOException {
    Set<String> known = new HashSet<>();
    boolean isTorn = false;
    if (Files.exists(path)) {
      String text = Files.readString(path, StandardCharsets.US_ASCII);
      isTorn = !text.isEmpty() && !text.endsWith("\n");
      text.lines()
          .filter(line -> line.startsWith(What.ENTERED.name()))
          .map(line -> line.split(" ", -1))
          .filter(fields -> fields.length > 1)
          .forEach(fields -> known.add(fields[1]));
    }
    BotLedger ledger =
        new BotLedger(
            FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND), known);
    if (isTorn) {
      // A kill in the middle of a line: what follows must not become a part of it.
      ledger.pending.append('\n');
    }
    ledger.add(What.STARTED, BotLedgerLine.NONE, 0, 0, BotLedgerLine.NONE, null);
    ledger.sync();
    return ledger;
  }

  /** Whether this bot has been in this world: then it has an account. */
  boolean knows(String bot) {
    return known.contains(bot);
  }

  void entered(String bot, long playerId, long lastOperation) {
    add(What.ENTERED, bot, playerId, lastOperation, BotLedgerLine.NONE, null);
  }

  /**
   * Notes an operation that is durable.
   *
   * @param own null when something else is on its way: then nobody knows which of it is saved
   */
  void saved(String bot, long playerId, Unanswered operation, @Nullable OwnState own) {
    add(What.SAVED, bot, playerId, operation.operation(), operation.kind().name(), own);
  }

  void refused(String bot, long playerId, Unanswered operation, RefusalReason reason) {
    add(What.REFUSED, bot, playerId, operation.operation(), reason.name(), null);
  }

  private void add(
      What kind, String bot, long playerId, long operation, String what, @Nullable OwnState own) {
    BotLedgerLine line =
        new BotLedgerLine(
            kind,
            bot,
            System.currentTimeMillis(),
            playerId,
            operation,
            what,
            own == null ? BotLedgerLine.UNKNOWN : own.coins(),
            own == null ? BotLedgerLine.NONE : BotLedgerLine.thingsOf(own));
    pending.append(line.text()).append('\n');
  }

  /** Brings to disk what was noted. Blocks for it; returns at once when there is nothing. */
  void sync() {
    if (pending.length() == 0) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(pending.toString().getBytes(StandardCharsets.US_ASCII));
    pending.setLength(0);
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("the bots' ledger can't be written", e);
    }
  }

  @Override
  public void close() throws IOException {
    sync();
    file.close();
  }
}
