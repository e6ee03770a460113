package dev.keepstone.net.server.tool;

import dev.keepstone.ecs.content.ItemTable;
import dev.keepstone.ecs.content.ItemType;
import dev.keepstone.ecs.rule.Levels;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.net.server.ServerStartException;
import dev.keepstone.persistence.inspect.HeaderView;
import dev.keepstone.persistence.inspect.PlayerInspector;
import dev.keepstone.persistence.inspect.PlayerView;
import dev.keepstone.persistence.maintenance.Answers;
import dev.keepstone.persistence.record.AccountRecord;
import dev.keepstone.persistence.record.Fence;
import dev.keepstone.persistence.record.PlayerRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code inspect} shows: stored records by name, read without claiming or changing anything.
 * It joins the Redis of a data folder, or starts it and stops it again.
 */
public final class PlayerInspection {
  /**
   * One player as an ordered list of fields, nulls left out.
   *
   * @param found whether there is such an account
   * @param intact whether account and player could be decoded
   */
  public record Result(String name, boolean found, boolean intact, Map<String, Object> fields) {}

  private PlayerInspection() {}

  /**
   * Reads these players, in this order.
   *
   * @throws ServerStartException when the store cannot be opened or asked
   */
  public static List<Result> inspect(ServerConfig config, List<String> names) {
    return StoreTool.with(
        config,
        store -> {
          PlayerInspector inspector = new PlayerInspector(store);
          List<Result> results = new ArrayList<>();
          for (String name : names) {
            results.add(result(config.content().items(), Answers.await(inspector.inspect(name))));
          }
          return results;
        });
  }

  private static Result result(ItemTable items, PlayerView view) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", view.name());
    AccountRecord account = view.account();
    PlayerRecord player = view.player();
    if (view.accountOutcome() != null) {
      fields.put("accountRecord", view.accountOutcome().name());
    }
    if (account != null) {
      fields.put("playerId", view.playerId());
      fields.put("account", account.name());
      fields.put("accountCreatedAt", Instant.ofEpochMilli(account.createdAtMs()).toString());
      fields.put("passwordScheme", schemeOf(account.passwordHash()));
    }
    fields.put(
        "playerRecord", view.playerOutcome() == null ? "MISSING" : view.playerOutcome().name());
    if (player != null) {
      fields.put("zone", player.state.zone);
      fields.put("x", player.state.x);
      fields.put("y", player.state.y);
      fields.put("hp", player.state.hp);
      putPossessions(fields, items, player.state);
      fields.put("createdAt", Instant.ofEpochMilli(player.state.createdAtMs).toString());
      fields.put("updatedAt", Instant.ofEpochMilli(player.updatedAtMs).toString());
      fields.put(
          "lastSeen",
          player.lastSeenMs == 0 ? "never" : Instant.ofEpochMilli(player.lastSeenMs).toString());
    }
    HeaderView header = view.playerHeader();
    if (header != null) {
      putHeader(fields, header);
    }
    return new Result(view.name(), view.isFound(), player != null, fields);
  }

  private static void putPossessions(
      Map<String, Object> fields, ItemTable items, PlayerState state) {
    fields.put("lifetimeXp", state.lifetimeXp);
    fields.put("level", Levels.levelOf(state.lifetimeXp));
    fields.put("deaths", state.deaths);
    fields.put("playtimeMinutes", state.playtimeMs / 60_000);
    fields.put("coins", state.coins);
    fields.put("inventory", texts(items, state.inventory));
    fields.put("equipment", texts(items, state.equipment));
    fields.put("bank", texts(items, state.bank));
  }

  /** Such as {@code 3: 20 arrow} or {@code 0: sword #9001}, an entry for each slot in use. */
  private static List<String> texts(ItemTable items, ItemSlots slots) {
    List<String> texts = new ArrayList<>();
    for (int slot = 0; slot < slots.size(); slot++) {
      if (!slots.isEmpty(slot)) {
        ItemType type = items.get(slots.kind(slot));
        texts.add(
            slot
                + ": "
                + (slots.count(slot) == 1 ? "" : slots.count(slot) + " ")
                + (type == null ? "item kind " + slots.kind(slot) : type.name())
                + (slots.unique(slot) == 0 ? "" : " #" + slots.unique(slot)));
      }
    }
    return texts;
  }

  private static void putHeader(Map<String, Object> fields, HeaderView header) {
    fields.put("key", header.key());
    fields.put("sizeBytes", header.sizeBytes());
    fields.put("headerIntact", header.isHeaderIntact());
    Fence fence = header.fence();
    if (fence != null) {
      fields.put("schemaVersion", header.schemaVersion());
      fields.put("bodyCrc32c", header.bodyCrc32c());
      fields.put("owner", fence.owner().toString());
      fields.put("epoch", fence.epoch());
      fields.put("base", fence.base());
      fields.put("version", fence.version());
      fields.put("released", fence.released());
    }
  }

  /** The first part of a PHC string, such as argon2id; the rest is nobody's business. */
  static String schemeOf(String phc) {
    String[] parts = phc.split("\\$", 3);
    return parts.length > 1 ? parts[1] : "?";
  }
}
