package dev.keepstone.bench.crash;

import dev.keepstone.bench.load.LoadException;
import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.EntityKind;
import dev.keepstone.ecs.message.sbe.FarewellDecoder;
import dev.keepstone.ecs.message.sbe.SeenDecoder;
import dev.keepstone.ecs.message.sbe.TradeStage;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.net.client.ClientConfig;
import dev.keepstone.net.client.ClientDriver;
import dev.keepstone.net.client.ClientHandler;
import dev.keepstone.net.client.CloseReason;
import dev.keepstone.net.client.GameClient;
import dev.keepstone.net.client.ServerKeyCheck;
import dev.keepstone.net.client.TradeView;
import dev.keepstone.net.client.Unanswered;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the two players of a trade. Polled by the scenario's thread. */
final class Trader implements ClientHandler, AutoCloseable {
  private static final long RETRY_MS = 300;

  private final String name;
  private final char[] password;
  private final ClientDriver driver;
  private final ServerRig server;
  private final Map<String, Long> near = new HashMap<>();
  private @Nullable GameClient client;
  private boolean isRegistered;
  private boolean ready;
  private boolean entered;
  private boolean closed = true;
  private boolean saved;
  private boolean farewell;
  private long retryAtMs;
  private @Nullable TradeView trade;

  Trader(String name, ClientDriver driver, ServerRig server) {
    this.name = name;
    this.driver = driver;
    this.server = server;
    password = (name + "-password-1").toCharArray();
  }

  String name() {
    return name;
  }

  /** A new session, from nothing; {@link #poll} brings it in. */
  void connect() {
    close();
    near.clear();
    ready = false;
    entered = false;
    closed = false;
    saved = false;
    farewell = false;
    trade = null;
    client =
        new GameClient(
            driver,
            server.address(),
            ServerKeyCheck.pinned(server.key()),
            this,
            ClientConfig.DEFAULT);
  }

  void poll() {
    GameClient current = client;
    if (current != null) {
      current.poll(System.nanoTime());
      if (ready && !entered && System.currentTimeMillis() >= retryAtMs) {
        boolean sent =
            isRegistered ? current.login(name, password, true) : current.register(name, password);
        ready = !sent;
      }
    }
  }

  boolean isIn() {
    return entered && !closed;
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether an operation was acknowledged in this session. */
  boolean isSaved() {
    return saved;
  }

  boolean hasLeft() {
    return farewell;
  }

  private GameClient client() {
    if (client == null) {
      throw new LoadException(name + " is not connected");
    }
    return client;
  }

  void look() {
    client().look();
  }

  /** The entity of somebody near; 0: not seen. */
  long entityOf(String other) {
    return near.getOrDefault(other, 0L);
  }

  void request(long entity) {
    client().items().requestTrade(entity);
  }

  /** The trade is at this stage. */
  boolean isAt(TradeStage stage) {
    return trade != null && trade.stage() == stage;
  }

  void accept() {
    client().items().acceptTrade(view().other());
  }

  /** Puts one thing of this kind on the table; false when there is none. */
  boolean offer(int kind) {
    ItemSlots inventory = client().own().inventory();
    for (int slot = 0; slot < inventory.size(); slot++) {
      if (inventory.kind(slot) == kind) {
        client()
            .items()
            .offer(
                view().other(), 0, java.util.List.of(new TradeView.Offered(true, slot, kind, 1)));
        return true;
      }
    }
    return false;
  }

  boolean seesAnOffer() {
    return trade != null && !trade.offered().isEmpty();
  }

  void confirm() {
    client().items().confirmTrade(view());
  }

  void leave() {
    client().leave();
  }

  private TradeView view() {
    if (trade == null) {
      throw new LoadException(name + " has no trade");
    }
    return trade;
  }

  @Override
  public void onReady(String serverFingerprint) {
    ready = true;
  }

  @Override
  public void onRefused(RefusalCode code, String text, long retryAfterMs) {
    isRegistered |= code == RefusalCode.NAME_TAKEN;
    retryAtMs = System.currentTimeMillis() + RETRY_MS;
    ready = true;
  }

  @Override
  public void onEntered(EnteredDecoder message) {
    entered = true;
    isRegistered = true;
  }

  @Override
  public void onSeen(SeenDecoder message) {
    for (SeenDecoder.NearDecoder seen : message.near()) {
      long entity = seen.entity();
      if (seen.kind() == EntityKind.PLAYER) {
        near.put(seen.name(), entity);
      } else {
        seen.skipName();
      }
    }
  }

  @Override
  public void onTradeWindow(TradeView newest) {
    trade = newest;
  }

  @Override
  public void onSaved(Unanswered operation) {
    saved = true;
  }

  @Override
  public void onFarewell(FarewellDecoder message) {
    farewell = message.saved() == 1;
  }

  @Override
  public void onClosed(CloseReason reason, String text) {
    closed = true;
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
