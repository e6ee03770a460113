package dev.keepstone.ecs.message;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.replay.RecordedMessages;
import dev.keepstone.ecs.state.PlayerStateCodec;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes in the inbox become one call, or are counted as malformed. Every field and group of
 * what comes out is read. The same bytes mean the same wherever they lie: a queue's buffer is
 * large, and a message at its far end must not be judged by sums that overflow there.
 */
class InboxAdapterFuzzTest {
  /** Beyond what a group of 65 535 blocks of 65 535 bytes falls short of 2^32. */
  private static final int FAR = 200_000;

  private static final int FAR_BUFFER_BYTES = 512 * 1024;

  static Stream<byte[]> seeds() {
    return RecordedMessages.ofABusyWorld().stream();
  }

  @MethodSource("seeds")
  @FuzzTest
  void readsAnything(byte[] message) {
    List<String> near = read(new UnsafeBuffer(message), 0, message.length);
    UnsafeBuffer far = new UnsafeBuffer(new byte[FAR_BUFFER_BYTES]);
    far.putBytes(FAR, message);
    if (!near.equals(read(far, FAR, message.length))) {
      throw new AssertionError("another meaning at another place: " + near);
    }
  }

  private static List<String> read(DirectBuffer buffer, int offset, int lengthBytes) {
    List<String> calls = new ArrayList<>();
    WorldCounters counters = new WorldCounters();
    InboxAdapter adapter =
        new InboxAdapter(
            recorder(SessionHandler.class, calls),
            recorder(IntentHandler.class, calls),
            recorder(OperationHandler.class, calls),
            recorder(StoreHandler.class, calls),
            counters);
    adapter.onMessage(buffer, offset, lengthBytes);
    if (calls.size() + counters.get(WorldCounter.MALFORMED_MESSAGES) != 1) {
      throw new AssertionError("neither one call nor malformed: calls=" + calls);
    }
    return calls;
  }

  private static <T> T recorder(Class<T> handler, List<String> calls) {
    return handler.cast(
        Proxy.newProxyInstance(
            handler.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> {
              record(method, arguments == null ? new Object[0] : arguments, calls);
              return null;
            }));
  }

  private static void record(Method method, Object[] arguments, List<String> calls) {
    StringBuilder call = new StringBuilder(method.getName());
    for (int i = 0; i < arguments.length; i++) {
      Object argument = arguments[i];
      if (argument instanceof RuntimeException fault) {
        throw new AssertionError("a decoder threw", fault);
      } else if (argument instanceof LoadedPlayer loaded) {
        call.append(' ').append(text(loaded));
      } else if (argument instanceof EntryRequest request) {
        call.append(' ').append(text(request));
      } else if (argument instanceof DirectBuffer buffer) {
        byte[] text = new byte[(int) arguments[i + 2]];
        buffer.getBytes((int) arguments[++i], text);
        call.append(' ').append(Arrays.toString(text));
      } else {
        call.append(' ').append(argument);
      }
    }
    calls.add(call.toString());
  }

  private static String text(LoadedPlayer loaded) {
    UnsafeBuffer state = new UnsafeBuffer(new byte[2 * PlayerStateCodec.MAX_BYTES]);
    int stateBytes = new PlayerStateCodec().encode(loaded.state(), state, 0);
    return String.join(
        " ",
        Long.toString(loaded.session()),
        Long.toString(loaded.playerId()),
        Long.toString(loaded.version()),
        Boolean.toString(loaded.clamped()),
        loaded.name(),
        Arrays.toString(Arrays.copyOf(state.byteArray(), stateBytes)));
  }

  private static String text(EntryRequest request) {
    return String.join(
        " ",
        Long.toString(request.session()),
        Long.toString(request.playerId()),
        request.role().name(),
        Boolean.toString(request.takeOver()),
        Arrays.toString(request.newToken()),
        Arrays.toString(request.shownToken()));
  }
}
