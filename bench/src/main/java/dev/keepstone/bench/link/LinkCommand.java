package dev.keepstone.bench.link;

import dev.keepstone.bench.load.ProgressBar;
import dev.keepstone.bench.load.ReportOptions;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the links between a server and gateways in processes of their own. */
@Command(
    name = "link",
    description = "Sends players' messages over the sealed links between gateways and a server.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The real ends of the links, a media driver at either, over UDP on loopback, all in this one",
      "process. Each gateway has one stream each way. Inputs come evenly, updates all at once at",
      "each tick (20 a second). Times run from when an input was due (so that a gateway's sleep of",
      "a millisecond is in them) to the world's inbox, and from the world's word to the gateway.",
      "Processor times are those of driver, client and agent of each end; the gateways share",
      "theirs, the world is not counted. Figures are medians of the rounds.",
      "Needs Linux, for /proc.",
      "Exit codes: 0 done and everything required is met, 1 not so, 2 the command line is wrong."
    })
public final class LinkCommand implements Callable<Integer> {
  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Messages a second each way (default: ${DEFAULT-VALUE}).")
  private int messages;

  @Option(
      names = "--gateways",
      paramLabel = "N",
      defaultValue = "1",
      description = "Gateways that share them, a stream each way each (default: ${DEFAULT-VALUE}).")
  private int gateways;

  @Option(
      names = "--input-bytes",
      paramLabel = "N",
      defaultValue = "64",
      description = "A message to the world (default: ${DEFAULT-VALUE}).")
  private int inputBytes;

  @Option(
      names = "--update-bytes",
      paramLabel = "N",
      defaultValue = "300",
      description = "A message to a gateway (default: ${DEFAULT-VALUE}).")
  private int updateBytes;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "15",
      description = "Measured in each round (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "10",
      description = "The same load before the first round (default: ${DEFAULT-VALUE}).")
  private int warmUpSeconds;

  @Mixin private ReportOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    LinkPlan plan =
        new LinkPlan(messages, gateways, inputBytes, updateBytes, rounds, seconds, warmUpSeconds);
    PrintWriter out = spec.commandLine().getOut();
    ReportOptions.Target target = options.target(LinkReport.FIGURES);
    try (LinkRun run = new LinkRun(plan, new ProgressBar(out))) {
      return target.tell(out, Map.of(), run.run());
    }
  }
}
