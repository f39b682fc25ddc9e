-- Schedules: SC id to JSON (revision r, definition d, state s, due u, dependents p), SD id by due
-- time. Occurrences of one: OC:<id> member to JSON, OZ:<id> members by nominal time.
local function read_schedule(id)
  local text = call('HGET', BASE .. 'SC', id)
  return text and cjson.decode(text)
end

local function write_schedule(id, schedule)
  call('HSET', BASE .. 'SC', id, cjson.encode(schedule))
  if schedule.u then
    call('ZADD', BASE .. 'SD', int(schedule.u), id)
  else
    call('ZREM', BASE .. 'SD', id)
  end
end

-- Its revision rises, so that a move decided before this one is refused.
local function stir_schedule(id)
  local schedule = read_schedule(id)
  if not schedule then return end
  schedule.r, schedule.u = schedule.r + 1, now
  write_schedule(id, schedule)
end

local function stir_dependents(schedule)
  for _, id in ipairs(schedule.p or {}) do stir_schedule(id) end
  call('PUBLISH', BASE .. 'hint', 'schedules')
end

local function occurrence_member(nominal, run)
  return int(nominal) .. ':' .. string.format('%06d', run)
end

local OCCURRENCE_STATE = { c = 'succeeded', f = 'failed', x = 'cancelled' }

-- Writes how a job ended into the occurrence it carried out. `key` holds schedule, nominal, run.
local function end_occurrence(key, state)
  local id, member = key[1], occurrence_member(key[2], key[3])
  local text = call('HGET', BASE .. 'OC:' .. id, member)
  if text then
    local occurrence = cjson.decode(text)
    occurrence.s, occurrence.e = OCCURRENCE_STATE[state], now
    call('HSET', BASE .. 'OC:' .. id, member, cjson.encode(occurrence))
  end
  local schedule = read_schedule(id)
  if schedule then
    stir_schedule(id)
    stir_dependents(schedule)
  end
end
