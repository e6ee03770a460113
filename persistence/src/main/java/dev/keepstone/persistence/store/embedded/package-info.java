/**
 * A Redis of our own on a data folder: finding a binary, starting, joining, supervising and
 * stopping it, never two on one folder. Everything here blocks and belongs to the starting thread
 * or to the supervisor's; nothing here reads or writes records.
 */
@NullMarked
package dev.keepstone.persistence.store.embedded;

import org.jspecify.annotations.NullMarked;
