package dev.keepstone.bench.players;

import dev.keepstone.bench.load.LoadReport;
import dev.keepstone.bench.load.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** What a run has found: medians of the rounds that count. */
final class PlayersReport implements LoadReport {
  /** Every figure that a requirement may name. */
  static final List<String> FIGURES =
      List.of(
          "p50",
          "p99",
          "dropped",
          "updates",
          "inputs",
          "bytes",
          "transportCores",
          "gatewayCores",
          "worldCores",
          "serverCores",
          "playersCores",
          "othersCores",
          "plainP50",
          "plainP99",
          "plainCores",
          "cpuRatio",
          "counted",
          "rounds");

  /**
   * A round of the game.
   *
   * @param lost who was dropped in it, or never got in
   * @param inputs of a player and second
   * @param updates of a player and second
   * @param bytesPerSecond to a player, as the server counts it, Aeron's headers too
   * @param transportCores of the media driver and its client, as a share of one
   * @param playersCores of the process with the players, their media driver too
   * @param othersCores of the machine's other processes: what the round had to share it with
   * @param hz of the plan
   */
  record Game(
      Histogram roundTripsUs,
      int lost,
      double inputs,
      double updates,
      double bytesPerSecond,
      double transportCores,
      double gatewayCores,
      double worldCores,
      double serverCores,
      double playersCores,
      double othersCores,
      int hz) {
    int updateBytes() {
      return (int) (bytesPerSecond / hz);
    }
  }

  /** A round of plain UDP. */
  record Plain(Histogram roundTripsUs, double inputs, double updates, double cores) {}

  private record Round(Game game, Plain plain) {}

  private final PlayersPlan plan;
  private final List<Round> rounds = new ArrayList<>();
  private final List<Round> counted = new ArrayList<>();
  private int dropped;

  PlayersReport(PlayersPlan plan) {
    this.plan = plan;
  }

  void add(Game game, Plain plain) {
    Round round = new Round(game, plain);
    rounds.add(round);
    dropped += game.lost();
    if (p99Ms(plain.roundTripsUs()) < plan.plainLimitMs()) {
      counted.add(round);
    }
  }

  /** Of the newest round of the game. */
  int updateBytes() {
    return rounds.get(rounds.size() - 1).game().updateBytes();
  }

  /** At least one round was not spoilt by the machine. */
  @Override
  public boolean isSound() {
    return !counted.isEmpty();
  }

  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("dropped", (double) dropped);
    figures.put("rounds", (double) rounds.size());
    figures.put("counted", (double) counted.size());
    if (counted.isEmpty()) {
      return figures;
    }
    if (counted.stream().allMatch(round -> round.game().roundTripsUs().getTotalCount() > 0)) {
      // Where nobody was answered there is no time, and a limit on it is missed.
      figures.put("p50", median(round -> p50Ms(round.game().roundTripsUs())));
      figures.put("p99", median(round -> p99Ms(round.game().roundTripsUs())));
    }
    figures.put("inputs", median(round -> round.game().inputs()));
    figures.put("updates", median(round -> round.game().updates()));
    figures.put("bytes", median(round -> round.game().bytesPerSecond()));
    figures.put("transportCores", median(round -> round.game().transportCores()));
    figures.put("gatewayCores", median(round -> round.game().gatewayCores()));
    figures.put("worldCores", median(round -> round.game().worldCores()));
    figures.put("serverCores", median(round -> round.game().serverCores()));
    figures.put("playersCores", median(round -> round.game().playersCores()));
    figures.put("othersCores", median(round -> round.game().othersCores()));
    figures.put("plainP50", median(round -> p50Ms(round.plain().roundTripsUs())));
    figures.put("plainP99", median(round -> p99Ms(round.plain().roundTripsUs())));
    figures.put("plainCores", median(round -> round.plain().cores()));
    figures.put("cpuRatio", median(round -> round.game().transportCores() / round.plain().cores()));
    return figures;
  }

  private double median(ToDoubleFunction<Round> figure) {
    return Samples.median(counted.stream().map(figure::applyAsDouble).toList());
  }

  private static double p50Ms(Histogram us) {
    return us.getValueAtPercentile(50) / 1e3;
  }

  private static double p99Ms(Histogram us) {
    return us.getValueAtPercentile(99) / 1e3;
  }

  @Override
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        Samples.line(
            "load       %d players, %d inputs and updates a second each, %d port pairs, %s",
            plan.players(), plan.hz(), plan.ports(), plan.isStock() ? "stock driver" : "drained"));
    for (Round round : rounds) {
      lines.add(line(round));
    }
    if (counted.isEmpty()) {
      lines.add(
          Samples.line(
              "VOID       the machine was too busy: plain UDP had no p99 below %.0f ms in any round",
              plan.plainLimitMs()));
      return lines;
    }
    Map<String, Double> f = figures();
    lines.add(
        f.containsKey("p99")
            ? Samples.line(
                "game       p50 %.1f ms, p99 %.1f ms from input to update; dropped %d; %.0f B/s each",
                Samples.at(f, "p50"), Samples.at(f, "p99"), dropped, Samples.at(f, "bytes"))
            : Samples.line("game       COLLAPSED: nobody was answered; dropped %d", dropped));
    lines.add(
        Samples.line(
            "processor  transport %.2f, gateway %.2f, world %.2f, whole server %.2f cores; players"
                + " %.2f, others %.2f",
            Samples.at(f, "transportCores"),
            Samples.at(f, "gatewayCores"),
            Samples.at(f, "worldCores"),
            Samples.at(f, "serverCores"),
            Samples.at(f, "playersCores"),
            Samples.at(f, "othersCores")));
    lines.add(
        Samples.line(
            "plain UDP  p50 %.1f ms, p99 %.1f ms; %.2f cores; transport / plain %.1f",
            Samples.at(f, "plainP50"),
            Samples.at(f, "plainP99"),
            Samples.at(f, "plainCores"),
            Samples.at(f, "cpuRatio")));
    lines.add(
        Samples.line(
            "counted    %d of %d rounds: those with plain UDP's p99 below %.0f ms",
            counted.size(), rounds.size(), plan.plainLimitMs()));
    return lines;
  }

  private String line(Round round) {
    Game game = round.game();
    return Samples.line(
        "round      game p50 %.1f p99 %.1f ms, lost %d, %.1f in %.1f out, cores %.2f of %.2f, others %.2f;"
            + " plain p50 %.1f p99 %.1f ms, %.1f in %.1f out, cores %.2f%s",
        p50Ms(game.roundTripsUs()),
        p99Ms(game.roundTripsUs()),
        game.lost(),
        game.inputs(),
        game.updates(),
        game.transportCores(),
        game.serverCores(),
        game.othersCores(),
        p50Ms(round.plain().roundTripsUs()),
        p99Ms(round.plain().roundTripsUs()),
        round.plain().inputs(),
        round.plain().updates(),
        round.plain().cores(),
        counted.contains(round) ? "" : "; not counted");
  }
}
