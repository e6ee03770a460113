package dev.keepstone.net.server.tool;

import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.persistence.maintenance.Answers;
import dev.keepstone.persistence.record.WorldSettings;
import dev.keepstone.persistence.world.SettingsShelf;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows and changes what is set for a world. */
public final class SettingsTool {
  private SettingsTool() {}

  /**
   * Changes what is named, and shows all.
   *
   * @param registrationOpen null: as it is
   * @return the settings by name
   */
  public static Map<String, Object> settings(
      ServerConfig config, @Nullable Boolean registrationOpen) {
    WorldSettings settings =
        StoreTool.with(
            config,
            store -> {
              SettingsShelf shelf = new SettingsShelf(store);
              return registrationOpen == null
                  ? Answers.await(shelf.read())
                  : shelf.change(
                      before ->
                          before.withRegistration(registrationOpen, System.currentTimeMillis()));
            });
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("registration", settings.registrationOpen() ? "open" : "closed");
    fields.put("revision", settings.revision());
    fields.put(
        "changedAt",
        settings.revision() == 0 ? "-" : Instant.ofEpochMilli(settings.changedAtMs()).toString());
    return fields;
  }
}
