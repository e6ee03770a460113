-- Writes a batch of rows of one shard. Each is judged alone; all accepted ones are written by one
-- MSET. A release is a row whose own header says released: save and release can't come apart.
--   KEYS[2..]    records
--   ARGV[3..]    for each record: the header that we believe stands there ('-': we don't know),
--                then the new record, whose header carries owner, epoch, base and version
-- Returns the rows that were not written: {index from 0, verdict, index, verdict, ...}.

-- The row check, in the order of the protocol. Not on the usual path: see below.
local function judge(stored, new)
  if type(stored) == 'table' then
    return 'CORRUPT'
  end
  if stored == '' then
    return 'MISSING'
  end
  if not intact(stored) then
    return 'CORRUPT'
  end
  if sub(stored, 25, 68) ~= sub(new, 25, 68) then
    return 'LOST'
  end
  local version = tonumber(sub(new, 81, 92), 16)
  local confirmed = tonumber(sub(stored, 81, 92), 16)
  if version <= tonumber(sub(stored, 69, 80), 16) then
    return 'STALE'
  end
  if version <= confirmed then
    return 'DONE'
  end
  if version > confirmed + 1 then
    return 'GAP'
  end
  if sub(stored, 24, 24) ~= '0' then
    return 'LOST'
  end
  return 'OK'
end

local refused, writes = {}, {}
for i = 2, #KEYS do
  local new = ARGV[2 * i]
  local stored = redis.pcall('GETRANGE', KEYS[i], 0, 111)
  local verdict = 'OK'
  -- Fast path: the sender only names a header that the next version of this row may follow.
  if stored ~= ARGV[2 * i - 1] then
    verdict = judge(stored, new)
  end
  if verdict == 'OK' then
    writes[#writes + 1] = KEYS[i]
    writes[#writes + 1] = new
  else
    refused[#refused + 1] = i - 2
    refused[#refused + 1] = verdict
  end
end
if #writes > 0 then
  redis.call('MSET', unpack(writes))
end
return refused
