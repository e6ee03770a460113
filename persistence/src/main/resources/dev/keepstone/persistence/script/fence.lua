-- Stands in front of every script of a link: a link that isn't the newest one of its server
-- executes nothing. Opening a new link raises the number, which fences all older ones at once.
--   KEYS[1] server:NAME   ARGV[1] start number   ARGV[2] link number
local newest = redis.call('HMGET', KEYS[1], 'start', 'link')
if newest[1] ~= ARGV[1] or newest[2] ~= ARGV[2] then
  return redis.error_reply('FENCED another link speaks for this server')
end
