-- Jobs on their way to a claim: due ones stand in lanes, later ones in D:<queue> by due time.
local due_now, delays_changed = {}, {}

-- Queues a job that is due at `due`, in its lane now or with the delayed ones.
local function wait_from(id, lane, due, head)
  local queue = queue_of(lane)
  if due > now then
    call('ZADD', BASE .. 'D:' .. queue, int(due), id)
    delays_changed[queue] = true
    stir(queue)
    return
  end
  local jobs = due_now[lane]
  if not jobs then
    jobs = {}
    due_now[lane] = jobs
  end
  jobs[#jobs + 1] = { id, due - head }
end

-- Puts a job back into its lane with the key it had.
local function wait_again(id, lane, key)
  wait_from(id, lane, now, now - key)
end

local function flush_due()
  local lanes = due_now
  due_now = {}
  for lane, jobs in pairs(lanes) do lane_put(lane, jobs) end
end

-- Keeps the time of each queue's next delayed job in the control hash.
local function flush_delays()
  for queue in pairs(delays_changed) do
    local first = call('ZRANGE', BASE .. 'D:' .. queue, 0, 0, 'WITHSCORES')
    put_s('n' .. queue, first[1] and int(tonumber(first[2])) or false)
  end
  delays_changed = {}
end

-- Takes a waiting job out of wherever it waits; `inside`: it takes another place of its lane at once.
local function stop_waiting(id, lane, inside)
  local queue = queue_of(lane)
  if call('ZREM', BASE .. 'D:' .. queue, id) == 1 then
    delays_changed[queue] = true
  else
    lane_take(lane, id, inside)
  end
end

-- Moves delayed jobs whose time has come into their lanes. Says whether there are more.
local function promote(queue)
  local ids = call('ZRANGEBYSCORE', BASE .. 'D:' .. queue, '-inf', int(now), 'WITHSCORES', 'LIMIT', 0, 500)
  if #ids == 0 then return false end
  local names, gone = {}, {}
  for index = 1, #ids, 2 do
    names[index], names[index + 1] = ids[index], 'x' .. ids[index]
    gone[#gone + 1] = ids[index]
  end
  local values = fields(J, names)
  for index = 1, #ids, 2 do
    local job = parse(values[index])
    local head = extra(values[index + 1]).h or job.head
    wait_from(ids[index], lane_of(job), tonumber(ids[index + 1]), head)
  end
  call('ZREM', BASE .. 'D:' .. queue, unpack(gone))
  delays_changed[queue] = true
  flush_due()
  return #gone == 500
end
