-- The row check, in the order of the protocol. Not on a save's usual path.
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

-- Writes leaderboards: ARGV from first to last, as row (from 1), member, xp, level, deaths. They are
-- derived from the records and can be made anew, so a damaged board must not fail a save (pcall).
local function post(first, last, rejected)
  for i = first, last, 5 do
    if not rejected[tonumber(ARGV[i])] then
      redis.pcall('ZADD', 'board:xp', ARGV[i + 2], ARGV[i + 1])
      redis.pcall('ZADD', 'board:level', ARGV[i + 3], ARGV[i + 1])
      redis.pcall('ZADD', 'board:deaths', ARGV[i + 4], ARGV[i + 1])
    end
  end
end

