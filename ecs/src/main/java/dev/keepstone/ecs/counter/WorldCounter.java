package dev.keepstone.ecs.counter;

/** What the world counts. A gauge is a state of now; all others only grow. */
public enum WorldCounter {
  TICKS("ticks done", false),
  INBOX_MESSAGES("messages taken from the inbox", false),
  MALFORMED_MESSAGES("messages dropped: unknown, too short or impossible", false),
  UNEXPECTED_MESSAGES("messages dropped: well formed, but nobody waits for them", false),
  INTENTS("intents acted on", false),
  INTENTS_NOT_PLAYING("intents dropped: their session is not playing", false),
  INTENTS_OUT_OF_ORDER("intents dropped: sequence not above the last one", false),
  INTENTS_REFUSED("intents refused with an answer", false),
  LOGINS_REFUSED("logins refused", false),
  PLAYERS_ENTERED("players who entered", false),
  PLAYERS_TAKEN_BACK("players who came back to the body that their lost link had left", false),
  PLAYERS_PARTED("players who left, for whatever reason", false),
  PLAYERS_LOST("players who left unsaved because the record was lost", false),
  PLAYERS_RELOADED("players who left unsaved because a commit was refused", false),
  PLAYERS_GIVEN_UP("players told that the store does not answer their operation", false),
  PLAYERS_ABUSIVE("players who left because they asked for far too much", false),
  PLAYERS_MOVED_TO_SPAWN("players loaded at an impossible place", false),
  SNAPSHOTS("snapshots sent", false),
  SNAPSHOTS_SKIPPED("snapshots skipped: outbox full", false),
  SIGHTS_RESTARTED(
      "changes of sight that found the outbox full: all in sight is told again", false),
  SPEECH_SKIPPED("lines that a listener was not told: no room for long", false),
  STOCKS_SKIPPED("times that a player was told later what a shop has: outbox full", false),
  BACKLOGGED_MESSAGES("messages that had to wait for room in an outbox", false),
  SESSIONS_OVERRUN("sessions ended: no room for a message that must not be lost", false),
  MESSAGES_ABANDONED("last words given up: their gateway took nothing for too long", false),
  ROWS_OFFERED("rows handed to the vault", false),
  ROWS_DURABLE("rows confirmed by the store", false),
  OPERATIONS("tier-1 operations done here and handed to the vault", false),
  OPERATIONS_REFUSED("tier-1 operations refused with an answer", false),
  OPERATIONS_REPEATED("tier-1 operations that came again or were asked for", false),
  COMMITS("commits handed to the vault", false),
  COMMITS_DURABLE("commits confirmed by the store", false),
  COMMITS_REFUSED("commits refused by the store", false),
  ZONE_CLAIMS("claims of zones", false),
  ZONES_BROKEN("zones whose ground and shops had to be forgotten and claimed again", false),
  ITEMS_EXPIRED("items on the ground whose time was over", false),
  ITEMS_SPAWNED("items that appeared on the ground by themselves", false),
  RESTOCKS("restocks of shops", false),
  TRADES("trades done", false),
  TRADES_CANCELLED("trades cancelled, for whatever reason", false),
  VAULT_FULL("refusals of a full vault ring", false),
  STOPPED_MOVERS("movers stopped: impossible velocity, position or zone", false),
  STALE_ENTITIES("refusals of the store: the entity is gone", false),
  STORE_FULL("refusals of the store: no room for another entity", false),
  FOREIGN_TABLES("refusals of the store: a table of another store", false),
  UNKNOWN_COMPONENTS("refusals of the store: an undeclared component or column", false),
  FAULTS("bugs that cost one player the session", false),
  PLAYING("players playing", true),
  SILENT("players among them whose link is lost and whose body waits", true),
  LOADING("players being loaded", true),
  LEAVING("players being saved and released", true),
  CREATURES("creatures", true),
  COMMITS_IN_FLIGHT("commits whose outcome is not known yet", true),
  ZONES_LOADED("zones whose ground and shops are ours", true),
  GROUND_ITEMS("items on the ground", true),
  DIRTY_ROWS("rows with a change that is not durable", true);

  private final String description;
  private final boolean gauge;

  WorldCounter(String description, boolean gauge) {
    this.description = description;
    this.gauge = gauge;
  }

  public String description() {
    return description;
  }

  public boolean isGauge() {
    return gauge;
  }
}
