package dev.keepstone.net.gateway;

import com.typesafe.config.Config;
import dev.keepstone.net.auth.LockoutConfig;
import dev.keepstone.net.auth.PasswordConfig;
import dev.keepstone.net.transport.DriverSettings;
import dev.keepstone.net.transport.PlayerChannels;
import java.util.concurrent.TimeUnit;

/**
 * What the gateway is set to; see {@code keepstone.net} in {@code config/keepstone.conf} for what
 * each key means.
 *
 * @param port the cookie port, which players are told
 * @param portPairs pairs of Aeron ports, right after the cookie port; players are spread over them
 * @param drainLimit datagrams of an Aeron port that are taken in a row, 1 (as Aeron does) to 1024
 * @param gatewayNumber highest 16 bits of every session id, so that no two gateways of one world
 *     give the same
 * @param budgetBurst frames that a session may send at once
 * @param budgetPerSecond frames a second in the long run
 * @param abuseBurst frames at once, dropped ones too, after which a session is ended: so many may
 *     have been held up on the way and come in one go
 * @param chatBurst lines that a session may say at once
 * @param chatPerSecond lines a second in the long run: each is copied to everybody who hears it
 * @param charactersPerAccount how many an account may have, 1 to 32
 */
public record GatewayConfig(
    String host,
    int port,
    int portPairs,
    int drainLimit,
    int gatewayNumber,
    int maxSessions,
    int loginTries,
    int budgetBurst,
    int budgetPerSecond,
    int abuseBurst,
    int chatBurst,
    int chatPerSecond,
    int charactersPerAccount,
    Deadlines deadlines,
    LockoutConfig lockout,
    PasswordConfig password) {

  /**
   * How long each state may last, and how long a session may be silent.
   *
   * @param partingNs how long a client may take to hang up
   * @param stallNs how long a client may take nothing of what is offered to it
   */
  public record Deadlines(
      long greetingNs,
      long loginNs,
      long verifyNs,
      long enterNs,
      long leaveNs,
      long partingNs,
      long silenceNs,
      long stallNs) {

    public Deadlines {
      check("greeting", greetingNs);
      check("login", loginNs);
      check("verify", verifyNs);
      check("enter", enterNs);
      check("leave", leaveNs);
      check("parting", partingNs);
      check("silence", silenceNs);
      check("stall", stallNs);
    }

    private static void check(String name, long valueNs) {
      if (valueNs <= 0) {
        throw new IllegalArgumentException(
            "keepstone.net.deadlines: " + name + "=" + valueNs + "ns: must be positive");
      }
    }

    private static Deadlines from(Config deadlines) {
      return new Deadlines(
          deadlines.getDuration("greeting", TimeUnit.NANOSECONDS),
          deadlines.getDuration("login", TimeUnit.NANOSECONDS),
          deadlines.getDuration("verify", TimeUnit.NANOSECONDS),
          deadlines.getDuration("enter", TimeUnit.NANOSECONDS),
          deadlines.getDuration("leave", TimeUnit.NANOSECONDS),
          deadlines.getDuration("parting", TimeUnit.NANOSECONDS),
          deadlines.getDuration("silence", TimeUnit.NANOSECONDS),
          deadlines.getDuration("stall", TimeUnit.NANOSECONDS));
    }
  }

  public GatewayConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("keepstone.net.host is empty: give an address");
    }
    check("port-pairs", portPairs, 1, PlayerChannels.MAX_PAIRS);
    check("port", port, 1, PlayerChannels.MAX_PORT - 2 * portPairs);
    check("drain-limit", drainLimit, 1, DriverSettings.MAX_DRAIN_LIMIT);
    check("gateway-number", gatewayNumber, 1, 0x7FFF);
    check("max-sessions", maxSessions, 1, 100_000);
    check("login-tries", loginTries, 1, 100);
    check("budget.burst", budgetBurst, 1, 10_000);
    check("budget.per-second", budgetPerSecond, 1, 10_000);
    check("budget.abuse-burst", abuseBurst, budgetBurst, 1_000_000);
    check("characters-per-account", charactersPerAccount, 1, 32);
    check("budget.chat-burst", chatBurst, 1, 10_000);
    check("budget.chat-per-second", chatPerSecond, 1, 10_000);
  }

  /** Reads {@code keepstone.net}. */
  public static GatewayConfig from(Config net) {
    return new GatewayConfig(
        net.getString("host"),
        net.getInt("port"),
        net.getInt("port-pairs"),
        net.getInt("drain-limit"),
        net.getInt("gateway-number"),
        net.getInt("max-sessions"),
        net.getInt("login-tries"),
        net.getInt("budget.burst"),
        net.getInt("budget.per-second"),
        net.getInt("budget.abuse-burst"),
        net.getInt("budget.chat-burst"),
        net.getInt("budget.chat-per-second"),
        net.getInt("characters-per-account"),
        Deadlines.from(net.getConfig("deadlines")),
        LockoutConfig.from(net.getConfig("lockout")),
        PasswordConfig.from(net.getConfig("password")));
  }

  private static void check(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "keepstone.net: " + name + "=" + value + ": must be " + min + " to " + max);
    }
  }
}
