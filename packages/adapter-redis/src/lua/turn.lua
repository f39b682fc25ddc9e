-- One exchange of a worker: settle, report, recover, claim.
local LOST = { 0 }

-- Adds what a claimed job brings along: its big input, progress and steps of earlier executions.
local function complete(jobs)
  local names = {}
  for _, job in ipairs(jobs) do
    if job[5] then names[#names + 1] = 'i' .. job[1] end
    if job[4] then names[#names + 1] = 'p' .. job[1] end
  end
  local values, at = fields(J, names), 0
  for index, job in ipairs(jobs) do
    if job[4] or job[5] or job[6] or job[7] or job[8] then
      local input, progress, steps = false, false, false
      if job[5] then
        at = at + 1
        input = values[at]
      end
      if job[4] then
        at = at + 1
        progress = values[at]
        if cjson.decode(job[4]).v then steps = call('HGETALL', BASE .. 't:' .. job[1]) end
      end
      jobs[index] = {
        job[1], job[2], job[3], job[4] or false, input, progress, steps, job[6] or false,
        job[7] or false, job[8] or false,
      }
    else
      jobs[index] = { job[1], job[2], job[3] }
    end
  end
  return jobs
end

-- The jobs of a stored reply, as they were: only their holder could have changed them.
local function reload(text, width)
  local names, about, jobs = {}, {}, {}
  for at = 1, #text, width do
    local id = sub(text, at, at + 12)
    names[#names + 1], names[#names + 2] = id, 'x' .. id
    about[#about + 1], about[#about + 2], about[#about + 3] = 'r' .. id, 'u' .. id, 'j' .. id
  end
  local stored, held = fields(J, names), fields(S, about)
  for index = 1, #names / 2 do
    local used = held[index * 3 - 1]
    jobs[index] = {
      names[index * 2 - 1], held[index * 3 - 2], stored[index * 2 - 1], stored[index * 2] or nil,
      parse(stored[index * 2 - 1]).apart, width == 13 and used and cjson.decode(used).x or nil,
      width > 13 and held[index * 3] or nil,
      width > 13 and sub(text, index * width - 1, index * width) or nil,
    }
  end
  return complete(jobs)
end

local function repeated(reply)
  local states, ids, taken, rest = match(reply, '^([^\n]*)\n([^\n]*)\n([^\n]*)\n(.*)$')
  local other = rest ~= '' and cjson.decode(rest) or {}
  return { 1, states, reload(ids, 13), reload(taken, 15), other.c or {}, other.m or 0,
    other.n or false, other.b or {} }
end

local function latest(field, read)
  if changes_s[field] ~= nil then return changes_s[field] end
  return read
end

local function budgets_due(next_end)
  if not next_end or tonumber(next_end) > now then return {} end
  return call('ZRANGEBYSCORE', BASE .. 'O', '-inf', int(now), 'LIMIT', 0, 100)
end

local function ids_of(jobs, last)
  local ids = {}
  for index, job in ipairs(jobs) do ids[index] = last and job[1] .. job[last] or job[1] end
  return table.concat(ids)
end
