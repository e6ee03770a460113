package dev.keepstone.bench.players;

import dev.keepstone.bench.load.LoadReport;
import dev.keepstone.bench.load.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a stranger's frames did: medians of the rounds. */
final class ForgeReport implements LoadReport {
  /** Every figure that a requirement may name. */
  static final List<String> FIGURES =
      List.of(
          "quietP50",
          "quietP99",
          "p50",
          "p99",
          "p99Ratio",
          "transportUs",
          "serverUs",
          "framesPerSecond",
          "counted",
          "images",
          "bytes",
          "dropped",
          "others");

  private static final double US = 1e6;

  /**
   * A phase.
   *
   * @param sent forged frames
   * @param counted of these, as the server's own counters say: dropped without a pass. Junk that
   *     Aeron itself takes for no frame is not among them
   */
  record Phase(PlayersStage.Measured measured, int sent, double counted) {
    double p50Ms() {
      return measured.roundTripsUs().getValueAtPercentile(50) / 1e3;
    }

    double p99Ms() {
      return measured.roundTripsUs().getValueAtPercentile(99) / 1e3;
    }

    double seconds() {
      return measured.seconds();
    }
  }

  /**
   * What the driver's folder holds: images' logs, and the bytes of all files.
   *
   * @param images files of logs of streams that come in
   */
  record Shared(long images, long bytes) {}

  private record Round(Phase quiet, Phase forged) {
    double transportUs() {
      return perFrameUs(PlayersStage.Measured::transportSeconds);
    }

    double serverUs() {
      return perFrameUs(PlayersStage.Measured::serverSeconds);
    }

    /** Phases are not exactly equally long: compared by share of a core. */
    private double perFrameUs(ToDoubleFunction<PlayersStage.Measured> cpuSeconds) {
      double moreCores =
          cpuSeconds.applyAsDouble(forged.measured()) / forged.seconds()
              - cpuSeconds.applyAsDouble(quiet.measured()) / quiet.seconds();
      return moreCores * forged.seconds() * US / forged.sent();
    }

    double p99Ratio() {
      return forged.p99Ms() / quiet.p99Ms();
    }
  }

  private final ForgePlan plan;
  private final List<Round> rounds = new ArrayList<>();
  private Shared before = new Shared(0, 0);
  private Shared after = new Shared(0, 0);
  private int lost;

  ForgeReport(ForgePlan plan) {
    this.plan = plan;
  }

  void add(Phase quiet, Phase forged) {
    rounds.add(new Round(quiet, forged));
  }

  /**
   * How it ended.
   *
   * @param atFirst with everybody in, before the first frame
   * @param atLast after the last one
   * @param thrownOut players
   */
  void end(Shared atFirst, Shared atLast, int thrownOut) {
    before = atFirst;
    after = atLast;
    lost = thrownOut;
  }

  /** Nobody was thrown out. */
  @Override
  public boolean isSound() {
    return lost == 0;
  }

  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("quietP50", median(round -> round.quiet().p50Ms()));
    figures.put("quietP99", median(round -> round.quiet().p99Ms()));
    figures.put("p50", median(round -> round.forged().p50Ms()));
    figures.put("p99", median(round -> round.forged().p99Ms()));
    figures.put("p99Ratio", median(Round::p99Ratio));
    figures.put("transportUs", median(Round::transportUs));
    figures.put("serverUs", median(Round::serverUs));
    figures.put(
        "framesPerSecond", median(round -> round.forged().sent() / round.forged().seconds()));
    figures.put("counted", median(round -> round.forged().counted() / round.forged().sent()));
    figures.put("images", (double) (after.images() - before.images()));
    figures.put("bytes", (double) (after.bytes() - before.bytes()));
    figures.put("dropped", (double) lost);
    figures.put(
        "others",
        median(
            round ->
                (round.quiet().measured().othersCores() + round.forged().measured().othersCores())
                    / 2));
    return figures;
  }

  private double median(ToDoubleFunction<Round> figure) {
    return Samples.median(rounds.stream().map(figure::applyAsDouble).toList());
  }

  @Override
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        Samples.line(
            "load       %d players at %d Hz; %d forged frames in %d s, %d rounds",
            plan.play().players(),
            plan.play().hz(),
            plan.frames(),
            plan.play().seconds(),
            rounds.size()));
    for (Round round : rounds) {
      lines.add(
          Samples.line(
              "round      p99 %.1f -> %.1f ms (%.2f), %.2f us a frame in the transport, %.2f in"
                  + " the server; others %.2f, %.2f cores",
              round.quiet().p99Ms(),
              round.forged().p99Ms(),
              round.p99Ratio(),
              round.transportUs(),
              round.serverUs(),
              round.quiet().measured().othersCores(),
              round.forged().measured().othersCores()));
    }
    Map<String, Double> f = figures();
    lines.add(
        Samples.line(
            "frames     %,.0f a second; %.2f us each in the transport, %.2f in the whole server;"
                + " %.0f %% counted as dropped",
            Samples.at(f, "framesPerSecond"),
            Samples.at(f, "transportUs"),
            Samples.at(f, "serverUs"),
            100 * Samples.at(f, "counted")));
    lines.add(
        Samples.line(
            "players    p50 %.1f -> %.1f ms, p99 %.1f -> %.1f ms (%.2f); thrown out %d",
            Samples.at(f, "quietP50"),
            Samples.at(f, "p50"),
            Samples.at(f, "quietP99"),
            Samples.at(f, "p99"),
            Samples.at(f, "p99Ratio"),
            lost));
    lines.add(
        Samples.line(
            "driver     %+d images, %+d bytes in its folder",
            after.images() - before.images(), after.bytes() - before.bytes()));
    return lines;
  }
}
