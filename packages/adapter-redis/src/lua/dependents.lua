-- Dependents: K:<parent> holds them in order; 'k' in S says that there are any; 'm' of a blocked job
-- holds the parents it still waits for. R maps each parent whose state changed to the last
-- dependent that has heard of it, so that any number is worked off in bounded steps.
-- Whether anything was marked.
local marked = false
local mark_dependents, dependencies, look_at_parents, tell_dependents
do
  local STEP = 500
  local step_left = STEP

  function mark_dependents(parent)
    call('HSET', BASE .. 'R', parent, '')
    put_s('.R', '1')
    marked = true
  end

  local function without(pending, parent)
    for at = 1, #pending, 13 do
      if sub(pending, at, at + 12) == parent then
        return sub(pending, 1, at - 1) .. sub(pending, at + 13), true
      end
    end
    return pending, false
  end

  function dependencies(job, changed)
    return changed.y or (job.meta and job.meta.D) or {}
  end

  local function on_failure(job, changed, parent)
    for _, dependency in ipairs(dependencies(job, changed)) do
      if sub(dependency[1], 1, 13) == parent then return dependency[2] end
    end
  end

  -- Lets a job whose last parent is done wait for its claim.
  local function release(id, job, changed)
    local due = math.max(changed.u or job.due, now)
    put_s('m' .. id, false)
    call('ZREM', BASE .. 'B', id)
    count('b', job.class, -1)
    count('q', job.class, 1)
    changed.u = due ~= job.due and due or nil
    put_j('x' .. id, next(changed) and cjson.encode(changed) or false)
    wait_from(id, lane_of(job), due, changed.h or job.head)
    event('job:released', id, job.suffix, job.class, job.meta and job.meta.t)
  end

  local function cancel_dependent(id, job, changed, parent_id)
    changed.b = parent_id
    put_s('m' .. id, false)
    call('ZREM', BASE .. 'B', id)
    end_waiting(id, job, 'b', 'x', changed)
    mark_dependents(id)
  end

  -- The parents that have not ended, and the first whose end cancels the job.
  function look_at_parents(parents)
    flush_j()
    local names, pending, cause = {}, '', nil
    for index, parent in ipairs(parents) do
      local key = sub(parent[1], 1, 13)
      names[index * 2 - 1], names[index * 2] = key, 'f' .. key
    end
    local values = fields(J, names)
    for index, parent in ipairs(parents) do
      local key, final = names[index * 2 - 1], values[index * 2]
      if values[index * 2 - 1] and not final then
        if not find(pending, key, 1, true) then pending = pending .. key end
      elseif final and sub(final, 1, 1) ~= 'c' and parent[2] == 'c' then
        cause = cause or parent[1]
      end
    end
    return pending, cause
  end

  -- Blocks a job again that the end of a parent had cancelled, unless another parent cancels it too,
  -- or another job took its key.
  local function revive(id, job, final, changed)
    local pending, cause = look_at_parents(dependencies(job, changed))
    if cause then
      changed.b = cause
      put_j('x' .. id, cjson.encode(changed))
      return
    end
    local dedup = job.meta and job.meta.d
    if dedup then
      if other_holder(id, dedup) then return end
      put_s('d' .. dedup.k, dedup_text(id, job.created, dedup))
    end
    reopen(id, job, final, changed)
    block(id, job, pending)
    if pending == '' then release(id, job, changed) end
    mark_dependents(id)
  end

  local function tell_dependent(id, parent, state, parent_id, values)
    local record, text, final, pending = values[1], values[2], values[3], values[4]
    if not record then return end
    local job, changed = parse(record), extra(text)
    if final then
      local by_parent = sub(final, 1, 1) == 'x' and changed.b == parent_id
      if by_parent and state ~= 'f' and state ~= 'x' then revive(id, job, final, changed) end
      return
    end
    local rest, waits = without(pending or '', parent)
    if not waits or not state then return end
    if state ~= 'c' and on_failure(job, changed, parent) == 'c' then
      cancel_dependent(id, job, changed, parent_id)
    elseif rest == '' then
      release(id, job, changed)
    else
      put_s('m' .. id, rest)
    end
  end

  local function tell_some(parent, cursor)
    local ids = call('ZRANGEBYLEX', BASE .. 'K:' .. parent, cursor == '' and '-' or '(' .. cursor, '+',
      'LIMIT', 0, step_left)
    local asked = step_left
    step_left = step_left - #ids
    local own = call('HMGET', J, parent, 'f' .. parent)
    if own[1] and #ids > 0 then
      local parent_id = parent .. parse(own[1]).suffix
      local state = own[2] and sub(own[2], 1, 1)
      local names, waits = {}, {}
      for index, id in ipairs(ids) do
        names[index * 3 - 2], names[index * 3 - 1], names[index * 3] = id, 'x' .. id, 'f' .. id
        waits[index] = 'm' .. id
      end
      local stored, pending = fields(J, names), fields(S, waits)
      for index, id in ipairs(ids) do
        local at = index * 3
        tell_dependent(id, parent, state, parent_id,
          { stored[at - 2], stored[at - 1], stored[at], pending[index] })
      end
    end
    if #ids < asked then
      call('HDEL', BASE .. 'R', parent)
    else
      call('HSET', BASE .. 'R', parent, ids[#ids])
    end
    flush_j()
    flush_s()
  end

  -- Works off a step of what is marked. Says whether there is more.
  function tell_dependents()
    flush_j()
    flush_s()
    while step_left > 0 do
      local parent = call('HRANDFIELD', BASE .. 'R')
      if not parent then break end
      tell_some(parent, call('HGET', BASE .. 'R', parent))
    end
    local rest = call('EXISTS', BASE .. 'R') == 1
    if not rest then put_s('.R', false) end
    return rest
  end
end
