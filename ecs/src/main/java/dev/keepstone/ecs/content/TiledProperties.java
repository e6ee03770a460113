package dev.keepstone.ecs.content;

import com.typesafe.config.Config;
import java.util.List;

/** The custom properties of a map or an object: a list of name, type and value. */
final class TiledProperties {
  private final List<? extends Config> properties;

  private TiledProperties(List<? extends Config> properties) {
    this.properties = properties;
  }

  static TiledProperties of(Config owner) {
    return new TiledProperties(
        owner.hasPath("properties") ? owner.getConfigList("properties") : List.of());
  }

  String text(String name, String absent) {
    for (Config property : properties) {
      if (property.getString("name").equals(name)) {
        return property.getString("value");
      }
    }
    return absent;
  }

  double number(String name, double absent) {
    for (Config property : properties) {
      if (property.getString("name").equals(name)) {
        return property.getDouble("value");
      }
    }
    return absent;
  }
}
