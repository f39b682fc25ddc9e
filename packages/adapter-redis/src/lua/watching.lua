-- Listening: observe, read from a sequence, publish events of core's own, keep the audit log.
local verb = next_arg()
local about = call('HMGET', S, '.e', '.n', '.b', '.a')
watch(about[1], about[2])

if verb == 'observe' then
  if observed_until <= now then
    -- What happened while nobody listened is not known: who asks from before must start again.
    sequence = sequence + 1
    call('HSET', S, '.n', int(sequence), '.b', int(sequence))
  end
  call('HSET', S, '.e', int(now + EVENT_WINDOW))
  return 1
end

if verb == 'publish' then
  for _ = 1, tonumber(next_arg()) do
    local kind, tenant, data = next_arg(), next_arg(), next_arg()
    event(kind, nil, nil, nil, tenant ~= '' and cjson.decode(tenant)[1] or nil, data ~= '' and data or nil)
  end
  flush_events()
  return 1
end

if verb == 'audit' then
  local last = tonumber(about[4] or 0)
  for _ = 1, tonumber(next_arg()) do
    last = last + 1
    call('XADD', BASE .. 'au', 'MAXLEN', 10000, int(last) .. '-1', 'a', int(now), 'e', next_arg())
  end
  call('HSET', S, '.a', int(last))
  return 1
end

local after, limit = next_arg(), tonumber(next_arg())
while forget_events(500) do end
local first = call('XRANGE', BASE .. 'ev', '-', '+', 'COUNT', 1)[1]
local oldest = first and tonumber(match(first[1], '^%d+')) or sequence + 1
oldest = math.max(oldest, tonumber(about[3] or 0) + 1)
local from = after == '' and oldest or tonumber(after) + 1
if after ~= '' and (from < oldest or from > sequence + 1) then
  return { int(sequence), 1, {} }
end
local entries = {}
if limit > 0 then
  -- The entry before may hold the first event asked for.
  local before = call('XREVRANGE', BASE .. 'ev', '(' .. int(from) .. '-1', '-', 'COUNT', 1)
  if before[1] then entries[1] = before[1] end
  for _, entry in ipairs(call('XRANGE', BASE .. 'ev', int(from) .. '-1', '+', 'COUNT', limit)) do
    entries[#entries + 1] = entry
  end
end
return { int(sequence), 0, entries, int(from) }
