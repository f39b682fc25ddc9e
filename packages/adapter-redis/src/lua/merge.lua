-- Claims from the open lanes of a queue, the one that stands first each time.

local is_paused, claim_queue
do
  -- Loads lanes in the order of their lower bounds until none unread can stand before the best.
  local function load_lanes(view, slots)
    while true do
      local best = view.candidates[1]
      if #view.unread == 0 and not view.ended then
        local amount = math.min(20, slots + 3)
        local found = call('ZRANGE', view.open_lanes, view.offset, view.offset + amount - 1, 'WITHSCORES')
        view.ended = #found < amount * 2
        for index = 1, #found, 2 do
          view.unread[#view.unread + 1] = { found[index], tonumber(found[index + 1]) }
        end
      end
      local loaded = {}
      while #view.unread > 0 do
        local member, bound = view.unread[1][1], view.unread[1][2]
        if best and not before(bound, sub(member, 1, 13), best) then break end
        table.remove(view.unread, 1)
        view.offset = view.offset + 1
        local lane = sub(member, 14)
        local state = lane_state(lane)
        loaded[#loaded + 1] = {
          lane = lane, tag = state and state.tag, ids = {}, keys = {}, jobs = {}, served = 0,
        }
        view.touched[#view.touched + 1] = loaded[#loaded]
      end
      if #loaded == 0 then return end
      load_heads(loaded, 2)
      for _, candidate in ipairs(loaded) do
        if candidate.ids[1] then
          stand(candidate)
          insert_sorted(view.candidates, candidate)
        else
          view.open = view.open - 1
        end
      end
    end
  end

  local function serve(view, candidate, uses, exempt, exhausted)
    local at = candidate.served + 1
    local job = candidate.jobs[at]
    local used = #uses > 0 and occupy(uses, exempt, exhausted) or nil
    take(candidate.id, candidate.keys[at], candidate.lane, job.record, job.text, used,
      #exhausted > 0 and exhausted or nil)
    if view.open > 1 then
      local due = candidate.key + job.head
      local weight = job.meta and job.meta.w or 1
      candidate.tag = math.max(candidate.tag or due, due) + QUANTUM / weight
      candidate.moved = true
    end
    candidate.served = at
    if not candidate.ids[at + 1] then load_heads({ candidate }, 16) end
    if candidate.ids[at + 1] then
      stand(candidate)
      insert_sorted(view.candidates, candidate)
    else
      candidate.empty = true
      view.open = view.open - 1
    end
  end

  -- Serves the lane that stands first, or parks it on the limit that has no room.
  local function serve_or_park(view, candidate)
    local job = candidate.jobs[candidate.served + 1]
    local uses, exempt, exhausted = job.meta and job.meta.l or {}, {}, {}
    for _, key in ipairs(job.changed.e or {}) do exempt[key] = true end
    local stop = stopping_key(uses, exempt, exhausted)
    if not stop then
      serve(view, candidate, uses, exempt, exhausted)
      return true
    end
    candidate.stop = stop
    view.open = view.open - 1
    parked_lanes = parked_lanes + 1
    return false
  end

  -- Writes back what the claim did to the lanes it touched.
  local function settle_lanes(view)
    for _, candidate in ipairs(view.touched) do
      if candidate.served > 0 then
        call('ZPOPMIN', BASE .. 'L:' .. candidate.lane, candidate.served)
      end
      if candidate.empty or not candidate.ids[1] then
        lane_emptied(candidate.lane)
      elseif candidate.stop then
        park_lane(candidate.lane, candidate.id, candidate.key, candidate.standing, candidate.tag,
          candidate.stop)
      elseif candidate.served > 0 and (candidate.moved or view.open > 1) then
        open_lane(candidate.lane, candidate.standing, candidate.id, candidate.tag)
      end
    end
  end

  -- Returns the slots that stay free.
  local function claim_lanes(queue, slots)
    local open_lanes = BASE .. 'Q:' .. queue
    local view = {
      open_lanes = open_lanes, open = call('ZCARD', open_lanes), offset = 0, unread = {},
      candidates = {}, touched = {},
    }
    while slots > 0 do
      load_lanes(view, slots)
      local best = table.remove(view.candidates, 1)
      if not best then break end
      if claimed_bytes >= MAX_BYTES or parked_lanes >= MAX_PARKED then
        more = true
        slots = 0
      elseif serve_or_park(view, best) then
        slots = slots - 1
      end
    end
    settle_lanes(view)
    return slots
  end

  function is_paused(settings)
    return settings and sub(settings, 1, 1) == '1'
  end

  -- Claims up to `slots` jobs of one queue. Returns the slots that stay free.
  function claim_queue(queue, slots, settings, next_due, next_timer)
    local woken = next_timer and tonumber(next_timer) <= now and run_timers(queue)
    if slots == 0 or is_paused(settings) then return 0 end
    if next_due and tonumber(next_due) <= now and promote(queue) then more = true end
    if not lanes_exist(queue) then return claim_line(queue, slots) end
    if woken then more = true end
    local free = claim_lanes(queue, slots)
    while free > 0 and parked_lanes < MAX_PARKED and wake_waiting(queue) do
      free = claim_lanes(queue, free)
    end
    return free
  end
end
