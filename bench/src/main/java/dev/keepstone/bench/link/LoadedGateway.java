package dev.keepstone.bench.link;

import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.SnapshotDecoder;
import dev.keepstone.net.auth.AuthResult;
import dev.keepstone.net.gateway.WorldLink;
import dev.keepstone.net.link.RemoteWorldLink;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One gateway: lets its players log in one after the other, then passes on an input of each in
 * turn, evenly over the interval. Duty cycles of one thread, as those of a gateway: hear, then say,
 * then flush.
 */
final class LoadedGateway implements AutoCloseable {
  /** As in the gateway's agent. */
  private static final int UPDATE_LIMIT = 1_024;

  private final RemoteWorldLink link;
  private final int players;
  private final int inputBytes;
  private final Tally inputs;
  private final Tally updates;
  private final Messages messages = new Messages();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final MessageHandler handler = this::onUpdate;

  private @Nullable CompletableFuture<AuthResult> verdict;
  private int entered;
  private int heardEntered;
  private int turn;
  private long nextInputNs;
  private volatile int playing;
  private volatile boolean isPlay;

  /**
   * @param link owned
   * @param firstInputNs gateways are spread over the time between two inputs
   */
  LoadedGateway(
      RemoteWorldLink link,
      int players,
      int inputBytes,
      long firstInputNs,
      Tally inputs,
      Tally updates) {
    this.link = link;
    this.players = players;
    this.inputBytes = inputBytes;
    this.inputs = inputs;
    this.updates = updates;
    nextInputNs = firstInputNs;
  }

  /** Players who are in. Any thread. */
  int playing() {
    return playing;
  }

  /** From now on players send. Any thread. */
  void play() {
    isPlay = true;
  }

  int doWork() {
    int work = link.poll(handler, UPDATE_LIMIT);
    if (isPlay) {
      work += sendInputs();
    } else if (link.sessionIdBase() != WorldLink.NO_WORLD && entered < players) {
      work += enterNext();
    }
    return work + link.flush();
  }

  private int enterNext() {
    int number = entered + 1;
    long session = link.sessionIdBase() | number;
    CompletableFuture<AuthResult> asked = verdict;
    if (asked == null) {
      verdict =
          link.accounts()
              .login(
                  session,
                  "192.0.2.7",
                  Integer.toString(number),
                  "load-password".getBytes(StandardCharsets.UTF_8),
                  "");
      return 1;
    }
    if (!asked.isDone()
        || !link.offer(messages.buffer(), 0, messages.enter(session, asked.join().playerId()))) {
      return 0;
    }
    verdict = null;
    entered = number;
    return 1;
  }

  private int sendInputs() {
    long nowNs = System.nanoTime();
    int sent = 0;
    while (nowNs - nextInputNs >= 0) {
      messages.input(link.sessionIdBase() | (turn + 1), inputBytes, nextInputNs);
      inputs.onOffered(link.offer(messages.buffer(), 0, inputBytes));
      nextInputNs += LinkPlan.INTERVAL_NS / players;
      turn = (turn + 1) % players;
      sent++;
    }
    return sent;
  }

  private void onUpdate(DirectBuffer buffer, int offset, int lengthBytes) {
    switch (header.wrap(buffer, offset).templateId()) {
      case SnapshotDecoder.TEMPLATE_ID ->
          updates.onReceived(Messages.updateDueNs(buffer, offset), System.nanoTime());
      case EnteredDecoder.TEMPLATE_ID -> playing = ++heardEntered;
      default -> throw new IllegalStateException("the world here says nothing else");
    }
  }

  @Override
  public void close() {
    link.close();
  }
}
