package dev.keepstone.net.server.tool;

import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.net.server.ServerStartException;
import dev.keepstone.persistence.maintenance.QuarantineShelf;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.validation.LoadCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The copies of records that can't be played, against the content of this configuration. */
public final class QuarantineTool {
  private QuarantineTool() {}

  /**
   * Whether a copy is the record again, or the record can be played as it is.
   *
   * @param text says what was found and what to do
   */
  public record Restored(boolean done, String text) {}

  /** A map of fields for each copy, by player id. */
  public static List<Map<String, Object>> list(ServerConfig config) {
    return StoreTool.with(
        config,
        store -> {
          List<Map<String, Object>> copies = new ArrayList<>();
          for (QuarantineShelf.Copy copy : shelf(config, store).list()) {
            copies.add(fields(copy));
          }
          return copies;
        });
  }

  /**
   * One copy.
   *
   * @throws ServerStartException when there is none
   */
  public static Map<String, Object> show(ServerConfig config, String nameOrId) {
    return StoreTool.with(
        config,
        store -> {
          QuarantineShelf.Copy copy =
              shelf(config, store).find(StoreTool.playerId(store, nameOrId));
          if (copy == null) {
            throw new ServerStartException("no copy in quarantine: player=" + nameOrId);
          }
          return fields(copy);
        });
  }

  /** Lets a player in again, if that can do no harm. */
  public static Restored restore(ServerConfig config, String nameOrId) {
    return StoreTool.with(
        config,
        store -> {
          long id = StoreTool.playerId(store, nameOrId);
          return switch (shelf(config, store).restore(id)) {
            case WRITTEN -> new Restored(true, "the copy is the record again");
            case LOADABLE ->
                new Restored(true, "the record is as it was copied and can be played now");
            case NO_COPY -> new Restored(false, "there is no copy of this player");
            case STILL_REFUSED ->
                new Restored(
                    false,
                    "a login would refuse it again: mend the content of the world first"
                        + " (quarantine show says what is wrong)");
            case PLAYING -> new Restored(false, "a server has this record: the player is playing");
            case PLAYED_SINCE ->
                new Restored(
                    false,
                    "the record was written since it was copied: the copy would undo that, and"
                        + " double what was given away; nothing was changed");
            case RECORD_DAMAGED ->
                new Restored(
                    false,
                    "the record can't be read, so nobody knows whether it was played since; if you"
                        + " are sure that it wasn't, delete its key and restore again");
          };
        });
  }

  private static QuarantineShelf shelf(ServerConfig config, Store store) {
    return new QuarantineShelf(store, LoadCheck.against(config.content()));
  }

  private static Map<String, Object> fields(QuarantineShelf.Copy copy) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("player", "#" + copy.playerId());
    fields.put("name", copy.name());
    fields.put("reasons", copy.reasons());
    fields.put("reasonsToday", copy.now().isEmpty() ? "none: it can be played" : copy.now() + "");
    fields.put("forgottenAt", Instant.ofEpochMilli(copy.expiresAtMs()).toString());
    fields.put("version", copy.version());
    fields.put("sizeBytes", copy.sizeBytes());
    return fields;
  }
}
