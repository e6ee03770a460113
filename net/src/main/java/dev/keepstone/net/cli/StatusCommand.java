package dev.keepstone.net.cli;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how a running server is. */
@Command(
    name = "status",
    description = {
      "Shows how a running server is: who plays, what is unsaved, how fast it saves.",
      "Of a gateway in a process of its own: whose it is, its link, and who is on it."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Reads the metrics of the server (keepstone.server.metrics-port); they are served on the",
      "machine itself only.",
      "Exit codes: 0 it is well, 1 it is not, or does not answer: a line says why."
    })
final class StatusCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int OK = 200;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:7780",
      description = "Where its metrics are (default: ${DEFAULT-VALUE}).")
  private String server;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    HttpResponse<String> metrics = get(client, "/metrics");
    if (metrics.statusCode() != OK) {
      throw new UserError(
          "this is no Keepstone server's metrics: --server "
              + server
              + " status="
              + metrics.statusCode());
    }
    HttpResponse<String> health = get(client, "/health");
    boolean isWell = health.statusCode() == OK;
    Map<String, Object> fields =
        StatusFields.of(MetricsText.parse(metrics.body()), health.body().strip());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          ConfigValueFactory.fromMap(fields).render(ConfigRenderOptions.concise().setJson(true)));
    } else {
      fields.forEach((name, value) -> out.printf("%-15s %s%n", name, value));
    }
    out.flush();
    return isWell ? ExitCode.OK : ExitCode.FAILED;
  }

  private HttpResponse<String> get(HttpClient client, String path) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + server + path)).timeout(TIMEOUT).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IllegalArgumentException e) {
      throw new UserError("this is no address: --server " + server + "; give HOST:PORT", e);
    } catch (IOException e) {
      throw new UserError(
          "no server answers there: --server "
              + server
              + "; it says at its start where its metrics are",
          e);
    }
  }
}
