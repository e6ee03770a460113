package dev.keepstone.bench.simulation;

/** What can happen, with the words for up to three numbers. */
enum TraceEvent {
  FAULT_PAUSE("is paused: ms=%d"),
  FAULT_CRASH("crashes"),
  FAULT_POWER("everything loses its power"),
  FAULT_LINK("link cut: link=%d mode=%d"),
  FAULT_STALL("link stalls: link=%d commands=%dms replies=%dms"),
  FAULT_REDIS_DOWN("Redis stops: ms=%d back=%d"),
  FAULT_REDIS_UP("Redis is back: lost=%d"),
  FAULT_REDIS_REFUSES("Redis refuses: kind=%d ms=%d"),
  GARBLED("an answer makes no sense: link=%d"),
  FAULT_LEASE("its lease is gone in the store"),
  FAULT_FULL("its inbox takes nothing: ms=%d"),
  FAULTS_END("no more faults from here on"),
  START("starts: run=%d"),
  CLOSES("stops in order"),
  LINK_OPENED("link opened: link=%d"),
  RESUME("resume: link=%d outcome=%d differing=%d"),
  RENEW("renewal: link=%d alive=%d"),
  RETIRE("lease ended: link=%d"),
  CLAIM("claim: player=%d outcome=%d epoch=%d"),
  SAVE("save: player=%d verdict=%d version=%d"),
  COMMIT("commit: commit=%d outcome=%d kind=%d"),
  COMMIT_ROW("  row: player=%d verdict=%d version=%d"),
  COMMIT_ZONE("  zone: verdict=%d changes=%d event=%d"),
  GIVE_BACK("give-back: player=%d verdict=%d epoch=%d"),
  CLAIM_ZONE("claim of a zone: zone=%d outcome=%d epoch=%d"),
  RELEASE_ZONE("release of a zone: zone=%d verdict=%d"),
  ASK_RELEASE("asks another server for: player=%d taken=%d"),
  REQUESTS("is asked for: players=%d"),
  RESERVE("ids reserved: highest=%d count=%d"),
  REFUSED("command refused by the store: link=%d reason=%d"),
  BOT_ENTERS("asks to enter: player=%d session=%d takeOver=%d"),
  BOT_IN("is in: player=%d session=%d lastOperation=%d"),
  BOT_REFUSED("may not enter: player=%d reason=%d"),
  BOT_ASKS("intent: player=%d operation=%d kind=%d"),
  BOT_SAVED("told saved: player=%d operation=%d"),
  BOT_NOT_DONE("told not done: player=%d operation=%d reason=%d"),
  BOT_QUESTION("asks what became of: player=%d operation=%d"),
  BOT_FAREWELL("farewell: player=%d reason=%d saved=%d"),
  BOT_CRASHES("drops its connection: player=%d session=%d"),
  BOT_LEAVES("leaves: player=%d session=%d"),
  DURABLE("told durable: player=%d version=%d released=%d"),
  LOST("told lost: player=%d"),
  SETTLED("told settled: commit=%d outcome=%d standing=%d");

  private final String words;

  TraceEvent(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
