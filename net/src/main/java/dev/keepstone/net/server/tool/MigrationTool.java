package dev.keepstone.net.server.tool;

import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.persistence.maintenance.EagerMigration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/** Brings all records up to the newest version. */
public final class MigrationTool {
  private MigrationTool() {}

  /**
   * What a run found.
   *
   * @param fields counts by name
   * @param complete whether no record is left behind that this server should be able to migrate
   */
  public record Result(Map<String, Object> fields, boolean complete) {}

  /**
   * Walks over all records.
   *
   * @param progress hears after each record how many were seen
   */
  public static Result run(ServerConfig config, boolean dryRun, LongConsumer progress) {
    EagerMigration.Result result =
        StoreTool.with(config, store -> new EagerMigration(store).run(dryRun, progress));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("records", result.total());
    fields.put("upToDate", result.upToDate());
    fields.put(dryRun ? "toMigrate" : "migrated", result.migrated());
    fields.put("playing", result.playing());
    fields.put("refused", result.refused());
    fields.put("damaged", result.damaged());
    fields.put("newer", result.newer());
    return new Result(fields, result.refused() + result.damaged() + result.newer() == 0);
  }
}
