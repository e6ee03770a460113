package dev.keepstone.bench.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Loads all of Keepstone anew, with some classes in a broken form; everything else comes from the
 * loader before it. A simulation that runs in here never meets the sound classes.
 */
final class MutantLoader extends ClassLoader {
  private static final String OURS = "dev.keepstone.";

  private final Map<String, byte[]> broken;

  /**
   * @param broken by class name
   */
  MutantLoader(Map<String, byte[]> broken) {
    super(MutantLoader.class.getClassLoader());
    this.broken = broken;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        byte[] bytes = broken.containsKey(name) ? broken.get(name) : bytes(name);
        loaded = defineClass(name, bytes, 0, bytes.length);
      }
      return loaded;
    }
  }

  private byte[] bytes(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
