package dev.keepstone.net.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import dev.keepstone.ecs.content.ContentException;
import dev.keepstone.ecs.content.ContentSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration from its layers: flags over environment ({@code CONFIG_FORCE_...}) over
 * the configuration file over the one that the jar carries. So a file needs only what it changes.
 */
public final class ServerConfigReader {
  /** Used when no file is named and this one is there. */
  private static final Path DEFAULT_FILE = Path.of("config", "keepstone.conf");

  private static final String BUNDLED_FOLDER = "/config/";
  private static final String BUNDLED_FILE = BUNDLED_FOLDER + "keepstone.conf";

  private ServerConfigReader() {}

  /**
   * Reads and checks all settings.
   *
   * @param file named by the user, or null
   * @param flags by path, such as {@code keepstone.net.port}
   * @throws ServerStartException that names the file, the key and what is wrong
   */
  public static ServerConfig read(@Nullable Path file, Map<String, ?> flags) {
    Path used = used(file);
    try {
      Config layers = layers(used, flags);
      Path folder = used == null ? null : used.toAbsolutePath().getParent();
      return ServerConfig.of(
          layers,
          content(folder, layers.getString("keepstone.server.redis-conf")).text(),
          maps(folder, layers.getStringList("keepstone.server.maps")),
          content(folder, layers.getString("keepstone.server.creatures")),
          content(folder, layers.getString("keepstone.server.items")),
          content(folder, layers.getString("keepstone.server.shops")));
    } catch (ContentException e) {
      throw new ServerStartException(e.getMessage(), e);
    } catch (ConfigException | IllegalArgumentException | ArithmeticException e) {
      throw new ServerStartException("bad configuration: " + e.getMessage(), e);
    }
  }

  /**
   * Reads and checks what a gateway in a process of its own is set to: the same file may serve
   * both.
   *
   * @param file named by the user, or null
   * @param flags by path
   * @throws ServerStartException that names the file, the key and what is wrong
   */
  public static GatewayProcessConfig readGateway(@Nullable Path file, Map<String, ?> flags) {
    try {
      return GatewayProcessConfig.of(layers(used(file), flags));
    } catch (ConfigException | IllegalArgumentException | ArithmeticException e) {
      throw new ServerStartException("bad configuration: " + e.getMessage(), e);
    }
  }

  private static @Nullable Path used(@Nullable Path file) {
    return file != null ? file : Files.exists(DEFAULT_FILE) ? DEFAULT_FILE : null;
  }

  private static Config layers(@Nullable Path used, Map<String, ?> flags) {
    Config shipped = bundled();
    Config own = used == null ? ConfigFactory.empty() : parse(used);
    refuseUnknown(own, shipped);
    return ConfigFactory.parseMap(flags, "command line")
        .withFallback(ConfigFactory.systemEnvironmentOverrides())
        .withFallback(own)
        .withFallback(shipped)
        .resolve();
  }

  private static Config parse(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ServerStartException("there is no configuration file: file=" + file);
    }
    return ConfigFactory.parseFile(
        file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
  }

  /** A misspelt key would otherwise silently leave its default in force. */
  private static void refuseUnknown(Config own, Config shipped) {
    for (Map.Entry<String, ConfigValue> entry : own.entrySet()) {
      if (!shipped.hasPath(entry.getKey())) {
        throw new ServerStartException(
            "bad configuration: "
                + entry.getValue().origin().description()
                + ": there is no such setting: key="
                + entry.getKey()
                + ": docs/configuration.md lists them all");
      }
    }
  }

  private static Config bundled() {
    try (InputStream in = ServerConfigReader.class.getResourceAsStream(BUNDLED_FILE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + BUNDLED_FILE + ": build it with Maven");
      }
      try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
        return ConfigFactory.parseReader(
            reader, ConfigParseOptions.defaults().setOriginDescription("the jar's keepstone.conf"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<ContentSource> maps(@Nullable Path folder, List<String> names) {
    List<ContentSource> maps = new ArrayList<>();
    for (String name : names) {
      maps.add(content(folder, name));
    }
    if (maps.isEmpty()) {
      throw new ServerStartException(
          "bad configuration: a world needs a map: keepstone.server.maps=[]: name at least one");
    }
    return maps;
  }

  /**
   * Text files that the configuration names: a path is looked for beside the configuration file,
   * then in the jar.
   */
  private static ContentSource content(@Nullable Path folder, String name) {
    Path file = folder == null ? Path.of(name) : folder.resolve(name);
    if (Files.exists(file)) {
      return ContentSource.of(file);
    }
    try (InputStream in = ServerConfigReader.class.getResourceAsStream(BUNDLED_FOLDER + name)) {
      return in == null ? ContentSource.of(file) : ContentSource.of(name + " (in the jar)", in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
