package dev.keepstone.net.auth;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How passwords are hashed.
 *
 * @param kdf what new passwords are hashed with
 * @param threadCount hashing threads; 0 in the file means half of the cores, at least 1
 * @param queueCapacity jobs that may wait; the next is answered busy
 * @param expiryMs a job that has waited longer is answered expired, not worked on
 */
public record PasswordConfig(KdfParameters kdf, int threadCount, int queueCapacity, long expiryMs) {

  public PasswordConfig {
    if (threadCount < 1 || queueCapacity < 1 || expiryMs < 1) {
      throw new IllegalArgumentException(
          "keepstone.net.password: threads="
              + threadCount
              + " queue="
              + queueCapacity
              + " expires-after="
              + Duration.ofMillis(expiryMs)
              + ": each must be at least 1");
    }
  }

  /** Reads {@code keepstone.net.password}. */
  public static PasswordConfig from(Config password) {
    int threadCount = password.getInt("threads");
    return new PasswordConfig(
        KdfParameters.from(password),
        threadCount == 0
            ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2)
            : threadCount,
        password.getInt("queue"),
        password.getDuration("expires-after").toMillis());
  }
}
