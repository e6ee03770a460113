package dev.keepstone.net.terminal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** The commands by their words, and their help. */
final class CommandTable {
  private final Map<String, Consumer<String>> actionByVerb = new LinkedHashMap<>();
  private final List<String> help = new ArrayList<>();

  /**
   * Adds a command.
   *
   * @param usage verb and arguments, as help shows them
   * @param meaning for help
   * @param action gets the rest of the line
   */
  CommandTable add(String usage, String meaning, Consumer<String> action) {
    help.add(String.format(Locale.ROOT, "%-25s %s", usage, meaning));
    int space = usage.indexOf(' ');
    return alias(space < 0 ? usage : usage.substring(0, space), action);
  }

  /** Another word for a command, which help does not show. */
  CommandTable alias(String verb, Consumer<String> action) {
    actionByVerb.put(verb, action);
    return this;
  }

  /** Another form of the command before it, for help only. */
  CommandTable note(String usage, String meaning) {
    help.add(String.format(Locale.ROOT, "%-25s %s", usage, meaning));
    return this;
  }

  /** A line between groups of commands. */
  CommandTable heading(String text) {
    help.add(text);
    return this;
  }

  List<String> help() {
    return help;
  }

  /** False when the line starts with no command's word. */
  boolean run(String line) {
    int space = line.indexOf(' ');
    String verb = (space < 0 ? line : line.substring(0, space)).toLowerCase(Locale.ROOT);
    Consumer<String> action = actionByVerb.get(verb);
    if (action == null) {
      return false;
    }
    action.accept(space < 0 ? "" : line.substring(space + 1).trim());
    return true;
  }
}
