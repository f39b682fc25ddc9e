-- One plain job due now: no lanes, no limits, no dedup, nobody watching. Anything else answers
-- 'general', and the caller uses the script for units.
local id, tail, queue, class = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local seen = call('HMGET', S, 'q' .. queue, 'g' .. queue, 'i' .. queue, '.I', '.e')
if not seen[1] or sub(seen[1], 3) ~= '-' or seen[2] or (seen[5] and tonumber(seen[5]) > now) then
  return 'general'
end
if call('HSETNX', J, id, base36(now) .. ' = ' .. tail) == 0 then return 'general' end
call('ZADD', BASE .. 'L:' .. queue, int(now - head_ms(match(tail, '^%S+'))), id)
index_add({ id }, seen[4])
call('HINCRBY', BASE .. 'C:' .. queue, 'q' .. class, 1)
if seen[3] then
  call('HDEL', S, 'i' .. queue)
  call('PUBLISH', BASE .. 'hint', 'work')
end
return 'stored'
