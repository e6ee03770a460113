/**
 * Accounts and the characters that go with them, over a store. Any thread; nothing blocks. Imported
 * by the wiring of the server and by tools.
 */
@NullMarked
package dev.keepstone.persistence.account;

import org.jspecify.annotations.NullMarked;
