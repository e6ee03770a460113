package dev.keepstone.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One blocking connection that speaks RESP2 and nothing else: the least that a client can do. Used
 * as the limit that the vault is held against, and to look after the store. One thread.
 */
public final class RespSocket implements AutoCloseable {
  private static final int BUFFER_BYTES = 256 * 1024;
  private static final byte[] CRLF = {'\r', '\n'};

  private final SocketChannel channel;
  private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES).flip();

  private RespSocket(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Connects, and names itself where there is a password.
   *
   * @throws LoadException when nobody listens there, or the password is wrong
   */
  public static RespSocket connect(LoadAddress address) {
    try {
      SocketAddress socket =
          address.socket() != null
              ? UnixDomainSocketAddress.of(address.socket())
              : new InetSocketAddress(address.host(), address.port());
      SocketChannel channel =
          address.socket() != null
              ? SocketChannel.open(StandardProtocolFamily.UNIX)
              : SocketChannel.open();
      channel.connect(socket);
      if (address.socket() == null) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      RespSocket resp = new RespSocket(channel);
      if (!address.password().isEmpty()) {
        resp.ask("AUTH", address.password());
      }
      if (address.database() != 0) {
        resp.ask("SELECT", Integer.toString(address.database()));
      }
      return resp;
    } catch (IOException e) {
      throw new LoadException(
          "Redis is not reachable: " + e.getMessage() + "; is it running, is the address right?",
          e);
    }
  }

  /** Puts one command into the buffer, sending what is there first when it doesn't fit. */
  void put(byte[]... words) {
    int length = 16;
    for (byte[] word : words) {
      length += 16 + word.length;
    }
    if (length > BUFFER_BYTES) {
      throw new LoadException("a command is too long: bytes=" + length);
    }
    if (length > out.remaining()) {
      send();
    }
    count('*', words.length);
    for (byte[] word : words) {
      count('$', word.length);
      out.put(word).put(CRLF);
    }
  }

  private void count(char mark, int value) {
    out.put((byte) mark);
    int divisor = 1;
    while (value / divisor >= 10) {
      divisor *= 10;
    }
    for (; divisor > 0; divisor /= 10) {
      out.put((byte) ('0' + value / divisor % 10));
    }
    out.put(CRLF);
  }

  /** Sends what was put. */
  void send() {
    try {
      out.flip();
      while (out.hasRemaining()) {
        channel.write(out);
      }
      out.clear();
    } catch (IOException e) {
      throw gone(e);
    }
  }

  /** The next reply: a String, a Long, bytes, a List of these, or null. */
  @Nullable Object receive() {
    try {
      return read();
    } catch (IOException e) {
      throw gone(e);
    }
  }

  /** One command and its reply. */
  public @Nullable Object ask(String... words) {
    byte[][] bytes = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      bytes[i] = words[i].getBytes(StandardCharsets.UTF_8);
    }
    put(bytes);
    send();
    return receive();
  }

  /** One command and its reply as text; empty when there is none. */
  public String askText(String... words) {
    Object reply = ask(words);
    return reply instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(reply);
  }

  private @Nullable Object read() throws IOException {
    byte mark = next();
    String line = line();
    return switch (mark) {
      case '+' -> line;
      case '-' -> throw new LoadException("Redis refuses: " + line);
      case ':' -> Long.parseLong(line);
      case '$' -> bulk(Integer.parseInt(line));
      case '*' -> list(Integer.parseInt(line));
      default -> throw new LoadException("this is no Redis: it answers " + (char) mark + line);
    };
  }

  private byte @Nullable [] bulk(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    for (int filled = 0; filled < length; ) {
      fill();
      int part = Math.min(length - filled, in.remaining());
      in.get(bytes, filled, part);
      filled += part;
    }
    next();
    next();
    return bytes;
  }

  private List<@Nullable Object> list(int size) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(read());
    }
    return list;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (byte b = next(); b != '\r'; b = next()) {
      line.append((char) b);
    }
    next();
    return line.toString();
  }

  private byte next() throws IOException {
    fill();
    return in.get();
  }

  private void fill() throws IOException {
    if (!in.hasRemaining()) {
      in.clear();
      if (channel.read(in) < 0) {
        throw new EOFException("the connection was closed");
      }
      in.flip();
    }
  }

  private static LoadException gone(IOException e) {
    return new LoadException("the connection to Redis broke: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw gone(e);
    }
  }
}
