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
  call('LSET', line.key, line.entries[line.at].place, '')
  line.struck = line.struck + 1
end

local function before(one, other)
  return one.ended < other.ended or (one.ended == other.ended and one.id < other.id)
end

-- Reads on; of jobs that ended in the same millisecond the one with the lower id comes first.
local function read_entries(line)
  local from = line.next
  local texts = call('LRANGE', line.key, from, from + 99)
  line.entries, line.at, line.next = {}, 1, from + #texts
  for index, text in ipairs(texts) do
    local ended = sub(text, 14)
    line.entries[index] =
      { id = sub(text, 1, 13), time = ended, ended = tonumber(ended) or 0, place = from + index - 1 }
  end
  table.sort(line.entries, before)
end

-- The oldest ended job of a class that still stands.
local function advance(line)
  while true do
    if line.at > #line.entries then
      read_entries(line)
      if #line.entries == 0 then return nil end
    end
    local entry = line.entries[line.at]
    local final = call('HGET', J, 'f' .. entry.id)
    if final and match(final, '^%S (%S+)') == entry.time and sub(final, 1, 1) == state then
      return entry
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
    local line = { key = BASE .. 'E:' .. state .. class, next = 0, entries = {}, at = 1, struck = 0 }
    line.oldest = advance(line)
    if line.oldest then lines[#lines + 1] = line end
  end
end

local may_look, removed, looked = math.min(total - keep, 2000), 0, 0
while removed < limit and looked < may_look do
  local line
  for _, other in ipairs(lines) do
    if other.oldest and (not line or before(other.oldest, line.oldest)) then line = other end
  end
  if not line or line.oldest.ended >= oldest_kept then break end
  looked = looked + 1
  local id = line.oldest.id
  local values = call('HMGET', J, id, 'x' .. id, 'f' .. id)
  local job = parse(values[1])
  job.changed, job.final = extra(values[2]), values[3]
  if is_free(id, job) then
    forget_job(id, job)
    strike_out(line)
    removed = removed + 1
  end
  line.at = line.at + 1
  flush_j()
  line.oldest = advance(line)
end
for _, line in ipairs(lines) do
  if line.struck > 0 then call('LREM', line.key, line.struck, '') end
end
flush_forgotten()
flush_j()
flush_s()
return removed
