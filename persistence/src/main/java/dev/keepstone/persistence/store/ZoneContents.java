package dev.keepstone.persistence.store;

import java.util.List;

/**
 * What lies in a zone and what its shops have, read by a tool.
 *
 * @param entries by id
 * @param stocks by shop and kind
 */
public record ZoneContents(List<GroundEntry> entries, List<Stock> stocks) {}
