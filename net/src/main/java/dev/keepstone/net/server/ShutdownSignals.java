package dev.keepstone.net.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over SIGINT, SIGTERM and SIGHUP (a closed terminal), so that the server can save everybody
 * and then choose its exit code: a JVM shutdown hook runs beside everything else that shuts down
 * and ends with 130 or 143.
 *
 * <p>{@code sun.misc.Signal} is the only way to do so; it is called by name because javac warns of
 * it without a way to say that this is meant.
 */
final class ShutdownSignals {
  private static final Logger LOG = LoggerFactory.getLogger(ShutdownSignals.class);

  private ShutdownSignals() {}

  /**
   * Runs {@code task} on a thread of the JVM for each of these signals from now on.
   *
   * @param stopped counted down when the stop that the task asks for is complete
   */
  static void onSignal(Runnable task, CountDownLatch stopped) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler invocation =
          (proxy, method, arguments) -> {
            return switch (method.getName()) {
              case "handle" -> {
                task.run();
                yield null;
              }
              case "hashCode" -> System.identityHashCode(proxy);
              case "equals" -> arguments != null && arguments[0] == proxy;
              default -> "ShutdownSignals";
            };
          };
      Object proxy =
          Proxy.newProxyInstance(
              ShutdownSignals.class.getClassLoader(), new Class<?>[] {handler}, invocation);
      for (String name : new String[] {"INT", "TERM", "HUP"}) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.warn(
          "this JVM lets nobody handle signals: a stop still saves, but exits with 130 or 143");
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> awaitStop(task, stopped), "keepstone-shutdown"));
    }
  }

  /** The JVM halts when its hooks return: not before everything is saved. */
  private static void awaitStop(Runnable task, CountDownLatch stopped) {
    task.run();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
