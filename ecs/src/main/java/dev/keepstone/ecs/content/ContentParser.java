package dev.keepstone.ecs.content;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Parses the text of one file of world data, and nothing else: what HOCON would include, from
 * wherever, or take from the environment is refused. The text is then all that a recording's
 * fingerprint of the content has to know.
 */
final class ContentParser {
  private ContentParser() {}

  /**
   * Parses and resolves.
   *
   * @throws ConfigException when the text is not of that syntax
   * @throws ContentException when it is nested deeper than the parser can follow
   */
  static Config parse(ContentSource source, ConfigSyntax syntax) {
    try {
      return ConfigFactory.parseString(
              source.text(),
              ConfigParseOptions.defaults()
                  .setSyntax(syntax)
                  .setIncluder(noIncludes())
                  .setOriginDescription(source.name()))
          .resolve(ConfigResolveOptions.noSystem());
    } catch (StackOverflowError e) {
      // The library's parser is recursive, and has nothing that could be left half done.
      throw new ContentException(source.name(), "", "nested too deep", "flatten it");
    }
  }

  /**
   * Refuses each way to include something. A proxy, because one of these interfaces names a class
   * of java.net, which has no place in the world.
   */
  private static ConfigIncluder noIncludes() {
    return (ConfigIncluder)
        Proxy.newProxyInstance(
            ContentParser.class.getClassLoader(),
            new Class<?>[] {
              ConfigIncluder.class,
              ConfigIncluderFile.class,
              ConfigIncluderURL.class,
              ConfigIncluderClasspath.class
            },
            ContentParser::refuse);
  }

  private static Object refuse(Object includer, Method method, Object[] arguments) {
    if (method.getName().equals("withFallback")) {
      return includer;
    }
    throw new ConfigException.Generic(
        "world data includes no other file: include="
            + arguments[arguments.length - 1]
            + ": write it into this one");
  }
}
