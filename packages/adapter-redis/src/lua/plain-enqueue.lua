-- Units of plain jobs that are due now, in one piece. It looks before it writes; anything out of the
-- ordinary (lanes, bounds, known ids, listeners) answers nothing, and the general way takes over.

-- Ids, record fields, and keys with ids by class. `nil` when a job is not plain.
local function plain_jobs(unit_count)
  local jobs = { ids = {}, fields = {}, lanes = {} }
  local at, stamp, known = 2, base36(now) .. ' = ', {}
  for _ = 1, unit_count do
    local count = tonumber(ARGV[at + 1])
    at = at + 1
    for _ = 1, count do
      local id, tail = ARGV[at + 1], ARGV[at + 2]
      if ARGV[at + 3] ~= '' or known[id] then return nil end
      known[id] = true
      local head, priority, class, meta = match(tail, '^(%S+) (%S+) %S*\n([^\n]*)\n(.)')
      if meta ~= '\n' or sub(priority, -2) == ':1' then return nil end
      at = at + 4
      local total = #jobs.ids + 1
      jobs.ids[total] = id
      jobs.fields[total * 2 - 1], jobs.fields[total * 2] = id, stamp .. tail
      local lane = jobs.lanes[class]
      if not lane then
        lane = { head = head, key = int(now - head_ms(head)) }
        jobs.lanes[class] = lane
      end
      local key = head == lane.head and lane.key or int(now - head_ms(head))
      local place = #lane
      lane[place + 1], lane[place + 2] = key, id
    end
  end
  return jobs
end

local function plain_enqueue()
  local unit_count = tonumber(ARGV[2])
  local jobs = plain_jobs(unit_count)
  if not jobs or #jobs.ids == 0 then return nil end
  local names, asked = { '.I', '.e' }, {}
  for class in pairs(jobs.lanes) do
    local queue = queue_of(class)
    if not asked[queue] then
      asked[queue] = #names
      local at = #names
      names[at + 1], names[at + 2], names[at + 3] = 'q' .. queue, 'g' .. queue, 'i' .. queue
    end
  end
  local seen = fields(S, names)
  if seen[2] and tonumber(seen[2]) > now then return nil end
  local idle = {}
  for queue, at in pairs(asked) do
    if not seen[at + 1] or sub(seen[at + 1], 3) ~= '-' or seen[at + 2] then return nil end
    if seen[at + 3] then idle[#idle + 1] = 'i' .. queue end
  end
  for _, record in ipairs(fields(J, jobs.ids)) do
    if record then return nil end
  end
  bulk('HSET', J, jobs.fields)
  for class, lane in pairs(jobs.lanes) do
    local queue = queue_of(class)
    bulk('ZADD', BASE .. 'L:' .. queue, lane)
    call('HINCRBY', BASE .. 'C:' .. queue, 'q' .. class, #lane / 2)
  end
  index_add(jobs.ids, seen[1])
  if #idle > 0 then
    bulk('HDEL', S, idle)
    call('PUBLISH', BASE .. 'hint', 'work')
  end
  return 'stored'
end

local plain_reply = plain_enqueue()
if plain_reply then return plain_reply end
