package dev.keepstone.persistence.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A script as Redis gets it: resource files put one after the other. Called by {@link #sha}; a
 * store that has never seen it answers NOSCRIPT and is then given the {@link #source}.
 */
public enum LuaScript {
  CLAIM("fence", "record", "claim"),
  CLAIM_ZONE("fence", "record", "claim-zone"),
  SAVE("fence", "record", "judge", "save"),
  COMMIT("fence", "record", "judge", "commit"),
  GIVE_BACK("fence", "record", "give-back"),
  RENEW("fence", "renew"),
  RETIRE("fence", "retire"),
  RESUME("resume"),
  REGISTER("register"),
  ASK_RELEASE("fence", "ask-release"),
  TAKE_REQUESTS("fence", "take-requests"),
  COMPARE_AND_SET("compare-and-set"),
  REPAIR_ONLINE("repair-online"),
  ADD_CHARACTER("add-character");

  private final String source;
  private final String sha;

  LuaScript(String... files) {
    StringBuilder text = new StringBuilder();
    for (String file : files) {
      text.append(read(file + ".lua"));
    }
    source = text.toString();
    sha = sha1(source);
  }

  /** The text, ASCII. */
  public String source() {
    return source;
  }

  /** SHA-1 of the text in hex: its name for EVALSHA. */
  public String sha() {
    return sha;
  }

  private static String read(String file) {
    try (InputStream in = LuaScript.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks a script: file=" + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-1", e);
    }
  }
}
