-- One operation: rows of players, and what it does to a zone's ground and shops. All or nothing.
--   KEYS[2..]   records of players; then, with a zone, its record and its hash
--   ARGV[3]     how many rows   ARGV[4] ledger lines ('': none)
--   ARGV[5..8]  operation, initiator, commit, kind
--   then        for each row the header that we believe stands there and the new record (as in save);
--   then        with a zone: our incarnation, epoch (12 hex digits), confirmed changes, event (0:
--               none), numbers of taken, given and counted, and these: entry; entry, value; field,
--               change;
--   then        totals for the leaderboards, see post
-- Returns {outcome, {verdict of each row} [, verdict of the zone, changes, {1 or 0: is the entry
-- there now? taken, then given}, {each count now}]}. Counts are strings.
local rowCount = tonumber(ARGV[3])
local verdicts, writes = {}, {}
local anyDone, allOk = false, true
for i = 1, rowCount do
  local new = ARGV[8 + 2 * i]
  local stored = redis.pcall('GETRANGE', KEYS[1 + i], 0, 111)
  local verdict = 'OK'
  if stored ~= ARGV[7 + 2 * i] then
    verdict = judge(stored, new)
  end
  verdicts[i] = verdict
  anyDone = anyDone or verdict == 'DONE'
  allOk = allOk and verdict == 'OK'
  writes[2 * i - 1] = KEYS[1 + i]
  writes[2 * i] = new
end

local last = 8 + 2 * rowCount
local zone = KEYS[2 + rowCount]
local ground = KEYS[3 + rowCount]
local standing, changes, events = 'OK', 0, 0
local taken, given, counted, there, counts = {}, {}, {}, {}, {}
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
  local at = last + 8
  for i = 1, numbers[1] do
    taken[i] = ARGV[at]
    at = at + 1
  end
  for i = 1, numbers[2] do
    given[i] = {ARGV[at], ARGV[at + 1]}
    at = at + 2
  end
  for i = 1, numbers[3] do
    counted[i] = {ARGV[at], tonumber(ARGV[at + 1])}
    at = at + 2
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
  last = at - 1

  if type(record) == 'table' or not intact(record)
      or sub(record, 25, 68) ~= ARGV[8 + 2 * rowCount + 1] .. ARGV[8 + 2 * rowCount + 2] then
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
  if ARGV[4] ~= '' then
    redis.call('XADD', 'ledger', '*', 'o', ARGV[5], 'i', ARGV[6], 'c', ARGV[7], 'k', ARGV[8],
      'l', ARGV[4])
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
  post(last, {})
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
