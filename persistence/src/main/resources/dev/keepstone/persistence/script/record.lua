-- What scripts know of a record: RecordDescriptor draws it. Offsets here count from 1.
local sub = string.sub

-- Is this string a sound header (or begins with one)?
local function intact(record)
  return #record >= 112 and sub(record, 1, 4) == 'KSR1'
    and sub(redis.sha1hex(sub(record, 1, 92)), 1, 20) == sub(record, 93, 112)
end

-- The header with another released flag, owner, epoch and base: as Fence.claimedBy and
-- Fence.givenBack say. The version never changes without a body.
local function refenced(record, released, owner, epoch, base)
  local head = sub(record, 1, 23) .. released .. owner .. epoch .. base .. sub(record, 81, 92)
  return head .. sub(redis.sha1hex(head), 1, 20)
end

-- A player isn't online any more, if it is by this owner that he was.
local function leave(key, owner)
  local id = string.match(key, '^player:{s%d%d}:(%d+)$')
  if id and redis.pcall('HGET', 'online', id) == owner then
    redis.call('HDEL', 'online', id)
  end
end
