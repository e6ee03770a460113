package dev.keepstone.ecs.content;

/** World data that can't be used. The message is for the person who edits the file. */
public final class ContentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param file as the user knows it
   * @param place in the file, such as {@code layer=walls}; empty for the whole file
   * @param reason what is wrong, with the values found
   * @param advice what to do about it
   */
  ContentException(String file, String place, String reason, String advice) {
    super(
        "world data does not load: file="
            + file
            + (place.isEmpty() ? "" : " " + place)
            + " reason="
            + reason
            + " | "
            + advice);
  }
}
