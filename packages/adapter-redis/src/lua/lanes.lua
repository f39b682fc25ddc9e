-- Lanes. The default lane of a queue needs no upkeep until another lane of the queue exists
-- (field 'g'). From then on each lane has a state in S, field 'l':
--   "o <bound> <head id> <tag>"               open: a member of Q:<queue>, at a lower bound
--   "p <head key> <head id> <tag> <limit key>" parked on a limit that has no room
local lane_states, queue_has_lanes = {}, {}

local function lanes_exist(queue)
  if queue_has_lanes[queue] == nil then
    queue_has_lanes[queue] = call('HGET', S, 'g' .. queue) or false
  end
  return queue_has_lanes[queue]
end

local function lane_state(lane)
  local state = lane_states[lane]
  if state == nil then
    local text = call('HGET', S, 'l' .. lane)
    state = false
    if text then
      local kind, bound, head, tag, key = match(text, '^(%S) (%S+) (%S+) (%S+) ?(.*)$')
      state = { kind = kind, bound = tonumber(bound), head = head, tag = tonumber(tag), key = key }
    end
    lane_states[lane] = state
  end
  return state
end

local function save_lane(lane, state)
  lane_states[lane] = state
  put_s('l' .. lane, state and table.concat({
    state.kind, int(state.bound), state.head, state.tag and int(state.tag) or '-', state.key or '',
  }, ' '))
end

local function leave_place(lane, state)
  local queue = queue_of(lane)
  if state.kind == 'o' then
    call('ZREM', BASE .. 'Q:' .. queue, state.head .. lane)
  elseif state.kind == 'p' then
    call('ZREM', BASE .. 'W:' .. queue .. '\t' .. state.key, lane)
    call('ZREM', BASE .. 'T:' .. queue, 'l' .. lane)
  end
end

-- Lets claims see a lane from now on. `bound` must not lie behind its true place.
local function open_lane(lane, bound, head, tag)
  local before = lane_state(lane)
  if before then leave_place(lane, before) end
  call('ZADD', BASE .. 'Q:' .. queue_of(lane), int(bound), head .. lane)
  save_lane(lane, { kind = 'o', bound = bound, head = head, tag = tag or (before and before.tag) })
end

local function head_of(lane)
  local head = call('ZRANGE', BASE .. 'L:' .. lane, 0, 0, 'WITHSCORES')
  return head[1], tonumber(head[2])
end

-- Begins upkeep for a queue whose jobs all waited in its default lane so far.
local function begin_lanes(queue)
  if lanes_exist(queue) then return end
  queue_has_lanes[queue] = '1'
  put_s('g' .. queue, '1')
  local head, key = head_of(queue)
  if head then open_lane(queue, key, head) end
end

-- Puts due jobs, {id, key} each, into their lane.
local function lane_put(lane, jobs)
  local queue = queue_of(lane)
  if lane ~= queue then begin_lanes(queue) end
  local members, first = {}, jobs[1]
  for index, job in ipairs(jobs) do
    members[index * 2 - 1] = int(job[2])
    members[index * 2] = job[1]
    if job[2] < first[2] or (job[2] == first[2] and job[1] < first[1]) then first = job end
  end
  bulk('ZADD', BASE .. 'L:' .. lane, members)
  stir(queue)
  if not lanes_exist(queue) then return end
  local state = lane_state(lane)
  if not state or first[2] < state.bound or (first[2] == state.bound and first[1] < state.head) then
    open_lane(lane, first[2], first[1])
  end
end

local function lane_emptied(lane)
  local state = lane_state(lane)
  if not state then return end
  leave_place(lane, state)
  save_lane(lane, false)
end

-- Takes a waiting job out of its lane, by a command. A lane keeps its tag while its only job moves
-- `inside` it, to another place that it takes before this script ends.
local function lane_take(lane, id, inside)
  call('ZREM', BASE .. 'L:' .. lane, id)
  local state = lanes_exist(queue_of(lane)) and lane_state(lane)
  if not state then return end
  local head, key = head_of(lane)
  if not head and inside then
    leave_place(lane, state)
    lane_states[lane] = { kind = 'e', bound = math.huge, head = '', tag = state.tag }
  elseif not head then
    lane_emptied(lane)
  elseif state.head == id or key < state.bound then
    open_lane(lane, key, head)
  end
end

-- A lane that shrinks may have been the one woken to use a limit's room: the next claim of its
-- queue looks at the others that wait for it.
local function look_again(queue, uses)
  for _, use in ipairs(uses) do call('ZADD', BASE .. 'T:' .. queue, 'LT', int(now), 'b' .. use[1]) end
  if #uses > 0 then put_s('t' .. queue, int(now)) end
end
