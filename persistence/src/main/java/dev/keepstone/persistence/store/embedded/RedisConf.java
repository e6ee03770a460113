package dev.keepstone.persistence.store.embedded;

import java.util.Map;
import java.util.TreeMap;

/** Makes the configuration file of one folder's Redis. Pure. */
final class RedisConf {
  private RedisConf() {}

  /** The shipped text, then what the folder and the caller decide: in Redis the last line wins. */
  static String text(String shipped, DataFolder folder, Map<String, String> overrides) {
    Map<String, String> own = new TreeMap<>(overrides);
    own.put("daemonize", "yes");
    own.put("supervised", "no");
    own.put("port", "0");
    own.put("unixsocket", folder.socket().toString());
    own.put("unixsocketperm", "700");
    own.put("dir", folder.redis().toString());
    own.put("pidfile", folder.pid().toString());
    own.put("logfile", folder.log().toString());
    StringBuilder text = new StringBuilder(shipped.stripTrailing());
    text.append("\n\n# Generated at start; edits below this line are lost.\n");
    own.forEach((name, value) -> text.append(name).append(' ').append(quote(value)).append('\n'));
    return text.toString();
  }

  private static String quote(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
