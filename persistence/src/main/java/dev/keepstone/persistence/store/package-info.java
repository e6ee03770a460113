/**
 * The store as the vault, the accounts and the tools see it, and its answers. Everything is
 * asynchronous: futures complete on threads of the store, exceptionally only with {@link
 * dev.keepstone.persistence.store.StoreException}. Not found and refused are answers, never
 * exceptions.
 */
@NullMarked
package dev.keepstone.persistence.store;

import org.jspecify.annotations.NullMarked;
