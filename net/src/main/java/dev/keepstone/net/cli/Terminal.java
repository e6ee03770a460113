package dev.keepstone.net.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Whether a person sits in front of this process. */
public final class Terminal {
  private Terminal() {}

  /**
   * The terminal of this process, or null when its input or output is a file or a pipe. Up to JDK
   * 21 there is no console then; later there is always one, and only it knows (isTerminal).
   */
  @SuppressWarnings("SystemConsoleNull") // null is what JDK 17 to 21 return without a terminal
  public static @Nullable Console console() {
    Console console = System.console();
    if (console == null) {
      return null;
    }
    try {
      boolean terminal = (boolean) Console.class.getMethod("isTerminal").invoke(console);
      return terminal ? console : null;
    } catch (NoSuchMethodException e) {
      return console;
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
