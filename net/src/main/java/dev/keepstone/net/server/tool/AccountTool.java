package dev.keepstone.net.server.tool;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.net.server.BanText;
import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.net.server.ServerStartException;
import dev.keepstone.persistence.account.AccountEditor;
import dev.keepstone.persistence.account.AccountRoles;
import dev.keepstone.persistence.account.Accounts;
import dev.keepstone.persistence.account.FindReply;
import dev.keepstone.persistence.maintenance.AccountBans;
import dev.keepstone.persistence.maintenance.Answers;
import dev.keepstone.persistence.record.AccountCharacter;
import dev.keepstone.persistence.record.AccountRecord;
import dev.keepstone.persistence.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.agrona.concurrent.SystemEpochClock;

/**
 * What {@code account} does: shows an account and its characters, gives it its role, bans it;
 * beside a running server or without one.
 */
public final class AccountTool {
  private AccountTool() {}

  /**
   * One account as an ordered list of fields, nothing secret among them.
   *
   * @throws ServerStartException when there is none, it can't be read, or the store can't be asked
   */
  public static Map<String, Object> show(ServerConfig config, String name) {
    return StoreTool.with(config, store -> fields(find(store, name)));
  }

  /**
   * Gives an account its role, if nobody else writes the account at the same time.
   *
   * @param admin else a player
   * @return what was done, for a person
   * @throws ServerStartException when it was not done
   */
  public static String giveRole(ServerConfig config, String name, boolean admin) {
    Role role = admin ? Role.ADMIN : Role.PLAYER;
    return StoreTool.with(
        config,
        store ->
            check(name, Answers.await(new AccountRoles(store).set(name, role)))
                ? name + " is " + text(role) + " now, from the next login on"
                : name + " was " + text(role) + " already");
  }

  /**
   * Bans an account, and has whoever plays with it sent out.
   *
   * @param untilMs wall clock, UTC; {@link AccountRecord#FOR_GOOD}
   * @return what was done, for a person
   * @throws ServerStartException when it was not done
   */
  public static String ban(ServerConfig config, String name, long untilMs, String reason) {
    if (reason.getBytes(StandardCharsets.UTF_8).length > AccountRecord.MAX_BAN_REASON_BYTES) {
      throw new ServerStartException(
          "the reason is too long: at most " + AccountRecord.MAX_BAN_REASON_BYTES + " bytes");
    }
    return StoreTool.with(
        config,
        store -> {
          AccountBans bans = new AccountBans(store);
          check(name, bans.set(name, untilMs, reason));
          int playing = bans.sendOut(name);
          String ban =
              BanText.of(
                  new AccountRecord(name, "", 1, 0).withBan(untilMs, reason),
                  SystemEpochClock.INSTANCE.time());
          return name
              + " is banned "
              + ban
              + (playing == 0 ? "" : "\nplays now: saved and sent out within 10 s");
        });
  }

  /**
   * Lifts a ban.
   *
   * @return what was done, for a person
   * @throws ServerStartException when it was not done
   */
  public static String unban(ServerConfig config, String name) {
    return StoreTool.with(
        config,
        store ->
            check(name, new AccountBans(store).set(name, 0, ""))
                ? name + " is banned no longer"
                : name + " was not banned");
  }

  /**
   * The characters of an account, a line each.
   *
   * @throws ServerStartException when there is none, it can't be read, or the store can't be asked
   */
  public static List<Map<String, Object>> characters(ServerConfig config, String name) {
    return StoreTool.with(
        config,
        store -> {
          AccountRecord account = find(store, name);
          List<Map<String, Object>> lines = new ArrayList<>();
          for (AccountCharacter character : account.characters()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", character.name());
            fields.put("player", "#" + character.playerId());
            fields.put("selected", character.playerId() == account.playerId());
            lines.add(fields);
          }
          return lines;
        });
  }

  /** Whether anything was written; anything but that and "it was so already" is thrown. */
  private static boolean check(String name, AccountEditor.Outcome outcome) {
    return switch (outcome) {
      case CHANGED -> true;
      case UNCHANGED -> false;
      case NOT_FOUND -> throw missing(name);
      case CORRUPT -> throw damaged(name);
      case NEWER -> throw newer(name);
      case CONTENDED ->
          throw new ServerStartException(
              "somebody else wrote the account at the same time; nothing was changed: name="
                  + name
                  + ": try again");
    };
  }

  private static AccountRecord find(Store store, String name) {
    FindReply reply = Answers.await(new Accounts(store, SystemEpochClock.INSTANCE).find(name));
    return switch (reply.outcome()) {
      case FOUND -> Objects.requireNonNull(reply.account());
      case NOT_FOUND -> throw missing(name);
      case CORRUPT -> throw damaged(name);
      case NEWER -> throw newer(name);
      case UNAVAILABLE -> throw new ServerStartException("the store does not answer");
    };
  }

  private static Map<String, Object> fields(AccountRecord account) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", account.name());
    fields.put("role", text(account.role()));
    fields.put("characters", account.characters().stream().map(AccountCharacter::name).toList());
    fields.put("selected", account.selected().name());
    fields.put("playerId", account.playerId());
    fields.put("createdAt", Instant.ofEpochMilli(account.createdAtMs()).toString());
    String ban = BanText.of(account, SystemEpochClock.INSTANCE.time());
    fields.put("banned", ban == null ? "no" : ban);
    fields.put("passwordScheme", PlayerInspection.schemeOf(account.passwordHash()));
    return fields;
  }

  private static ServerStartException missing(String name) {
    return new ServerStartException("there is no account with this name: name=" + name);
  }

  private static ServerStartException damaged(String name) {
    return new ServerStartException(
        "the account's record is damaged, and is left as it is: name=" + name);
  }

  private static ServerStartException newer(String name) {
    return new ServerStartException(
        "the account was written by a newer server, and is left as it is: name="
            + name
            + ": use that one's keepstone.jar");
  }

  private static String text(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
