-- Writes what the units decided.
local function replace_stored(id, job)
  local values = call('HMGET', J, id, 'x' .. id)
  local before, changed = parse(values[1]), extra(values[2])
  local first, rest = match(values[1], '^(%S+ %S+ %S+ )%S+( [^\n]*\n[^\n]*\n[^\n]*\n)')
  local sizes, body = match(job.tail, '^%S+ [^: ]+(%S*) [^\n]*\n[^\n]*\n[^\n]*\n()')
  call('HSET', J, id, first .. before.priority .. sizes .. rest .. sub(job.tail, body))
  if job.apart then call('HSET', J, 'i' .. id, job.input) elseif before.apart then call('HDEL', J, 'i' .. id) end
  changed.u = job.due
  call('HSET', J, 'x' .. id, cjson.encode(changed))
  local lane = lane_of(before)
  stop_waiting(id, lane, job.due <= now)
  look_again(queue_of(lane), before.meta and before.meta.l or {})
  wait_from(id, lane, job.due, changed.h or before.head)
  event('job:replaced', id, before.suffix, before.class, before.meta and before.meta.t)
end

local function write_blocked(job)
  put_s('m' .. job.id, job.pending)
  call('ZADD', BASE .. 'B', 0, job.id)
  count('b', job.class, 1)
end

-- What the record does not say: what it really depends on, where a duplicate stood for its holder.
local function write_extra(job)
  local changed = { b = job.cancelled_by, y = job.resolved and job.met_by or nil }
  if next(changed) then put_j('x' .. job.id, cjson.encode(changed)) end
end

local function write_cancelled(job)
  put_j('f' .. job.id, final_text('x', '-', '-', '-', '-', '', ''))
  index_final('x', job.class, job.id)
  -- Counts and purges find the classes of jobs here.
  call('HINCRBY', BASE .. 'C:' .. job.queue, 'q' .. job.class, 0)
  if job.meta.o then mark_occurrence(job.meta.o, job.id .. job.suffix, 'x') end
end

local function write_job(job, created)
  put_j(job.id, created .. (job.due == now and '=' or base36(math.max(0, job.due))) .. ' ' .. job.tail)
  if job.apart then put_j('i' .. job.id, job.input) end
  write_extra(job)
  local tenant = job.meta and job.meta.t
  event('job:enqueued', job.id, job.suffix, job.class, tenant)
  for _, parent in ipairs(job.parents or {}) do
    call('ZADD', BASE .. 'K:' .. parent, 0, job.id)
    put_s('k' .. parent, '1')
  end
  if job.cancelled_by then
    write_cancelled(job)
    event('job:cancelled', job.id, job.suffix, job.class, tenant)
  elseif job.blocked then
    write_blocked(job)
  else
    count('q', job.class, 1)
    wait_from(job.id, lane_of(job), job.due, job.head)
  end
end

local function register_queues()
  local names = {}
  for _, job in ipairs(staged.jobs) do
    local field = 'q' .. job.queue
    if not known.queues[field] then
      known.queues[field] = '0 -'
      put_s(field, '0 -')
      names[#names + 1] = job.queue
    end
  end
  if #names > 0 then bulk('SADD', BASE .. 'U', names) end
end

local function store_staged()
  local ids, created = {}, base36(now) .. ' '
  for index, job in ipairs(staged.jobs) do
    ids[index] = job.id
    write_job(job, created)
  end
  for key, held in pairs(staged.entries) do put_s('d' .. key, dedup_text(held.job.id, now, held.job.meta.d)) end
  if #ids > 0 then
    register_queues()
    flush_j()
    index_add(ids, known.queues['.I'])
  end
  flush_due()
  for _, pair in ipairs(staged.replaced) do
    replace_stored(pair[1], pair[2])
    -- The next one may replace the same job.
    flush_due()
  end
  flush_delays()
  flush_counts()
  flush_finals()
end
