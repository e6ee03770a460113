package dev.keepstone.persistence.store;

/**
 * What a store is, in words for an operator.
 *
 * @param engine such as "Redis 7.0.15 (libc)"
 * @param location such as a URI without its password
 * @param durability such as "appendonly, fsync always"
 * @param durable true when what is acknowledged is on disk
 */
public record StoreDescription(
    String engine, String location, String durability, boolean durable) {}
