-- Operations: rows of players, and what each does to a zone's ground and shops. Several of them in
-- one call, in their order; each is judged after those before it, and is all or nothing.
--   ARGV[3]     how many operations; then for each of them, from ARGV[at] on:
--     at, at+1    how many keys it has, and how many values with these two
--     at+2        how many rows   at+3  ledger lines ('': none)
--     at+4..at+7  operation, initiator, commit, kind
--     then        for each row the header that we believe stands there and the new record (as in
--                 save);
--     then        with a zone: our incarnation, epoch (12 hex digits), confirmed changes, event (0:
--                 none), numbers of taken, given and counted, and these: entry; entry, value;
--                 field, change;
--     then        totals for the leaderboards, see post
--   KEYS[2..]   of each operation, from KEYS[key] on: records of its players; then, with a zone, its
--               record and its hash
-- Returns for each operation {outcome, {verdict of each row} [, verdict of the zone, changes,
-- {1 or 0: is the entry there now? taken, then given}, {each count now}]}, or {'FAILED', why}.
-- Counts are strings.
local function commit(key, keyCount, at, valueCount)
  local rowCount = tonumber(ARGV[at + 2])
  local verdicts, writes = {}, {}
  local anyDone, allOk = false, true
  for i = 1, rowCount do
    local new = ARGV[at + 7 + 2 * i]
    local stored = redis.pcall('GETRANGE', KEYS[key + i - 1], 0, 111)
    local verdict = 'OK'
    if stored ~= ARGV[at + 6 + 2 * i] then
      verdict = judge(stored, new)
    end
    verdicts[i] = verdict
    anyDone = anyDone or verdict == 'DONE'
    allOk = allOk and verdict == 'OK'
    writes[2 * i - 1] = KEYS[key + i - 1]
    writes[2 * i] = new
  end

  local last = at + 7 + 2 * rowCount
  local zone, ground
  if keyCount > rowCount then
    zone, ground = KEYS[key + rowCount], KEYS[key + rowCount + 1]
  end
  local standing, changes, events = 'OK', 0, 0
  local taken, given, counted, there, counts = {}, {}, {}, {}, {}
  local zoneAt = last
  local epoch

  if zone then
    epoch = tonumber(ARGV[last + 2], 16)
    local confirmed, event = tonumber(ARGV[last + 3]), tonumber(ARGV[last + 4])
    local record = redis.pcall('GETRANGE', zone, 0, 111)
    local head = redis.pcall('HGET', ground, '.')
    local hashEpoch, hashChanges, hashEvents
    if type(head) == 'string' then
      hashEpoch, hashChanges, hashEvents = string.match(head, '^(%d+) (%d+) (%d+)$')
      changes, events = tonumber(hashChanges) or 0, tonumber(hashEvents) or 0
    end

    local numbers = {tonumber(ARGV[last + 5]), tonumber(ARGV[last + 6]), tonumber(ARGV[last + 7])}
    local next = last + 8
    for i = 1, numbers[1] do
      taken[i] = ARGV[next]
      next = next + 1
    end
    for i = 1, numbers[2] do
      given[i] = {ARGV[next], ARGV[next + 1]}
      next = next + 2
    end
    for i = 1, numbers[3] do
      counted[i] = {ARGV[next], tonumber(ARGV[next + 1])}
      next = next + 2
    end
    for i = 1, #taken do
      there[taken[i]] = redis.pcall('HEXISTS', ground, taken[i]) == 1
    end
    for i = 1, #given do
      there[given[i][1]] = redis.pcall('HEXISTS', ground, given[i][1]) == 1
    end
    for i = 1, #counted do
      local count = redis.pcall('HGET', ground, counted[i][1])
      counts[counted[i][1]] = type(count) == 'string' and tonumber(count) or 0
    end
    last = next - 1

    if type(record) == 'table' or not intact(record)
        or sub(record, 25, 68) ~= ARGV[zoneAt + 1] .. ARGV[zoneAt + 2] then
      standing = 'LOST'
    elseif tonumber(hashEpoch) ~= epoch or changes < confirmed then
      standing = 'BEHIND'
    elseif allOk and event > 0 and event <= events then
      standing = 'DONE'
    elseif allOk and event > events + 1 then
      standing = 'GAP'
    elseif allOk and sub(record, 24, 24) ~= '0' then
      standing = 'LOST'
    elseif allOk then
      -- Judged on copies: the answer must say what is there when nothing is written.
      local after, sums = {}, {}
      for field, isThere in pairs(there) do
        after[field] = isThere
      end
      for i = 1, #taken do
        if not after[taken[i]] then
          standing = standing == 'OK' and 'MISSING' or standing
        end
        after[taken[i]] = false
      end
      for i = 1, #given do
        if after[given[i][1]] then
          standing = standing == 'OK' and 'THERE' or standing
        end
        after[given[i][1]] = true
      end
      for i = 1, #counted do
        local field = counted[i][1]
        sums[field] = (sums[field] or counts[field]) + counted[i][2]
        if sums[field] < 0 or sums[field] > 9007199254740991 then
          standing = standing == 'OK' and 'FLOOR' or standing
        end
      end
      if standing == 'OK' then
        there, counts = after, sums
        changes = changes + 1
        events = math.max(events, event)
      end
    end
  end

  local outcome = 'REFUSED'
  if anyDone or (allOk and standing == 'DONE') then
    outcome = 'DONE'
  elseif allOk and standing == 'OK' then
    outcome = 'OK'
    -- The ledger first: of all writes it alone can fail (a key of another type), and then nothing
    -- has been written. Memory is judged by Redis before the first write of a script.
    if ARGV[at + 3] ~= '' then
      redis.call('XADD', 'ledger', '*', 'o', ARGV[at + 4], 'i', ARGV[at + 5], 'c', ARGV[at + 6],
        'k', ARGV[at + 7], 'l', ARGV[at + 3])
    end
    if zone then
      for i = 1, #taken do
        redis.call('HDEL', ground, taken[i])
      end
      for i = 1, #given do
        redis.call('HSET', ground, given[i][1], given[i][2])
      end
      for i = 1, #counted do
        redis.call('HSET', ground, counted[i][1], string.format('%.0f', counts[counted[i][1]]))
      end
      redis.call('HSET', ground, '.', string.format('%.0f %.0f %.0f', epoch, changes, events))
    end
    if rowCount > 0 then
      redis.call('MSET', unpack(writes))
      for i = 1, #writes, 2 do
        if sub(writes[i + 1], 24, 24) == '1' then
          leave(writes[i], sub(writes[i + 1], 25, 56))
        end
      end
    end
    post(last + 1, at + valueCount - 1, {})
  end

  if not zone then
    return {outcome, verdicts}
  end
  local entriesThere, countsNow = {}, {}
  for i = 1, #taken do
    entriesThere[i] = there[taken[i]] and 1 or 0
  end
  for i = 1, #given do
    entriesThere[#taken + i] = there[given[i][1]] and 1 or 0
  end
  for i = 1, #counted do
    countsNow[i] = string.format('%.0f', counts[counted[i][1]])
  end
  return {outcome, verdicts, standing, changes, entriesThere, countsNow}
end

-- Why one call and not a MULTI / EXEC of many: the arguments are read, the fence is checked and the
-- answer is written once. pcall keeps what EXEC gives: what fails in one spares the others.
local answers = {}
local key, at = 2, 4
for i = 1, tonumber(ARGV[3]) do
  local keyCount, valueCount = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  local isSound, answer = pcall(commit, key, keyCount, at, valueCount)
  if not isSound then
    answer = {'FAILED', type(answer) == 'table' and answer.err or tostring(answer)}
  end
  answers[i] = answer
  key = key + keyCount
  at = at + valueCount
end
return answers
