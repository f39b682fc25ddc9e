-- What a person asks of jobs. Each answers {'d', state}, {'r', state, holder}, 'q' or 'n'.
local function refused(job, holder)
  return { 'r', job.state, holder or false }
end

local function cancel(id, job, reason)
  if job.state == 'c' or job.state == 'f' or job.state == 'x' then return refused(job) end
  if job.state == 'r' then
    if not job.reason then
      local session = parse_token(job.token).session
      put_s('j' .. id, reason)
      put_s('c' .. session, (changes_s['c' .. session] or call('HGET', S, 'c' .. session) or '') .. id)
      job.signalled = true
    end
    return { 'q' }
  end
  if job.state == 'b' then
    call('ZREM', BASE .. 'B', id)
    put_s('m' .. id, false)
  else
    stop_waiting(id, job.lane)
  end
  job.changed.r = reason
  end_waiting(id, job, job.state, 'x', job.changed)
  if job.dependents then mark_dependents(id) end
  return { 'd', 'x' }
end

local function retry(id, job, head)
  if job.state ~= 'f' and job.state ~= 'x' then return refused(job) end
  local dedup = job.meta and job.meta.d
  local holder = dedup and other_holder(id, dedup)
  if holder then return refused(job, holder) end
  if dedup then put_s('d' .. dedup.k, dedup_text(id, job.created, dedup)) end
  local pending = look_at_parents(dependencies(job, job.changed))
  job.changed.u, job.changed.h = now, head
  reopen(id, job, job.final, job.changed)
  if job.dependents then mark_dependents(id) end
  if pending ~= '' then
    block(id, job, pending)
    return { 'd', 'b' }
  end
  count('q', job.class, 1)
  wait_from(id, job.lane, now, head)
  return { 'd', 'q' }
end

local function reprioritise(id, job, priority, head)
  if job.state ~= 'q' and job.state ~= 'b' then return refused(job) end
  job.changed.p, job.changed.h = priority, head
  put_j('x' .. id, cjson.encode(job.changed))
  if job.state == 'q' then
    stop_waiting(id, job.lane, job.due <= now)
    wait_from(id, job.lane, job.due, head)
  end
  event('job:reprioritised', id, job.suffix, job.class, job.meta and job.meta.t)
  return { 'd', job.state }
end

local function promote_job(id, job)
  if job.state ~= 'q' or job.due <= now then return refused(job) end
  stop_waiting(id, job.lane)
  job.changed.u = now
  put_j('x' .. id, cjson.encode(job.changed))
  wait_from(id, job.lane, now, job.head)
  event('job:promoted', id, job.suffix, job.class, job.meta and job.meta.t)
  return { 'd', 'q' }
end

local function delete(id, job)
  if job.state == 'r' or (job.dependents and has_live_dependents(id)) then return refused(job) end
  if job.state == 'q' then
    stop_waiting(id, job.lane)
  elseif job.state == 'b' then
    call('ZREM', BASE .. 'B', id)
  end
  if job.state == 'q' or job.state == 'b' then count(job.state, job.class, -1) end
  forget_job(id, job)
  event('job:deleted', id, job.suffix, job.class, job.meta and job.meta.t)
  -- Otherwise its schedule would wait for it for ever.
  local occurrence = not job.final and job.meta and job.meta.o
  if occurrence then mark_occurrence(occurrence, id .. job.suffix, 'x') end
  return { 'd', 'd' }
end
