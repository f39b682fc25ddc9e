read_units(tonumber(next_arg()))
read_known()
watch(known.queues['.e'], known.queues['.n'])
local replies = {}
for index, unit in ipairs(units) do replies[index] = decide_unit(unit) end
store_staged()
flush_events()
flush_j()
flush_s()
flush_hints()
return replies
