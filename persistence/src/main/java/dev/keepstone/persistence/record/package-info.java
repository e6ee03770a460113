/**
 * What lies in the store: header, bodies, codecs. Pure functions on bytes, callable by any thread.
 */
@NullMarked
package dev.keepstone.persistence.record;

import org.jspecify.annotations.NullMarked;
