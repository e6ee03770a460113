-- Ends our lease at an orderly stop, after everything was saved and released.
--   KEYS[2] our lease
return redis.call('DEL', KEYS[2])
