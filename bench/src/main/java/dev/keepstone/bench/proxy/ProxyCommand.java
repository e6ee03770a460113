package dev.keepstone.bench.proxy;

import dev.keepstone.bench.load.LoadException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lets an operator see how a server lives with a bad connection to its store. */
@Command(
    name = "proxy",
    description = "Stands between a server and its Redis and breaks the connection on purpose.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Faults: cut-before (the command never arrives), cut-after (it is executed, its reply is",
      "swallowed), truncate (half of the reply), half-open (nothing is answered for the delay),",
      "drip (a byte of the reply each delay), delay-command (it arrives late, even if its",
      "connection is gone by then), delay-reply.",
      "--on takes a command's first word, or the name of a script of the server: commit, save,",
      "claim, claim_zone, resume, renew, give_back, register ...",
      "While it runs, type a fault to replace the one before, such as",
      "  cut-after on=commit every=20",
      "or: off, status, cut (every connection, now), quit. It ends with quit, Ctrl-C or SIGTERM,",
      "not with the end of its input.",
      "Start the server with --store redis://127.0.0.1:PORT, PORT being that of the proxy. Never"
          + " on",
      "a world that you want to keep: what a lost connection costs is what you find out here."
    })
public final class ProxyCommand implements Callable<Integer> {
  @Option(names = "--host", defaultValue = "127.0.0.1", description = "Listen there.")
  private String host;

  @Option(
      names = "--listen",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "TCP port (default: any that is free; it is printed).")
  private int port;

  @Option(
      names = "--store",
      paramLabel = "URI",
      required = true,
      description = "The Redis: redis://HOST:PORT or redis-socket:///PATH.")
  private String store;

  @Option(names = "--fault", paramLabel = "KIND", description = "See below (default: none yet).")
  private @Nullable String kind;

  @Option(names = "--on", paramLabel = "COMMAND", description = "Hit only these (default: all).")
  private @Nullable String on;

  @Option(names = "--every", paramLabel = "N", description = "Hit one in N (default: each).")
  private @Nullable Integer every;

  @Option(names = "--times", paramLabel = "N", description = "Then stop (default: never).")
  private @Nullable Integer times;

  @Option(
      names = "--delay",
      paramLabel = "T",
      description = "Such as 200ms, 5s or 1m, at most 1m (default: 200ms).")
  private @Nullable String delay;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Fault first = kind == null ? null : firstFault(kind);
    try (FaultProxy proxy = FaultProxy.start(host, port, store)) {
      if (first != null) {
        proxy.plan().set(first);
      }
      out.println("listening  " + host + ":" + proxy.port());
      say(out, proxy);
      CountDownLatch quit = new CountDownLatch(1);
      Thread console = new Thread(() -> listen(proxy, out, quit), "proxy-console");
      console.setDaemon(true);
      console.start();
      quit.await();
    }
    return 0;
  }

  private Fault firstFault(String word) {
    try {
      return FaultText.parse(
          word
              + (on == null ? "" : " on=" + on)
              + (every == null ? "" : " every=" + every)
              + (times == null ? "" : " times=" + times)
              + (delay == null ? "" : " delay=" + delay));
    } catch (IllegalArgumentException e) {
      throw new LoadException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void listen(FaultProxy proxy, PrintWriter out, CountDownLatch quit) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!obey(line.strip(), proxy, out)) {
          quit.countDown();
          return;
        }
      }
    } catch (IOException e) {
      out.println("no more commands: " + e.getMessage());
      out.flush();
    }
  }

  /** False: quit. */
  private static boolean obey(String line, FaultProxy proxy, PrintWriter out) {
    switch (line.toLowerCase(Locale.ROOT)) {
      case "" -> {
        return true;
      }
      case "quit" -> {
        return false;
      }
      case "off" -> proxy.plan().clear();
      case "cut" -> proxy.cutAll();
      case "status" -> {}
      default -> {
        try {
          proxy.plan().set(FaultText.parse(line));
        } catch (IllegalArgumentException e) {
          out.println(e.getMessage() + "; or off, status, cut, quit");
        }
      }
    }
    say(out, proxy);
    return true;
  }

  private static void say(PrintWriter out, FaultProxy proxy) {
    out.printf(
        Locale.ROOT,
        "now        %s; connections=%d hits=%d%n",
        proxy.plan().describe(),
        proxy.connections(),
        proxy.plan().hits());
    out.flush();
  }
}
