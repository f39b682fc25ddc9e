-- Claims: due jobs, lowest key first, become running jobs of this session.
local MAX_BYTES = 1048576
local MAX_PARKED = 300
local QUANTUM = 10000
local claimed, claimed_bytes, parked_lanes = {}, 0, 0
local more = false
local turn_now = int(now)

-- Makes a waiting job a running one. `used` is set when it holds limits.
local function take(id, key, lane, record, text, used, exhausted)
  local head, priority, suffix, class, meta, body = match(record,
    '^%S+ %S+ (%S+) (%S+) (%S*)\n([^\n]*)\n([^\n]*)\n()')
  local bytes, apart = match(priority, ':([^:]*):(%S)$')
  bytes = bytes and tonumber(bytes) or #record - body + 1
  local attempt, flags, tenant = 1, '', ''
  if text then
    local changed = cjson.decode(text)
    attempt, flags = (changed.a or 0) + 1, 'x'
    head = changed.h and int(changed.h) or head
  end
  if meta ~= '' then
    flags = flags .. 'm'
    tenant = cjson.decode(meta).t
    tenant = tenant and cjson.encode({ tenant }) or ''
  end
  local token = my_token .. ' ' .. turn_now .. ' ' .. int(attempt) .. ' ' .. key .. ' ' .. head
    .. ' ' .. suffix .. ' ' .. flags .. '\n' .. my_session .. '\n' .. class .. '\n' .. lane .. '\n'
    .. my_worker .. '\n' .. tenant
  put_s('r' .. id, token)
  if used then put_s('u' .. id, used) end
  my_held[#my_held + 1] = id
  count('q', class, -1)
  count('r', class, 1)
  claimed_bytes = claimed_bytes + bytes
  claimed[#claimed + 1] = { id, token, record, text, apart == '1', exhausted }
  if observed_until > now then
    event('job:started', id, suffix, class, tenant ~= '' and cjson.decode(tenant)[1] or nil,
      '{"attempt":' .. int(attempt) .. ',"worker":' .. my_worker .. '}')
  end
end

local function with_records(ids)
  local names = {}
  for index, id in ipairs(ids) do
    names[index * 2 - 1], names[index * 2] = id, 'x' .. id
  end
  return fields(J, names)
end

-- Claims from the only lane of a queue. Returns the slots that stay free.
local function claim_line(queue, slots)
  local popped = call('ZPOPMIN', BASE .. 'L:' .. queue, slots)
  local ids = {}
  for index = 1, #popped, 2 do ids[#ids + 1] = popped[index] end
  if #ids == 0 then return slots end
  local values = with_records(ids)
  for index, id in ipairs(ids) do
    if claimed_bytes >= MAX_BYTES then
      more = true
      local rest = {}
      for at = index, #ids do
        rest[#rest + 1], rest[#rest + 2] = popped[at * 2], ids[at]
      end
      bulk('ZADD', BASE .. 'L:' .. queue, rest)
      return 0
    end
    take(id, popped[index * 2], queue, values[index * 2 - 1], values[index * 2])
  end
  return slots - #ids
end

-- Reads the next jobs of lanes, {lane, ids, keys} each, so that their heads can be compared.
local function load_heads(candidates, amount)
  local ids = {}
  for _, candidate in ipairs(candidates) do
    local from = #candidate.ids
    local found = call('ZRANGE', BASE .. 'L:' .. candidate.lane, from, from + amount - 1, 'WITHSCORES')
    for index = 1, #found, 2 do
      candidate.ids[#candidate.ids + 1] = found[index]
      candidate.keys[#candidate.keys + 1] = found[index + 1]
      ids[#ids + 1] = found[index]
    end
  end
  local values, uses = with_records(ids), {}
  local at = 0
  for _, candidate in ipairs(candidates) do
    for index = #candidate.jobs + 1, #candidate.ids do
      at = at + 2
      local job = parse(values[at - 1])
      job.record, job.text, job.changed = values[at - 1], values[at], extra(values[at])
      job.head = job.changed.h or job.head
      candidate.jobs[index] = job
      for _, use in ipairs(job.meta and job.meta.l or {}) do uses[#uses + 1] = use end
    end
  end
  if #uses > 0 then load_limits(uses) end
end

local function stand(candidate)
  local job = candidate.jobs[candidate.served + 1]
  candidate.id = candidate.ids[candidate.served + 1]
  candidate.key = tonumber(candidate.keys[candidate.served + 1])
  candidate.standing = candidate.key
  if candidate.tag then
    candidate.standing = math.max(candidate.key, candidate.tag - job.head)
  end
end

local function before(standing, id, other)
  return standing < other.standing or (standing == other.standing and id < other.id)
end

local function insert_sorted(candidates, candidate)
  local low, high = 1, #candidates + 1
  while low < high do
    local middle = math.floor((low + high) / 2)
    if before(candidate.standing, candidate.id, candidates[middle]) then
      high = middle
    else
      low = middle + 1
    end
  end
  table.insert(candidates, low, candidate)
end
