package dev.keepstone.ecs.content;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.File;
import java.net.URL;

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
                  .setIncluder(new NoIncludes())
                  .setOriginDescription(source.name()))
          .resolve(ConfigResolveOptions.noSystem());
    } catch (StackOverflowError e) {
      // The library's parser is recursive, and has nothing that could be left half done.
      throw new ContentException(source.name(), "", "nested too deep", "flatten it");
    }
  }

  private static final class NoIncludes
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw refused(what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      throw refused(what);
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      throw refused(what.toExternalForm());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      throw refused(what);
    }

    private static ConfigException refused(Object what) {
      return new ConfigException.Generic(
          "world data includes no other file: include=" + what + ": write it into this one");
    }
  }
}
