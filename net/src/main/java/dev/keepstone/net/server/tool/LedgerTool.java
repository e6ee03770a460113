package dev.keepstone.net.server.tool;

import dev.keepstone.ecs.content.ItemTable;
import dev.keepstone.ecs.content.ItemType;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.transfer.NamedAccount;
import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.net.server.ServerStartException;
import dev.keepstone.persistence.ledger.Holder;
import dev.keepstone.persistence.ledger.LedgerArchive;
import dev.keepstone.persistence.ledger.LedgerLine;
import dev.keepstone.persistence.maintenance.LedgerAudit;
import dev.keepstone.persistence.maintenance.LedgerBook;
import dev.keepstone.persistence.store.LedgerEntry;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
   * Compares the ledger with everything that exists, and the archive with its checksums.
   *
   * @param progress hears after each record how many were read
   */
  public static Verified verify(ServerConfig config, LongConsumer progress) {
    LedgerAudit.Report report =
        StoreTool.with(config, store -> new LedgerAudit(store).run(progress));
    long[] archived = {0};
    List<String> damaged = new LedgerArchive(archive(config)).each(entry -> archived[0]++);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("entries", report.entries());
    fields.put("archivedEntries", archived[0]);
    fields.put("holders", report.holders());
    fields.put("moving", report.moving());
    fields.put("unreadable", report.unreadable().size() + damaged.size());
    fields.put("faults", report.faults().size());
    return new Verified(
        fields,
        Stream.concat(
                report.faults().stream(),
                Stream.concat(report.unreadable().stream(), damaged.stream())
                    .map(what -> "can't be read: " + what))
            .toList(),
        report.isProof() && damaged.isEmpty());
  }

  /**
   * Every move of a player or of a unique item, oldest first.
   *
   * @param archive folder with the entries that are not in the store any more
   * @param player a name or # and an id; null: of the item
   * @param item id of a unique item
   * @param reader gets a map of fields for each
   * @return what can't be read of the archive, a line a file
   */
  public static List<String> show(
      ServerConfig config,
      Path archive,
      @Nullable String player,
      long item,
      Consumer<Map<String, Object>> reader) {
    return StoreTool.with(
        config,
        store -> {
          Predicate<LedgerLine> wanted =
              player == null
                  ? line -> line.unique() == item
                  : LedgerBook.ofPlayer(StoreTool.playerId(store, player));
          return new LedgerBook(store)
              .show(
                  new LedgerArchive(archive),
                  wanted,
                  posted -> reader.accept(fields(config.content().items(), posted)));
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
   * @param archive folder that the entries are written to before they go; null: nowhere
   * @return how many went
   * @throws ServerStartException when the archive can't be written
   */
  public static long checkpoint(ServerConfig config, int keepDays, @Nullable Path archive) {
    long beforeMs = System.currentTimeMillis() - TimeUnit.DAYS.toMillis(keepDays);
    return StoreTool.with(
        config,
        store -> {
          try {
            return new LedgerBook(store)
                .checkpoint(
                    new LedgerBook.Bounds(beforeMs, Long.MAX_VALUE),
                    archive == null ? null : new LedgerArchive(archive));
          } catch (UncheckedIOException e) {
            throw new ServerStartException(e.getMessage() + " reason=" + e.getCause(), e);
          }
        });
  }

  /** Where a server with this configuration archives, and what is read unless another is named. */
  public static Path archive(ServerConfig config) {
    return config.ledgerFolder();
  }
}
