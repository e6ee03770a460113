/**
 * What lies in the store: keys, header, bodies, codecs. Pure functions on bytes; no I/O, no clock.
 * Flyweights and codecs belong to one thread each; the rest may be called from any. May be imported
 * by everybody on the persistence side and by tools.
 */
@NullMarked
package dev.keepstone.persistence.record;

import org.jspecify.annotations.NullMarked;
