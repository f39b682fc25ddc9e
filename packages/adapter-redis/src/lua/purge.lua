-- Removes final jobs of one state, oldest first. E:<state><class> lists them by the time they ended,
-- "<id><time>"; entries of jobs that were retried or deleted since are passed over.
local FRESH = 60000
local state, name = next_arg(), next_arg()
local oldest_kept, keep, limit = now - math.max(tonumber(next_arg()), FRESH), tonumber(next_arg()),
  math.min(tonumber(next_arg()), 1000)

local function classes()
  local found, seen = {}, {}
  for _, queue in ipairs(call('SMEMBERS', BASE .. 'U')) do
    for _, field in ipairs(call('HKEYS', BASE .. 'C:' .. queue)) do
      local class = sub(field, 2)
      if not seen[class] and (name == '' or match(class, '\t(.*)$') == name) then
        seen[class] = true
        found[#found + 1] = class
      end
    end
  end
  return found
end

local function strike_out(line)
  call('LSET', line.key, line.from + line.at - 1, '')
  line.struck = line.struck + 1
end

-- The oldest ended job of a class that still stands, with its place in the list.
local function advance(line)
  while true do
    if line.at > #line.entries then
      line.from = line.from + #line.entries
      line.entries, line.at = call('LRANGE', line.key, line.from, line.from + 99), 1
      if #line.entries == 0 then return nil end
    end
    local entry = line.entries[line.at]
    local id, ended = sub(entry, 1, 13), sub(entry, 14)
    local final = call('HGET', J, 'f' .. id)
    if final and match(final, '^%S (%S+)') == ended and sub(final, 1, 1) == state then
      return id, tonumber(ended)
    end
    strike_out(line)
    line.at = line.at + 1
  end
end

-- Nothing needs it any more: no live job depends on it, and it holds no key.
local function is_free(id, job)
  if call('HEXISTS', S, 'k' .. id) == 1 and has_live_dependents(id) then return false end
  local dedup = job.meta and job.meta.d
  local entry = dedup and dedup_entry(call('HGET', S, 'd' .. dedup.k) or nil)
  return not (entry and entry.id == id and dedup_held(entry, true, false))
end

local total, lines = 0, {}
for _, class in ipairs(classes()) do
  local count_here = call('ZCARD', BASE .. 'F:' .. state .. class)
  total = total + count_here
  if count_here > 0 then
    local line = { key = BASE .. 'E:' .. state .. class, from = 0, entries = {}, at = 1, struck = 0 }
    line.id, line.ended = advance(line)
    if line.id then lines[#lines + 1] = line end
  end
end

local may_look, removed, looked = math.min(total - keep, 2000), 0, 0
while removed < limit and looked < may_look do
  local oldest
  for _, line in ipairs(lines) do
    if line.id and (not oldest or line.ended < oldest.ended
      or (line.ended == oldest.ended and line.id < oldest.id)) then oldest = line end
  end
  if not oldest or oldest.ended >= oldest_kept then break end
  looked = looked + 1
  local id = oldest.id
  local values = call('HMGET', J, id, 'x' .. id, 'f' .. id)
  local job = parse(values[1])
  job.changed, job.final = extra(values[2]), values[3]
  if is_free(id, job) then
    forget_job(id, job)
    strike_out(oldest)
    removed = removed + 1
  end
  oldest.at = oldest.at + 1
  flush_j()
  oldest.id, oldest.ended = advance(oldest)
end
for _, line in ipairs(lines) do
  if line.struck > 0 then call('LREM', line.key, line.struck, '') end
end
flush_forgotten()
flush_j()
flush_s()
return removed
