package dev.keepstone.persistence.maintenance;

import dev.keepstone.persistence.migration.Migrations;
import dev.keepstone.persistence.record.PlayerCodec;
import dev.keepstone.persistence.record.PlayerRecord;
import dev.keepstone.persistence.record.RecordHeader;
import dev.keepstone.persistence.record.RecordKind;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.validation.LoadCheck;
import dev.keepstone.persistence.validation.LoadOutcome;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings every record up to the newest version now instead of at its player's next login. Each goes
 * through the fence; what is played is left to its server, what is damaged to its operator.
 */
public final class EagerMigration {
  /**
   * What it found.
   *
   * @param upToDate were of the newest version
   * @param migrated were older and have been written, or would be in a dry run
   * @param playing older, but a server has them: its next save writes the newest version
   * @param refused older, and not a record that could be loaded
   * @param damaged unreadable
   * @param newer written by a newer server: never touched
   */
  public record Result(
      long upToDate, long migrated, long playing, long refused, long damaged, long newer) {
    /** Of all records. */
    public long total() {
      return upToDate + migrated + playing + refused + damaged + newer;
    }
  }

  private final Store store;
  private final PlayerCodec codec = new PlayerCodec();
  private final PlayerRecord player = new PlayerRecord();
  private final RecordHeader header = new RecordHeader();
  private final LoadCheck check = LoadCheck.withoutContent();
  private long upToDate;
  private long migrated;
  private long playing;
  private long refused;
  private long damaged;
  private long newer;

  public EagerMigration(Store store) {
    this.store = store;
  }

  /**
   * Walks over all records.
   *
   * @param dryRun only counts; a record that is played counts as one to be migrated
   * @param progress hears after each record how many were seen
   */
  public Result run(boolean dryRun, LongConsumer progress) {
    if (dryRun) {
      walk(null, progress);
    } else {
      try (RecordEditor editor = RecordEditor.open(store, Migrations.newestVersion())) {
        walk(editor, progress);
      }
    }
    return result();
  }

  private Result result() {
    return new Result(upToDate, migrated, playing, refused, damaged, newer);
  }

  private void walk(@Nullable RecordEditor editor, LongConsumer progress) {
    new RecordWalk(store)
        .each(
            (playerId, stored) -> {
              visit(editor, playerId, stored);
              progress.accept(result().total());
            });
  }

  private void visit(@Nullable RecordEditor editor, long playerId, byte[] stored) {
    switch (header.wrap(stored).judge(RecordKind.PLAYER, Migrations.newestVersion())) {
      case OK -> {
        if (header.schemaVersion() == Migrations.newestVersion()) {
          upToDate++;
        } else if (!isLoadable(stored, playerId)) {
          refused++;
        } else if (editor == null) {
          migrated++;
        } else {
          migrate(editor, playerId);
        }
      }
      case NEWER -> newer++;
      case CORRUPT, TOO_LARGE, WRONG_ID -> damaged++;
    }
  }

  private boolean isLoadable(byte[] stored, long playerId) {
    LoadOutcome outcome = check.judge(stored, playerId, player);
    return outcome == LoadOutcome.OK || outcome == LoadOutcome.CLAMP;
  }

  private void migrate(RecordEditor editor, long playerId) {
    RecordEditor.Outcome outcome =
        editor.edit(
            playerId,
            (claimed, fence) -> isLoadable(claimed, playerId) ? codec.encode(player, fence) : null);
    switch (outcome) {
      case WRITTEN -> migrated++;
      case PLAYING -> playing++;
      case UNCHANGED -> refused++;
      case DAMAGED -> damaged++;
      case NEWER -> newer++;
      case MISSING -> {
        // Deleted since it was read: there is nothing to count.
      }
    }
  }
}
