package dev.keepstone.bench.crash;

import dev.keepstone.bench.load.LoadException;
import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.Role;
import dev.keepstone.net.client.ClientConfig;
import dev.keepstone.net.client.ClientDriver;
import dev.keepstone.net.client.ClientHandler;
import dev.keepstone.net.client.CloseReason;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.ServerKeyCheck;
import dev.keepstone.net.wire.sbe.RefusalCode;
import dev.keepstone.persistence.account.AccountRoles;
import dev.keepstone.persistence.maintenance.Answers;
import dev.keepstone.persistence.store.Store;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * An operator in the game who gives bots something to lose: coins to each, a sword to one in four.
 * He asks as fast as the server takes operations of one player. One thread.
 */
final class Benefactor implements ClientHandler {
  private static final String NAME = "benefactor";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int COINS = 100;
  private static final int SWORD = 31;
  private static final int SWORD_ONE_IN = 4;

  /** A little below the ten operations a second that a player may do. */
  private static final long BETWEEN_MS = 110;

  private static final long IDLE_MS = 5;
  private static final long RETRY_MS = 200;

  private final ServerRig server;
  private final ClientDriver driver;
  private final char[] password = "benefactor-password-1".toCharArray();
  private final Queue<Gift> gifts = new ArrayDeque<>();
  private boolean ready;
  private boolean entered;
  private boolean refused;
  private boolean closed;
  private @Nullable RefusalCode refusedCode;

  private record Gift(OperatorAction action, String bot, int what, long amount) {}

  Benefactor(ServerRig server, ClientDriver driver) {
    this.server = server;
    this.driver = driver;
  }

  /**
   * Gives to each of these, and leaves.
   *
   * @throws LoadException when the server won't let him in, or takes longer than two minutes
   */
  void give(Collection<String> bots) {
    int number = 0;
    for (String bot : bots) {
      gifts.add(new Gift(OperatorAction.GRANT_COINS, bot, 0, COINS));
      if (number++ % SWORD_ONE_IN == 0) {
        gifts.add(new Gift(OperatorAction.GIVE, bot, SWORD, 1));
      }
    }
    long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
    while (!session(true, deadlineNs)) {
      Pauses.ms(RETRY_MS);
    }
    try (Store store = server.openStore()) {
      Answers.await(new AccountRoles(store).set(NAME, Role.ADMIN));
    }
    while (!session(false, deadlineNs)) {
      Pauses.ms(RETRY_MS);
    }
  }

  /** True when he was in and has left, with nothing more to give. */
  private boolean session(boolean register, long deadlineNs) {
    ready = false;
    entered = false;
    refused = false;
    closed = false;
    boolean asked = false;
    boolean leaving = false;
    long nextMs = 0;
    try (GameClient client =
        new GameClient(
            driver,
            server.address(),
            ServerKeyCheck.pinned(server.key()),
            this,
            ClientConfig.DEFAULT)) {
      while (!closed && !refused) {
        if (System.nanoTime() - deadlineNs >= 0) {
          throw new LoadException("the server takes no gifts: left=" + gifts.size());
        }
        client.poll(System.nanoTime());
        long nowMs = System.currentTimeMillis();
        if (ready && !asked) {
          asked = register ? client.register(NAME, password) : client.login(NAME, password, true);
        } else if (entered && !leaving && nowMs >= nextMs) {
          nextMs = nowMs + BETWEEN_MS;
          Gift gift = register ? null : gifts.peek();
          if (gift == null) {
            leaving = client.leave() > 0;
          } else if (client.items().order(gift.action, gift.bot, gift.what, gift.amount) != 0) {
            gifts.remove();
          }
        }
        Pauses.ms(IDLE_MS);
      }
    }
    // A name that is taken is his: an answer got lost.
    return leaving || (register && refusedCode == RefusalCode.NAME_TAKEN);
  }

  @Override
  public void onReady(String serverFingerprint) {
    ready = true;
  }

  @Override
  public void onEntered(EnteredDecoder message) {
    entered = true;
  }

  @Override
  public void onRefused(RefusalCode code, String text, long retryAfterMs) {
    refused = true;
    refusedCode = code;
  }

  @Override
  public void onClosed(CloseReason reason, String text) {
    closed = true;
  }
}
