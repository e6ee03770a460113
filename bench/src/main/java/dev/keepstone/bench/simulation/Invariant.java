package dev.keepstone.bench.simulation;

/** What must hold after every step, in the order of docs/reliability.md. */
enum Invariant {
  ONE_CONTAINER("an item is in exactly one container"),
  CONSERVATION("what containers hold changes exactly as the ledger lines of a commit say"),
  SAVE_MOVES_NOTHING("a save of a row moves neither items nor coins nor experience"),
  ONCE("an operation is done at most once"),
  ACKNOWLEDGED_IS_DURABLE("what a player was told to be saved is in the store"),
  FAILED_IS_NOT_DONE("what a player was told not to be done is never done"),
  DURABLE_IS_STORED("what the vault calls durable was accepted by the store"),
  TIER_TWO_LOSS("a crash costs at most one flush window and one batch of movement"),
  ONE_EPOCH("only the newest claim of a record writes it"),
  NO_THEFT("nobody claims what a live server holds"),
  VERSION_BY_ONE("versions rise by one"),
  FROZEN("a version that was sent keeps its bytes"),
  RESENT_IN_ORDER("a link carries commits in the order of their numbers, resent ones too"),
  OLD_LINKS_ARE_FENCED("a link that was superseded executes nothing"),
  NO_ACT_WITHOUT_LEASE("who acts has a lease"),
  GROUND_AS_STORED("who plays sees on the ground what the store says lies there"),
  ZONE_FENCE("only the newest claim of a zone changes it, step by step"),
  LEADERBOARD("leaderboards equal what the records say"),
  NEWER_IS_LEFT_ALONE("a record of a newer version is never written"),
  FAREWELL_IS_TRUE("who was told that everything is saved finds just that"),
  NO_ALARM("the vault raises no alarm about its own mistakes"),
  QUIET_LOSES_NOBODY("without faults nobody is lost or reloaded"),
  LIVENESS("after the faults everybody is in and every question answered within a minute"),
  ORDERLY_STOP("an orderly stop leaves everything released"),
  SAME_AS_REDIS("the simulated store answers as Redis does"),
  NO_EXCEPTION("no exception reaches the simulation");

  private final String rule;

  Invariant(String rule) {
    this.rule = rule;
  }

  /** For people. */
  String rule() {
    return rule;
  }
}
