-- Writes are collected while a script decides and made in a few commands at its end.
local changes_s, changes_j = {}, {}
local counts, finals, stirred = {}, {}, {}

-- `false` removes the field. The last word on a field counts.
local function put_s(field, value)
  changes_s[field] = value
end

local function put_j(field, value)
  changes_j[field] = value
end

local function flush(key, changes)
  local set, del = {}, {}
  for field, value in pairs(changes) do
    if value then
      set[#set + 1] = field
      set[#set + 1] = value
    else
      del[#del + 1] = field
    end
  end
  if #del > 0 then bulk('HDEL', key, del) end
  if #set > 0 then bulk('HSET', key, set) end
end

local function flush_s()
  flush(S, changes_s)
  changes_s = {}
end

local function flush_j()
  flush(J, changes_j)
  changes_j = {}
end

-- How many jobs of a class are queued (q), blocked (b) or running (r).
local function count(state, class, change)
  local field = state .. class
  counts[field] = (counts[field] or 0) + change
end

local function flush_counts()
  for field, change in pairs(counts) do
    if change ~= 0 then
      call('HINCRBY', BASE .. 'C:' .. queue_of(sub(field, 2)), field, change)
    end
  end
  counts = {}
end

-- Final jobs stand in an index by id, and in a list by the time they ended.
local function index_final(state, class, id)
  local place = state .. class
  local ids = finals[place]
  if not ids then
    ids = {}
    finals[place] = ids
  end
  ids[#ids + 1] = id
end

local function flush_finals()
  for place, ids in pairs(finals) do
    local members, ended = {}, {}
    for index, id in ipairs(ids) do
      members[index * 2 - 1] = 0
      members[index * 2] = id
      ended[index] = id .. int(now)
    end
    bulk('ZADD', BASE .. 'F:' .. place, members)
    bulk('RPUSH', BASE .. 'E:' .. place, ended)
  end
  finals = {}
end

-- There is something new to claim in this queue.
local function stir(queue)
  stirred[queue] = true
end

-- Wakes the workers of stirred queues, if any said that they found nothing.
local function flush_hints()
  local names, idle = {}, {}
  for queue in pairs(stirred) do names[#names + 1] = 'i' .. queue end
  if #names == 0 then return end
  for index, flag in ipairs(fields(S, names)) do
    if flag then idle[#idle + 1] = names[index] end
  end
  if #idle > 0 then
    bulk('HDEL', S, idle)
    call('PUBLISH', BASE .. 'hint', 'work')
  end
  stirred = {}
end
