package dev.keepstone.bench.proxy;

import dev.keepstone.persistence.script.LuaScript;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names commands as people speak of them: a script of ours by its own name ({@code COMMIT}, {@code
 * SAVE}, {@code CLAIM}, {@code RESUME} ...), anything else by its first word. Pure.
 */
final class CommandNames {
  private static final Map<String, String> SCRIPTS = new HashMap<>();

  static {
    for (LuaScript script : LuaScript.values()) {
      SCRIPTS.put(script.sha(), script.name());
      SCRIPTS.put(script.source(), script.name());
    }
  }

  private CommandNames() {}

  /** Name of a command, in capitals. */
  static String of(byte[] command) {
    List<String> words = words(command, 2);
    if (words.isEmpty()) {
      return "";
    }
    String first = words.get(0).toUpperCase(Locale.ROOT);
    if (words.size() == 2 && (first.equals("EVALSHA") || first.equals("EVAL"))) {
      return SCRIPTS.getOrDefault(words.get(1), first);
    }
    return first;
  }

  private static List<String> words(byte[] command, int limit) {
    List<String> words = new ArrayList<>();
    if (command[0] != '*') {
      String line = new String(command, StandardCharsets.ISO_8859_1).strip();
      return line.isEmpty() ? words : List.of(line.split(" ", -1)[0]);
    }
    int at = lineEnd(command, 0);
    while (at < command.length && words.size() < limit) {
      int from = lineEnd(command, at);
      int behind = RespFrame.end(command, at, command.length);
      words.add(new String(command, from, behind - 2 - from, StandardCharsets.ISO_8859_1));
      at = behind;
    }
    return words;
  }

  private static int lineEnd(byte[] command, int from) {
    int at = from;
    while (command[at] != '\n') {
      at++;
    }
    return at + 1;
  }
}
