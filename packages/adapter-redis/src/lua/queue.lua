-- Settings of a queue: "<paused> <maximum length>".
local queue, what, value = next_arg(), next_arg(), next_arg()
local paused, max = match(call('HGET', S, 'q' .. queue) or '0 -', '^(%S) (%S+)$')
if what == 'max' then max = value end
if what == 'paused' then paused = value end
call('HSET', S, 'q' .. queue, paused .. ' ' .. max)
call('SADD', BASE .. 'U', queue)
call('PUBLISH', BASE .. 'hint', paused == '1' and 'signals' or 'work')
return 1
