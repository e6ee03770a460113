-- Writes a batch of rows of one shard. Each is judged alone; all accepted ones are written by one
-- MSET. A release is a row whose own header says released: save and release can't come apart.
--   KEYS[2..]    records
--   ARGV[3..]    for each record: the header that we believe stands there ('-': we don't know),
--                then the new record, whose header carries owner, epoch, base and version;
--                after all of them the totals for the leaderboards, see post
-- Returns the rows that were not written: {index from 0, verdict, index, verdict, ...}.

local refused, writes, rejected = {}, {}, {}
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
    rejected[i - 1] = true
  end
end
if #writes > 0 then
  redis.call('MSET', unpack(writes))
  for i = 1, #writes, 2 do
    if sub(writes[i + 1], 24, 24) == '1' then
      leave(writes[i], sub(writes[i + 1], 25, 56))
    end
  end
end
post(2 * #KEYS + 1, #ARGV, rejected)
return refused
