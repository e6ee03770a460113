package dev.keepstone.net.server.tool;

import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.net.server.ServerConfig;
import dev.keepstone.net.server.ServerStartException;
import dev.keepstone.persistence.account.AccountRoles;
import dev.keepstone.persistence.account.Accounts;
import dev.keepstone.persistence.account.FindReply;
import dev.keepstone.persistence.maintenance.Answers;
import dev.keepstone.persistence.record.AccountRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.agrona.concurrent.SystemEpochClock;

/** What {@code account} does: shows an account and gives it its role. */
public final class AccountTool {
  private AccountTool() {}

  /**
   * One account as an ordered list of fields, nothing secret among them.
   *
   * @throws ServerStartException when there is none, it can't be read, or the store can't be asked
   */
  public static Map<String, Object> show(ServerConfig config, String name) {
    FindReply reply =
        StoreTool.with(
            config,
            store -> Answers.await(new Accounts(store, SystemEpochClock.INSTANCE).find(name)));
    return switch (reply.outcome()) {
      case FOUND -> fields(Objects.requireNonNull(reply.account()));
      case NOT_FOUND -> throw missing(name);
      case CORRUPT -> throw damaged(name);
      case NEWER -> throw newer(name);
      case UNAVAILABLE -> throw new ServerStartException("the store does not answer");
    };
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
    AccountRoles.Outcome outcome =
        StoreTool.with(config, store -> Answers.await(new AccountRoles(store).set(name, role)));
    return switch (outcome) {
      case CHANGED -> name + " is " + text(role) + " now, from the next login on";
      case UNCHANGED -> name + " was " + text(role) + " already";
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

  private static Map<String, Object> fields(AccountRecord account) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", account.name());
    fields.put("role", text(account.role()));
    fields.put("playerId", account.playerId());
    fields.put("createdAt", Instant.ofEpochMilli(account.createdAtMs()).toString());
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
