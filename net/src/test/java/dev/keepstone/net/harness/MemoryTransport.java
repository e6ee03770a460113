package dev.keepstone.net.harness;

import dev.keepstone.net.gateway.Connection;
import dev.keepstone.net.gateway.PlayerTransport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Frames through the heap, with levers for what networks and attackers do. */
public final class MemoryTransport implements PlayerTransport {
  private final List<Wire> wires = new ArrayList<>();

  /** A new client's wire; the gateway hears of it with its next poll. */
  public Wire connect() {
    Wire wire = new Wire();
    wires.add(wire);
    return wire;
  }

  @Override
  public int poll(Listener listener, int frameLimit) {
    int work = 0;
    for (Wire wire : List.copyOf(wires)) {
      if (wire.handler == null) {
        wire.handler = listener.onConnected(wire);
        work++;
      }
      byte[] frame;
      while (work < frameLimit && !wire.isClosed && (frame = wire.toServer.poll()) != null) {
        wire.handler.onFrame(new UnsafeBuffer(frame), 0, frame.length);
        work++;
      }
      if (wire.isCut && !wire.isClosed) {
        wire.isClosed = true;
        wire.handler.onDisconnected();
        work++;
      }
    }
    wires.removeIf(wire -> wire.isClosed);
    return work;
  }

  @Override
  public int connectionCount() {
    return wires.size();
  }

  @Override
  public String description() {
    return "memory";
  }

  @Override
  public void close() {
    wires.forEach(Wire::close);
  }

  /** One client's wire, seen from the gateway; {@link MemoryLink} is the other end. */
  public static final class Wire implements Connection {
    final ArrayDeque<byte[]> toServer = new ArrayDeque<>();
    final ArrayDeque<byte[]> toClient = new ArrayDeque<>();
    private final List<byte[]> sentByClient = new ArrayList<>();
    private @Nullable Handler handler;
    private @Nullable RuntimeException fault;
    private boolean isBlocked;
    private int roomFrames;
    private boolean isCut;
    private boolean isClosed;
    private long streamBytes;

    /** What the gateway has sent so far, as Aeron's stream would carry it: with its headers. */
    public long streamBytes() {
      return streamBytes;
    }

    /** Takes no more frames of the gateway, or does again. */
    public void block(boolean blocked) {
      isBlocked = blocked;
    }

    /** Takes so many more frames of the gateway, then none. */
    public void blockAfter(int frames) {
      isBlocked = frames == 0;
      roomFrames = frames;
    }

    /** Fails at the gateway's next send. */
    public void failOnSend(RuntimeException newFault) {
      fault = newFault;
    }

    /** The network is gone: the gateway is told with its next poll. */
    public void cut() {
      isCut = true;
    }

    /** Bytes on their way to the gateway, from the client or anybody else. */
    public void inject(byte[] frame) {
      toServer.add(frame.clone());
    }

    /** What the client has sent, for an attacker to use. */
    public List<byte[]> sentByClient() {
      return sentByClient;
    }

    public boolean isClosed() {
      return isClosed;
    }

    void fromClient(byte[] frame) {
      sentByClient.add(frame);
      toServer.add(frame);
    }

    @Override
    public boolean send(DirectBuffer buffer, int offset, int lengthBytes) {
      if (fault != null) {
        throw fault;
      }
      if (isBlocked || isClosed) {
        return false;
      }
      byte[] frame = new byte[lengthBytes];
      buffer.getBytes(offset, frame);
      toClient.add(frame);
      if (roomFrames > 0) {
        blockAfter(roomFrames - 1);
      }
      streamBytes += (lengthBytes + 32L + 31) / 32 * 32;
      return true;
    }

    @Override
    public String remoteAddress() {
      return "memory";
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
