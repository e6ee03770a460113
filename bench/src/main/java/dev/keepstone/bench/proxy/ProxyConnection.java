package dev.keepstone.bench.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client and its connection to the store: a thread for commands, one for replies.
 *
 * <p>A fault that is meant for a command inside a MULTI strikes at the EXEC, where it is executed.
 */
final class ProxyConnection {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyConnection.class);

  /** Commands without a reply; when full, nothing more is read from the client. */
  private static final int MAX_UNANSWERED = 4_096;

  private static final long LAST_REPLIES_NS = TimeUnit.SECONDS.toNanos(1);

  private final SocketChannel client;
  private final SocketChannel store;
  private final FaultPlan plan;
  private final Silence silence;
  private final BlockingQueue<Sent> unanswered = new ArrayBlockingQueue<>(MAX_UNANSWERED);
  private final Runnable onEnd;
  private volatile boolean mute;
  private boolean isInMulti;
  private @Nullable Fault armed;
  private int open = 2;

  /** A command on its way, and what shall become of its reply. */
  private record Sent(@Nullable Fault fault) {}

  ProxyConnection(
      SocketChannel client, SocketChannel store, FaultPlan plan, Silence silence, Runnable onEnd) {
    this.client = client;
    this.store = store;
    this.plan = plan;
    this.silence = silence;
    this.onEnd = onEnd;
  }

  void start(int number) {
    thread("proxy-commands-" + number, this::passCommands).start();
    thread("proxy-replies-" + number, this::passReplies).start();
  }

  private Thread thread(String name, Pump pump) {
    Thread thread = new Thread(() -> run(pump), name);
    thread.setDaemon(true);
    return thread;
  }

  /** One direction. */
  private interface Pump {
    void run() throws IOException, InterruptedException;
  }

  private void run(Pump pump) {
    try {
      pump.run();
    } catch (IOException e) {
      LOG.debug("connection ended", e);
    } catch (RespException e) {
      LOG.warn("connection closed: what came is no RESP: reason={}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
      boolean last;
      synchronized (this) {
        last = --open == 0;
      }
      if (last) {
        onEnd.run();
      }
    }
  }

  private void passCommands() throws IOException, InterruptedException {
    FrameReader reader = new FrameReader(client);
    while (reader.next()) {
      if (isMute()) {
        continue;
      }
      Fault fault = faultOf(CommandNames.of(reader.copy()));
      if (fault != null && fault.kind() == FaultKind.CUT_BEFORE) {
        fault.onHit().run();
        return;
      }
      if (fault != null && fault.kind() == FaultKind.HALF_OPEN) {
        fault.onHit().run();
        mute = true;
        silence.begin(fault.delay());
        continue;
      }
      if (fault != null && fault.kind() == FaultKind.DELAY_COMMAND) {
        fault.onHit().run();
        pause(fault.delay());
      }
      unanswered.put(new Sent(fault));
      write(store, reader.frame());
    }
    awaitExecution();
  }

  /** Whoever sent what was held back has gone; it is executed all the same. */
  private void awaitExecution() throws InterruptedException {
    long deadlineNs = System.nanoTime() + LAST_REPLIES_NS;
    while (!unanswered.isEmpty() && store.isOpen() && System.nanoTime() - deadlineNs < 0) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private @Nullable Fault faultOf(String command) {
    Fault hit = plan.judge(command);
    switch (command) {
      case "MULTI" -> {
        isInMulti = true;
        armed = hit;
        return null;
      }
      case "EXEC" -> {
        isInMulti = false;
        Fault struck = armed == null ? hit : armed;
        armed = null;
        return struck;
      }
      default -> {
        if (isInMulti) {
          armed = armed == null ? hit : armed;
          return null;
        }
        return hit;
      }
    }
  }

  private void passReplies() throws IOException, InterruptedException {
    FrameReader reader = new FrameReader(store);
    while (reader.next()) {
      if (isMute()) {
        unanswered.poll();
        continue;
      }
      ByteBuffer reply = reader.frame();
      // A push of RESP3 answers nothing.
      Sent sent = reply.get(reply.position()) == '>' ? null : unanswered.poll();
      if (sent == null || sent.fault() == null) {
        write(client, reply);
      } else if (!answer(sent.fault(), reply)) {
        return;
      }
    }
  }

  /** False when the connection ends here. */
  private boolean answer(Fault fault, ByteBuffer reply) throws IOException, InterruptedException {
    if (fault.kind() == FaultKind.DELAY_COMMAND) {
      write(client, reply);
      return true;
    }
    fault.onHit().run();
    switch (fault.kind()) {
      case CUT_AFTER -> {
        return false;
      }
      case TRUNCATE -> {
        write(client, reply.slice(reply.position(), Math.max(1, reply.remaining() / 2)));
        return false;
      }
      case DRIP -> {
        while (reply.hasRemaining()) {
          write(client, reply.slice(reply.position(), 1));
          reply.get();
          pause(fault.delay());
        }
        return true;
      }
      case DELAY_REPLY -> {
        pause(fault.delay());
        write(client, reply);
        return true;
      }
      case CUT_BEFORE, HALF_OPEN, DELAY_COMMAND ->
          throw new IllegalStateException("strikes before its reply: " + fault);
    }
    throw new IllegalStateException("no such fault: " + fault);
  }

  /** Once mute, for ever: what is left out of a stream can't be made up for. */
  private boolean isMute() {
    if (!mute && silence.isOn()) {
      mute = true;
    }
    return mute;
  }

  private static void pause(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Both sides; safe to call again. Any thread. */
  void close() {
    close(client);
    close(store);
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("closing a connection", e);
    }
  }

  /** Called by the silence's end: a connection that missed something is of no more use. */
  void endIfMute() {
    if (mute) {
      close();
    }
  }
}
