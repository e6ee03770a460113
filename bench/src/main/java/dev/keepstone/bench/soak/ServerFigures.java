package dev.keepstone.bench.soak;

import dev.keepstone.bench.load.LoadException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server says of itself at its metrics port. */
public final class ServerFigures {
  private static final Pattern LINE = Pattern.compile("(?m)^([^#\\s]\\S*(?:\\{[^}]*})?) (\\S+)$");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final String text;

  private ServerFigures(String text) {
    this.text = text;
  }

  /** Asks. */
  public static ServerFigures of(int port) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
              .timeout(Duration.ofSeconds(10))
              .build();
      return new ServerFigures(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new LoadException("the server's metrics can't be read: port=" + port + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException("interrupted", e);
    }
  }

  /** The sum of all values whose name, labels included, begins so; NaN when there is none. */
  public double sum(String prefix) {
    Matcher matcher = LINE.matcher(text);
    double sum = 0;
    boolean found = false;
    while (matcher.find()) {
      if (matcher.group(1).startsWith(prefix)) {
        sum += Double.parseDouble(matcher.group(2));
        found = true;
      }
    }
    return found ? sum : Double.NaN;
  }
}
