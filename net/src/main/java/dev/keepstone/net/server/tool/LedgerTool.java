package dev.keepstone.net.server.tool;

import dev.keepstone.ecs.content.ItemTable;
import dev.keepstone.ecs.content.ItemType;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.transfer.NamedAccount;
import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.net.server.ServerStartException;
import dev.keepstone.persistence.ledger.Holder;
import dev.keepstone.persistence.ledger.LedgerLine;
import dev.keepstone.persistence.ledger.LedgerLines;
import dev.keepstone.persistence.maintenance.LedgerAudit;
import dev.keepstone.persistence.maintenance.LedgerBook;
import dev.keepstone.persistence.store.LedgerEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks the ledger where things came from, and whether everything is where it should be. */
public final class LedgerTool {
  private LedgerTool() {}

  /**
   * What an audit found.
   *
   * @param fields counts by name
   * @param faults what doesn't agree or can't be read, a line each
   * @param proof whether everything was judged and agrees
   */
  public record Verified(Map<String, Object> fields, List<String> faults, boolean proof) {}

  /**
   * Compares the ledger with everything that exists.
   *
   * @param progress hears after each record how many were read
   */
  public static Verified verify(ServerConfig config, LongConsumer progress) {
    LedgerAudit.Report report =
        StoreTool.with(config, store -> new LedgerAudit(store).run(progress));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("entries", report.entries());
    fields.put("holders", report.holders());
    fields.put("moving", report.moving());
    fields.put("unreadable", report.unreadable().size());
    fields.put("faults", report.faults().size());
    return new Verified(
        fields,
        Stream.concat(
                report.faults().stream(),
                report.unreadable().stream().map(key -> "can't be read: " + key))
            .toList(),
        report.isProof());
  }

  /**
   * Every move of a player or of a unique item since the checkpoint, oldest first.
   *
   * @param player a name or # and an id; null: of the item
   * @param item id of a unique item
   * @param reader gets a map of fields for each
   */
  public static void show(
      ServerConfig config,
      @Nullable String player,
      long item,
      Consumer<Map<String, Object>> reader) {
    StoreTool.with(
        config,
        store -> {
          Predicate<LedgerLine> wanted =
              player == null
                  ? line -> line.unique() == item
                  : LedgerBook.ofPlayer(StoreTool.playerId(store, player));
          new LedgerBook(store)
              .show(wanted, posted -> reader.accept(fields(config.content().items(), posted)));
          return true;
        });
  }

  private static Map<String, Object> fields(ItemTable items, LedgerBook.Posted posted) {
    LedgerEntry entry = posted.entry();
    LedgerLine line = posted.line();
    ItemType type = items.get(line.item());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("time", Instant.ofEpochMilli(entry.timeMs()).toString());
    fields.put("kind", operation(entry.kind()));
    fields.put("by", entry.initiator() == 0 ? "the world" : "player " + entry.initiator());
    fields.put("amount", line.amount());
    fields.put(
        "what", line.item() == 0 ? "coins" : type == null ? "item " + line.item() : type.name());
    fields.put("itemId", line.unique() == 0 ? "-" : Long.toUnsignedString(line.unique()));
    fields.put("from", place(Holder.of(line.from(), line.fromKey()), line.from().name()));
    fields.put("to", place(Holder.of(line.to(), line.toKey()), line.to().name()));
    fields.put("entry", entry.id());
    return fields;
  }

  private static String operation(int code) {
    OperationKind kind = OperationKind.get((short) code);
    return kind == OperationKind.NULL_VAL
        ? "kind " + code
        : kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String place(Holder holder, String container) {
    return switch (holder.kind()) {
      case PLAYER -> "player " + holder.key() + " " + container.toLowerCase(Locale.ROOT);
      case GROUND, SHOP -> holder.toString();
      case SOURCE, SINK -> {
        NamedAccount account = NamedAccount.ofCode(holder.key());
        yield container.toLowerCase(Locale.ROOT)
            + " "
            + (account == null ? holder.key() : account.name().toLowerCase(Locale.ROOT));
      }
    };
  }

  /**
   * Keeps balances in place of entries older than so many days.
   *
   * @param archive where the entries are written to before they go, appended; null: nowhere
   * @return how many went
   * @throws ServerStartException when the archive can't be written
   */
  public static long checkpoint(ServerConfig config, int keepDays, @Nullable Path archive) {
    long beforeMs = System.currentTimeMillis() - TimeUnit.DAYS.toMillis(keepDays);
    return StoreTool.with(
        config,
        store -> {
          LedgerBook book = new LedgerBook(store);
          if (archive == null) {
            return book.checkpoint(beforeMs, entry -> {});
          }
          try (Writer out =
              Files.newBufferedWriter(
                  archive,
                  StandardCharsets.UTF_8,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.APPEND)) {
            return book.checkpoint(beforeMs, entry -> write(out, entry));
          } catch (IOException | UncheckedIOException e) {
            throw new ServerStartException(
                "the archive can't be written: file=" + archive + ": " + e.getMessage(), e);
          }
        });
  }

  private static void write(Writer out, LedgerEntry entry) {
    try {
      for (LedgerLine line : LedgerLines.decode(entry.lines())) {
        out.write(
            String.format(
                Locale.ROOT,
                "%s %d %d %d %d %d %d %s %d %s %d%n",
                entry.id(),
                entry.kind(),
                entry.initiator(),
                entry.operation(),
                line.item(),
                line.amount(),
                line.unique(),
                line.from(),
                line.fromKey(),
                line.to(),
                line.toKey()));
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
