-- Schedules whose time has come, longest due first, and until the next.
local limit = tonumber(next_arg())
local ids = call('ZRANGEBYSCORE', BASE .. 'SD', '-inf', int(now), 'LIMIT', 0, limit)
local flat = {}
for index, text in ipairs(fields(BASE .. 'SC', ids)) do
  flat[#flat + 1] = ids[index]
  flat[#flat + 1] = text
end
local later = call('ZRANGE', BASE .. 'SD', #ids, #ids, 'WITHSCORES')
return { flat, later[2] and int(math.max(0, tonumber(later[2]) - now)) or false }
