package dev.keepstone.bench.crash;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a run of crashes has found. */
final class CrashReport {
  private static final double BACK_GOAL_S = 30;
  private static final double LOGIN_GOAL_S = 5;

  private final CrashPlan plan;
  private final Map<KillTarget, Integer> cycles = new EnumMap<>(KillTarget.class);
  private final Map<KillTarget, Times> backBy = new EnumMap<>(KillTarget.class);
  private final Times back = new Times();
  private final Times logins = new Times();
  private final Times restarts = new Times();
  private final Findings findings = new Findings();
  private final List<String> problems = new ArrayList<>();
  private long acknowledged;

  CrashReport(CrashPlan plan) {
    this.plan = plan;
  }

  void cycle(KillTarget target) {
    cycles.merge(target, 1, Integer::sum);
  }

  void back(KillTarget target, long ns) {
    back.addNs(ns);
    backBy.computeIfAbsent(target, t -> new Times()).addNs(ns);
  }

  void loginAfterRedis(long ns) {
    logins.addNs(ns);
  }

  void loginAfterRestart(long ns) {
    restarts.addNs(ns);
  }

  void add(Findings found, long acknowledgedSoFar) {
    findings.add(found);
    acknowledged = acknowledgedSoFar;
  }

  /** Something that should not be, but is no loss, such as bots that did not come back. */
  void problem(String text) {
    problems.add(text);
  }

  Findings findings() {
    return findings;
  }

  /** Nothing lost that may not be lost, nothing doubled, everybody came back. */
  boolean isSound() {
    return findings.doubled() == 0
        && (findings.lost() == 0 || plan.mayLose())
        && problems.isEmpty();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "cycles       "
            + cycles.values().stream().mapToInt(Integer::intValue).sum()
            + ": "
            + cycles.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
    lines.add(
        line(
            "acknowledged %d operations, %d looked for, %d of them older than what is remembered",
            acknowledged, findings.compared(), findings.forgottenCount()));
    lines.add(
        line(
            "compared     %d times what a bot has with what it was told, %d balances with the"
                + " ledger (%d not judged: they moved)",
            findings.holdings(), findings.holders(), findings.moving()));
    lines.add("lost         " + findings.lost() + (plan.mayLose() ? " (everysec may)" : ""));
    lines.add("doubled      " + findings.doubled());
    lines.add(
        line("back         %s until 95 %% of bots play again (goal %.0f s)", back, BACK_GOAL_S));
    backBy.forEach(
        (target, times) ->
            lines.add(line("  %-10s %s", target.name().toLowerCase(Locale.ROOT), times)));
    lines.add(line("logins       %s after Redis is ready (goal %.0f s)", logins, LOGIN_GOAL_S));
    lines.add(line("             %s after the server was started again", restarts));
    findings.evidence().forEach(evidence -> lines.add("evidence     " + evidence));
    problems.forEach(problem -> lines.add("problem      " + problem));
    return lines;
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cycles", cycles.values().stream().mapToInt(Integer::intValue).sum());
    cycles.forEach((target, n) -> json.put("cycles" + target.name(), n));
    json.put("bots", plan.bots());
    json.put("fsync", plan.fsync());
    json.put("seed", plan.seed());
    json.put("acknowledged", acknowledged);
    json.put("compared", findings.compared());
    json.put("forgotten", findings.forgottenCount());
    json.put("holdings", findings.holdings());
    json.put("balances", findings.holders());
    json.put("unjudged", findings.moving());
    json.put("lost", findings.lost());
    json.put("doubled", findings.doubled());
    put(json, "backS", back);
    put(json, "loginAfterRedisS", logins);
    put(json, "loginAfterRestartS", restarts);
    json.put("evidence", findings.evidence());
    json.put("problems", problems);
    return ConfigValueFactory.fromMap(json)
            .render(ConfigRenderOptions.concise().setFormatted(true).setJson(true))
        + "\n";
  }

  private static void put(Map<String, Object> json, String name, Times times) {
    if (!times.isEmpty()) {
      json.put(name + "P50", times.p50());
      json.put(name + "Max", times.max());
    }
  }
}
