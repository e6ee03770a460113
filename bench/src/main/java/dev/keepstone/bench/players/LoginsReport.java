package dev.keepstone.bench.players;

import dev.keepstone.bench.load.LoadReport;
import dev.keepstone.bench.load.Samples;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a storm of logins did.
 *
 * @param in who was in the world at the end
 * @param seconds from the first datagram until the last was in, or the end of the limit
 * @param tally of all tries
 * @param tickP99Ms as the server counts it, from its start to the end of the storm
 * @param rebases times that the world's clock gave up catching up
 * @param passwordCores of the hashing threads
 * @param othersCores of the machine's other processes
 */
record LoginsReport(
    LoginsPlan plan,
    int in,
    double seconds,
    LoginTally tally,
    double tickP50Ms,
    double tickP99Ms,
    double rebases,
    double passwordCores,
    double worldCores,
    double serverCores,
    double playersCores,
    double othersCores)
    implements LoadReport {
  /** Every figure that a requirement may name. */
  static final List<String> FIGURES =
      List.of(
          "in",
          "missing",
          "seconds",
          "refused",
          "failed",
          "thrownOut",
          "loginP50",
          "loginP99",
          "tickP50",
          "tickP99",
          "rebases",
          "passwordCores",
          "worldCores",
          "serverCores",
          "playersCores",
          "othersCores");

  /** Everybody got in. */
  @Override
  public boolean isSound() {
    return in == plan.players();
  }

  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("in", (double) in);
    figures.put("missing", (double) plan.players() - in);
    figures.put("seconds", seconds);
    figures.put("refused", (double) refused());
    figures.put("failed", (double) tally.lostTries());
    figures.put("thrownOut", (double) tally.thrownOut());
    figures.put("loginP50", tally.timesUs().getValueAtPercentile(50) / 1e3);
    figures.put("loginP99", tally.timesUs().getValueAtPercentile(99) / 1e3);
    figures.put("tickP50", tickP50Ms);
    figures.put("tickP99", tickP99Ms);
    figures.put("rebases", rebases);
    figures.put("passwordCores", passwordCores);
    figures.put("worldCores", worldCores);
    figures.put("serverCores", serverCores);
    figures.put("playersCores", playersCores);
    figures.put("othersCores", othersCores);
    return figures;
  }

  private int refused() {
    return tally.refusals().values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public List<String> lines() {
    Map<String, Double> f = figures();
    List<String> lines = new ArrayList<>();
    lines.add(
        Samples.line(
            "logins     %d of %d in after %.1f s; each p50 %.1f s, p99 %.1f",
            in,
            plan.players(),
            seconds,
            Samples.at(f, "loginP50") / 1e3,
            Samples.at(f, "loginP99") / 1e3));
    lines.add(
        Samples.line(
            "tries      refused %d%s, lost %d; thrown out of the world %d%s",
            refused(),
            refusals(),
            tally.lostTries(),
            tally.thrownOut(),
            tally.why().isEmpty() ? "" : "; the last one: " + tally.why()));
    lines.add(
        Samples.line(
            "tick       p50 %.1f ms, p99 %.1f ms; the clock gave up catching up %.0f times",
            tickP50Ms, tickP99Ms, rebases));
    lines.add(
        Samples.line(
            "processor  passwords %.2f, world %.2f, whole server %.2f cores; players %.2f, others"
                + " %.2f",
            passwordCores, worldCores, serverCores, playersCores, othersCores));
    return lines;
  }

  private String refusals() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<RefusalCode, Integer> refusal : tally.refusals().entrySet()) {
      text.append(text.length() == 0 ? " (" : ", ")
          .append(refusal.getKey())
          .append(' ')
          .append(refusal.getValue());
    }
    return text.length() == 0 ? "" : text.append(')').toString();
  }
}
