-- Units of jobs, each stored whole or refused.
local units = {}

local function read_job()
  local job = { id = next_arg(), tail = next_arg(), at = next_arg(), input = next_arg() }
  local head, priority, suffix, class, meta =
    match(job.tail, '^(%S+) (%S+) (%S*)\n([^\n]*)\n([^\n]*)\n')
  job.head, job.apart, job.suffix, job.class = head_ms(head), sub(priority, -2) == ':1', suffix, class
  job.queue, job.meta = queue_of(class), meta ~= '' and cjson.decode(meta) or nil
  local kind, number = sub(job.at, 1, 1), tonumber(sub(job.at, 2))
  job.due = kind == '+' and now + number or kind == '@' and number or now
  return job
end

local function read_units(count)
  for index = 1, count do
    local unit = {}
    for place = 1, tonumber(next_arg()) do unit[place] = read_job() end
    units[index] = unit
  end
end

-- What the store knew before this call: settings, holders of keys, jobs and dependencies.
local known = { queues = {}, records = {}, finals = {}, running = {}, entries = {} }

local function read_known()
  local names, jobs, asked = { '.I', '.e', '.n' }, {}, {}
  local function ask(list, name)
    if not asked[name] then list[#list + 1] = name end
    asked[name] = true
  end
  for _, unit in ipairs(units) do
    for _, job in ipairs(unit) do
      ask(names, 'q' .. job.queue)
      if job.meta and job.meta.d then ask(names, 'd' .. job.meta.d.k) end
    end
  end
  for index, value in ipairs(fields(S, names)) do known.queues[names[index]] = value end
  local holders = {}
  for _, unit in ipairs(units) do
    for _, job in ipairs(unit) do
      ask(jobs, job.id)
      for _, dependency in ipairs(job.meta and job.meta.D or {}) do
        local id = sub(dependency[1], 1, 13)
        ask(jobs, id)
        ask(jobs, 'f' .. id)
      end
      local dedup = job.meta and job.meta.d
      local entry = dedup and dedup_entry(known.queues['d' .. dedup.k])
      if entry then
        known.entries[dedup.k] = entry
        ask(jobs, entry.id)
        ask(jobs, 'f' .. entry.id)
        holders[#holders + 1] = entry.id
      end
    end
  end
  for index, value in ipairs(fields(J, jobs)) do known.records[jobs[index]] = value end
  local tokens = {}
  for _, id in ipairs(holders) do
    tokens[#tokens + 1], tokens[#tokens + 2] = 'r' .. id, 'm' .. id
  end
  for index, value in ipairs(fields(S, tokens)) do known.running[tokens[index]] = value end
end

-- How many more jobs a queue takes; only bounded queues are counted.
-- The jobs of schedules always find room.
local rooms, is_bounded = {}, true

local function room_in(queue)
  if rooms[queue] == nil then
    local max = is_bounded and match(known.queues['q' .. queue] or '', '^%S (%d+)$')
    rooms[queue] = math.huge
    if max then
      local waiting, values = 0, call('HGETALL', BASE .. 'C:' .. queue)
      for index = 1, #values, 2 do
        if sub(values[index], 1, 1) ~= 'r' then waiting = waiting + tonumber(values[index + 1]) end
      end
      rooms[queue] = tonumber(max) - waiting
    end
  end
  return rooms[queue]
end
