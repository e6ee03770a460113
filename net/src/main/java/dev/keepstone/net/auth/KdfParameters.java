package dev.keepstone.net.auth;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;

/**
 * What a password is hashed with. Defaults in the file: Argon2id with 19 MiB and 2 passes, or
 * PBKDF2-HMAC-SHA256 with 600 000 rounds (OWASP Password Storage Cheat Sheet).
 *
 * @param memoryKib 0 with PBKDF2
 * @param iterations passes, or rounds
 * @param parallelism lanes; 1 with PBKDF2
 */
public record KdfParameters(Kdf kdf, int memoryKib, int iterations, int parallelism) {
  /** More would let a stored string, or a slip in a file, eat the server's memory and time. */
  static final int MAX_MEMORY_KIB = 256 * 1024;

  static final int MAX_PASSES = 16;
  static final int MAX_LANES = 8;
  static final int MAX_ROUNDS = 2_000_000;

  /** The functions that a stored string may name. */
  public enum Kdf {
    ARGON2ID,
    PBKDF2_SHA256
  }

  public KdfParameters {
    if (!isBounded(kdf, memoryKib, iterations, parallelism)) {
      throw new IllegalArgumentException(
          "password hashing is out of bounds: algorithm="
              + kdf
              + " memory-kib="
              + memoryKib
              + " iterations="
              + iterations
              + " parallelism="
              + parallelism);
    }
  }

  /** Reads {@code keepstone.net.password}. */
  static KdfParameters from(Config password) {
    String algorithm = password.getString("algorithm");
    return switch (algorithm) {
      case "argon2id" ->
          new KdfParameters(
              Kdf.ARGON2ID,
              password.getInt("memory-kib"),
              password.getInt("iterations"),
              password.getInt("parallelism"));
      case "pbkdf2-sha256" -> new KdfParameters(Kdf.PBKDF2_SHA256, 0, password.getInt("rounds"), 1);
      default ->
          throw new ConfigException.BadValue(
              password.origin(), "algorithm", "must be argon2id or pbkdf2-sha256: " + algorithm);
    };
  }

  static boolean isBounded(Kdf kdf, int memoryKib, int iterations, int parallelism) {
    return switch (kdf) {
      case ARGON2ID ->
          parallelism >= 1
              && parallelism <= MAX_LANES
              && memoryKib >= 8 * parallelism
              && memoryKib <= MAX_MEMORY_KIB
              && iterations >= 1
              && iterations <= MAX_PASSES;
      case PBKDF2_SHA256 ->
          memoryKib == 0 && parallelism == 1 && iterations >= 1 && iterations <= MAX_ROUNDS;
    };
  }
}
