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
  schedule.r, schedule.u = schedule.r + 1, math.min(schedule.u or now, now)
  write_schedule(id, schedule)
end

local function stir_dependents(schedule)
  for _, id in ipairs(schedule.p or {}) do stir_schedule(id) end
  call('PUBLISH', BASE .. 'hint', 'schedules')
end

local function occurrence_member(nominal, run)
  return int(nominal) .. ':' .. string.format('%06d', run)
end

local OCCURRENCE_STATE = { c = 'succeeded', f = 'failed', x = 'cancelled', q = 'enqueued' }

-- Writes what became of a job into the occurrence it carries out, unless that has another job by
-- now. `key` holds schedule, nominal, run.
local function mark_occurrence(key, job_id, state)
  local id, member = key[1], occurrence_member(key[2], key[3])
  local schedule = read_schedule(id)
  if not schedule then return end
  local text = call('HGET', BASE .. 'OC:' .. id, member)
  local occurrence = text and cjson.decode(text)
  if occurrence and occurrence.j == job_id then
    occurrence.s, occurrence.e = OCCURRENCE_STATE[state], state ~= 'q' and now or nil
    call('HSET', BASE .. 'OC:' .. id, member, cjson.encode(occurrence))
  end
  stir_schedule(id)
  stir_dependents(schedule)
end
