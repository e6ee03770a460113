package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.SpokenDecoder;
import dev.keepstone.net.client.ClientHandler;
import dev.keepstone.net.client.ClientState;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.OwnState;
import dev.keepstone.net.client.Unanswered;
import dev.keepstone.net.harness.MemoryAccounts;
import dev.keepstone.net.harness.RealWorld;
import dev.keepstone.net.update.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Through world, gateway and seal: what is a player's own goes to nobody else, and what happens
 * goes to those who may see it. Ada and Bob stand side by side, Cy far away, Dan in another zone.
 */
class WhoIsToldTest {
  private static final char[] PASSWORD = "correct horse".toCharArray();
  private static final int SWORD = 1;

  private final RealWorld server = new RealWorld(10, 2, 60);
  private final List<Listener> everybody = new ArrayList<>();
  private Listener ada = new Listener();
  private Listener bob = new Listener();
  private Listener cy = new Listener();
  private Listener dan = new Listener();

  /** One player, and what it was told that is its own. */
  private final class Listener implements ClientHandler {
    final GameClient client = server.connect(server.transport.connect(), this);
    final List<String> own = new ArrayList<>();
    final List<String> heard = new ArrayList<>();
    final Set<Long> seen = new TreeSet<>();
    long entity;

    @Override
    public void onEntered(EnteredDecoder entered) {
      entity = entered.entity();
    }

    @Override
    public void onSnapshot(View view) {
      seen.clear();
      for (int i = 0; i < view.nearCount(); i++) {
        seen.add(view.entity(i));
      }
    }

    @Override
    public void onSpoken(SpokenDecoder spoken) {
      spoken.skipName();
      heard.add(spoken.text());
    }

    @Override
    public void onOwnSlots(OwnState state) {
      own.add("slots " + state.coins());
    }

    @Override
    public void onStanding(OwnState state) {
      own.add("standing");
    }

    @Override
    public void onSaving(Unanswered operation) {
      own.add("saving " + operation.kind());
    }

    @Override
    public void onOperationRefused(Unanswered operation, RefusalReason reason) {
      own.add("refused " + operation.kind() + " " + reason);
    }
  }

  @BeforeEach
  void enter() {
    ada = enter(1, 30);
    bob = enter(1, 32);
    cy = enter(1, 55);
    dan = enter(2, 30);
    settle();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Listener enter(int zone, float x) {
    int number = everybody.size() + 1;
    server.record(
        MemoryAccounts.FIRST_PLAYER_ID + number - 1,
        player -> {
          player.zone = zone;
          player.x = x;
          player.y = 30;
          player.coins = 1_000L * number;
          player.inventory.set(0, SWORD, 1, 0);
          player.skillXp[2] = 77L * number;
        });
    Listener listener = new Listener();
    everybody.add(listener);
    askToEnter(listener, "player_" + number);
    settle();
    assertThat(listener.client.state()).isEqualTo(ClientState.PLAYING);
    return listener;
  }

  /**
   * Until the world has been asked. Its clock stands still meanwhile: passwords are hashed in real
   * time, and a login's deadline would pass within a few milliseconds of that.
   */
  private void askToEnter(Listener listener, String name) {
    long limitNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    boolean asked = false;
    while (server.waitingForTheWorld() == 0) {
      assertThat(System.nanoTime()).as("asks in time").isLessThan(limitNs);
      server.drain();
      hear(listener);
      if (!asked && listener.client.state() == ClientState.READY) {
        asked = listener.client.register(name, PASSWORD);
      }
    }
  }

  private void settle() {
    for (int i = 0; i < 3; i++) {
      server.tick();
      everybody.forEach(this::hear);
    }
  }

  private void hear(Listener listener) {
    while (listener.client.poll(server.nowNs()) > 0) {
      // until all is read
    }
  }

  @Test
  void whatSomebodyHasAndCanIsToldToNobodyElse() {
    for (Listener listener : everybody) {
      long playerId = everybody.indexOf(listener) + 1L;
      assertThat(listener.client.own().coins()).isEqualTo(1_000 * playerId);
      assertThat(listener.own).as("of player %d", playerId).isNotEmpty();
      assertThat(listener.own)
          .as("of player %d", playerId)
          .allMatch(told -> told.equals("standing") || told.equals("slots " + 1_000 * playerId));
    }

    everybody.forEach(listener -> listener.own.clear());
    assertThat(ada.client.items().swap(0, 5)).isPositive();
    settle();

    assertThat(ada.own).containsExactlyInAnyOrder("saving SWAP", "slots 1000");
    assertThat(ada.client.own().inventory().kind(5)).isEqualTo(SWORD);
    assertThat(bob.own).isEmpty();
    assertThat(cy.own).isEmpty();
    assertThat(dan.own).isEmpty();
  }

  @Test
  void whoIsFarOrElsewhereIsNotSeen() {
    assertThat(ada.seen).containsExactly(bob.entity);
    assertThat(bob.seen).containsExactly(ada.entity);
    assertThat(cy.seen).isEmpty();
    assertThat(dan.seen).isEmpty();
    assertThat(cy.client.sight().size() + dan.client.sight().size()).isZero();
  }

  @Test
  void speechIsHeardInTheZoneAndNotBeyond() {
    assertThat(ada.client.say("selling pelts")).isPositive();
    settle();
    assertThat(ada.heard).containsExactly("selling pelts");
    assertThat(bob.heard).containsExactly("selling pelts");
    assertThat(cy.heard).containsExactly("selling pelts");
    assertThat(dan.heard).isEmpty();
  }

  @Test
  void whoLeavesIsGoneForThoseWhoSawHim() {
    assertThat(bob.client.leave()).isPositive();
    settle();
    assertThat(ada.seen).isEmpty();
    assertThat(ada.client.sight().size()).isZero();
  }
}
