package dev.keepstone.persistence.vault;

/** What the vault counts. All rise for ever, except those called gauges. */
public enum VaultCounter {
  CLAIMS("claims asked for by the world"),
  CLAIMS_LOADED("claims that ended in a loaded player"),
  CLAIMS_REFUSED("claims that ended in a refusal"),
  REFUSED_OWNED("of these, because another live server has the record"),
  REFUSED_MISSING("of these, because there is no such record"),
  REFUSED_DAMAGED("of these, because the record can't be read"),
  REFUSED_QUARANTINED("of these, because the record must be looked at by an operator"),
  REFUSED_NEWER("of these, because a newer server wrote the record"),
  REFUSED_UNAVAILABLE("of these, because the store was away"),
  REFUSED_BUSY("of these, because too many were waiting"),
  LOADS_OK("records claimed that were played as they are"),
  LOADS_CLAMPED("records claimed that were put right and played"),
  LOADS_QUARANTINED("records claimed that were set aside for an operator"),
  LOADS_REJECTED("records claimed that are damaged or of a newer server"),
  QUARANTINES_FAILED("copies for an operator that the store did not take"),
  ROWS("rows taken from the world"),
  ROWS_DURABLE("rows confirmed by the store"),
  ROWS_RELEASED("of these, last saves that gave the record back"),
  ROWS_LOST("players given up, for whatever reason"),
  ROWS_UNCLAIMED("rows and give-backs of players that are not held any more: dropped"),
  VERDICTS_DONE("rows that the store had already: sent again after a cut"),
  VERDICTS_LOST("rows refused because another claim has the record"),
  VERDICTS_STALE("rows refused as older than the claim: a bug"),
  VERDICTS_GAP("rows refused because the store went back"),
  VERDICTS_MISSING("rows refused because the record is gone"),
  VERDICTS_CORRUPT("rows refused because the stored header is damaged"),
  COMMITS("tier-1 operations taken from the world"),
  COMMITS_DURABLE("tier-1 operations confirmed by the store"),
  COMMITS_DONE("of these, operations that the store had already: sent again after a cut"),
  COMMITS_REFUSED("tier-1 operations that were not done, or of which nothing can be known"),
  COMMITS_UNSENT("of these, operations that were not sent: a player or the zone was not held"),
  COMMIT_GROUPS("calls to the store that carried tier-1 operations, each one or more"),
  COMMITS_RESENT("tier-1 operations sent again after a resume"),
  ZONE_CLAIMS("zones asked for by the world"),
  ZONES_LOADED("zones claimed, or claimed again"),
  ZONES_REFUSED("claims of zones that ended in a refusal"),
  ZONES_RELEASED("zones released"),
  ZONES_BROKEN("zones that were not as they were held, and were claimed again"),
  ZONES_MISREMEMBERED("of these, because memory and store differed: a bug"),
  GROUND_ENTRIES_DAMAGED("entries on the ground that can't be read and were left as they are"),
  IDS_RESERVED("blocks of item ids handed to the world"),
  IDS_RETRIES(
      "blocks of item ids asked for again because the store did not answer, or could have lost them"),
  TAKE_OVERS("claims for which another server was asked to let go"),
  TAKE_OVERS_LOADED("of these, those that ended in a loaded player"),
  RELEASES_ASKED("players that other servers asked for"),
  RELEASES_UNKNOWN("of these, players who are not held here: claimed and given back"),
  ONLINE_REPAIRED("players taken off the online list whose server is dead"),
  GIVE_BACKS("records released without a write"),
  CHUNKS("saves sent, each of up to 64 rows"),
  RETRIES("commands sent again after a resume"),
  LINK_UPS("links that reached READY"),
  LINK_DOWNS("links that broke, timed out or were fenced"),
  RENEWALS("lease renewals confirmed"),
  STORE_WENT_BACK("records found behind what the store had confirmed"),
  BAD_MESSAGES("messages from the world that are not what they claim to be"),
  PROTOCOL_ERRORS("messages that the world may not send in this state"),
  OFFERS_REFUSED("messages to the world that had to wait because its inbox was full"),
  FAULTS("bugs that cost one player the session"),
  RECORDS_HELD("gauge: records claimed, being claimed or being given back"),
  ROWS_WAITING("gauge: rows not sent yet"),
  COMMITS_WAITING("gauge: tier-1 operations not sent yet"),
  COMMITS_IN_FLIGHT("gauge: tier-1 operations without an answer"),
  ZONES_HELD("gauge: zones claimed or being claimed"),
  COMMANDS_IN_FLIGHT("gauge: commands without an answer");

  private final String description;

  VaultCounter(String description) {
    this.description = description;
  }

  /** For metrics and for people. */
  public String description() {
    return description;
  }
}
