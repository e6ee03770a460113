package dev.keepstone.bench.load;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What must be met, and where the figures go. */
public final class ReportOptions {
  @Option(
      names = "--require",
      paramLabel = "LIST",
      defaultValue = "",
      description = "What must be met, such as 'ratio>=0.5,p99<50ms'.")
  private String require;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there.")
  private @Nullable Path json;

  /** Where a report goes. */
  public interface Target {
    /**
     * Prints a report, what of the requirements is missed, and writes the file.
     *
     * @param about what else the file shall say
     * @return exit code: 0 when everything required is met and the report is sound
     */
    int tell(PrintWriter out, Map<String, Object> about, LoadReport report);
  }

  /**
   * Reads the requirements, before anything is measured.
   *
   * @param figures that a requirement may name
   * @throws LoadException when one names something else
   */
  public Target target(List<String> figures) {
    Requirements requirements = new Requirements(require, figures);
    return (out, about, report) -> {
      report.lines().forEach(out::println);
      List<String> missed = requirements.missed(report.figures());
      missed.forEach(line -> out.println("MISSED     " + line));
      out.flush();
      if (json != null) {
        write(json, about, report);
      }
      return missed.isEmpty() && report.isSound() ? 0 : 1;
    };
  }

  private static void write(Path file, Map<String, Object> about, LoadReport report) {
    Map<String, Object> content = new HashMap<>(about);
    content.put("figures", ConfigValueFactory.fromMap(report.figures()));
    try {
      Files.writeString(
          file,
          ConfigValueFactory.fromMap(content)
                  .render(ConfigRenderOptions.concise().setFormatted(true).setJson(true))
              + "\n");
    } catch (IOException e) {
      throw new LoadException("the figures can't be written: --json " + file + ": " + e, e);
    }
  }
}
