package dev.keepstone.net.client;

import dev.keepstone.net.wire.sbe.CharactersDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * The characters of the account, as the server answers a request about them.
 *
 * @param refusal why what was asked was not done, for a person; empty when it was
 * @param names in the order in which they were made; empty when the server could not read them
 * @param selected whom the next login plays; empty when not known
 */
public record CharacterList(String refusal, List<String> names, String selected) {
  public CharacterList {
    names = List.copyOf(names);
  }

  static CharacterList of(CharactersDecoder decoder) {
    List<String> names = new ArrayList<>();
    String selected = "";
    CharactersDecoder.OwnedDecoder owned = decoder.owned();
    while (owned.hasNext()) {
      owned.next();
      boolean isSelected = owned.selected() == 1;
      String name = owned.name();
      names.add(name);
      selected = isSelected ? name : selected;
    }
    return new CharacterList(decoder.text(), names, selected);
  }

  /** Whether what was asked was done. */
  public boolean isDone() {
    return refusal.isEmpty();
  }
}
