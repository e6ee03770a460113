package dev.keepstone.net.server;

import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.FarewellDecoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.SeenDecoder;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.net.client.ClientConfig;
import dev.keepstone.net.client.ClientDriver;
import dev.keepstone.net.client.ClientHandler;
import dev.keepstone.net.client.CloseReason;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.ServerAddress;
import dev.keepstone.net.client.ServerKeyCheck;
import dev.keepstone.net.client.Unanswered;
import dev.keepstone.net.update.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A player of a test who keeps book: of each operation, how often it was answered and what it
 * changes if it is done; and so of what is his by the answers that he got.
 */
final class Visitor implements ClientHandler {
  private static final char[] PASSWORD = "correct horse".toCharArray();

  final String name;
  final GameClient client;

  /** How often each operation was answered, with either answer. */
  final Map<Long, Integer> answers = new TreeMap<>();

  /** What was not done. */
  final List<String> refusals = new ArrayList<>();

  /** Apples near, of the newest list, the nearest first. */
  final List<Long> apples = new ArrayList<>();

  /** How much is his, by {@code where what}. */
  final Map<String, Long> booked = new TreeMap<>();

  private final Map<Long, Map<String, Long>> changes = new HashMap<>();
  int lastMove;
  long acknowledged;
  boolean hasLeft;
  boolean isSaved;
  String end = "";

  Visitor(ClientDriver driver, ServerAddress server, String key, String name) {
    this.name = name;
    client = new GameClient(driver, server, ServerKeyCheck.pinned(key), this, ClientConfig.DEFAULT);
  }

  boolean register() {
    return client.register(name, PASSWORD);
  }

  boolean login() {
    return client.login(name, PASSWORD);
  }

  /**
   * An operation was sent.
   *
   * @param number 0: it was not
   * @param change what is more or less once it is done
   * @return whether it was sent
   */
  boolean sent(long number, Map<String, Long> change) {
    if (number == 0) {
      return false;
    }
    answers.put(number, 0);
    changes.put(number, change);
    return true;
  }

  boolean isAnswered() {
    return answers.values().stream().allMatch(times -> times > 0);
  }

  /** What the server has told him that he has, in the form of {@link #booked}. */
  Map<String, Long> told() {
    Map<String, Long> told = new TreeMap<>();
    told.put("coins", client.own().coins());
    count(told, "carried", client.own().inventory());
    count(told, "worn", client.own().equipment());
    count(told, "banked", client.own().bank());
    return told;
  }

  private static void count(Map<String, Long> told, String where, ItemSlots slots) {
    for (int slot = 0; slot < slots.size(); slot++) {
      if (!slots.isEmpty(slot)) {
        told.merge(where + " " + slots.kind(slot), (long) slots.count(slot), Long::sum);
      }
    }
  }

  @Override
  public void onSnapshot(View view) {
    acknowledged = view.ackedSequence();
  }

  @Override
  public void onSeen(SeenDecoder seen) {
    apples.clear();
    for (SeenDecoder.NearDecoder near : seen.near()) {
      long entity = near.entity();
      boolean isItem = near.kind() == EntityKind.ITEM;
      String what = near.name();
      if (isItem && what.equals("apple")) {
        apples.add(entity);
      }
    }
  }

  @Override
  public void onSaved(Unanswered operation) {
    answers.merge(operation.operation(), 1, Integer::sum);
    changes
        .getOrDefault(operation.operation(), Map.of())
        .forEach((what, more) -> booked.merge(what, more, Long::sum));
    booked.values().removeIf(amount -> amount == 0);
  }

  @Override
  public void onOperationRefused(Unanswered operation, RefusalReason reason) {
    answers.merge(operation.operation(), 1, Integer::sum);
    refusals.add(operation.operation() + " " + operation.kind() + " " + reason);
  }

  @Override
  public void onFarewell(FarewellDecoder farewell) {
    hasLeft = true;
    isSaved = farewell.saved() == 1;
  }

  @Override
  public void onClosed(CloseReason reason, String text) {
    end = reason + ": " + text;
  }
}
