-- Obeys one command for many jobs: cancel, retry, reprioritise, promote, delete.
local function read_jobs(ids)
  local names, about = {}, {}
  for index, id in ipairs(ids) do
    local key = sub(id, 1, 13)
    local at = index * 3
    names[at - 2], names[at - 1], names[at] = key, 'x' .. key, 'f' .. key
    at = index * 4
    about[at - 3], about[at - 2], about[at - 1], about[at] =
      'r' .. key, 'm' .. key, 'k' .. key, 'j' .. key
  end
  return fields(J, names), fields(S, about)
end

local function job_from(id, record, text, final, token, pending, dependents, reason)
  local job = parse(record)
  if job.suffix ~= sub(id, 14) then return nil end
  job.changed = extra(text)
  job.lane, job.final, job.token = lane_of(job), final, token
  job.dependents, job.reason = dependents, reason
  job.head, job.due = job.changed.h or job.head, job.changed.u or job.due
  job.state = state_of(final, token, pending)
  return job
end

-- A lane that a command shortens may have been the one chosen to use a limit's room.
local function touch_limits(job)
  local uses = job.state == 'q' and job.meta and job.meta.l
  if not uses then return end
  load_limits(uses)
  for _, use in ipairs(uses) do limits[use[1]].freed = true end
end

local function obey(kind, id, job, first, second)
  touch_limits(job)
  if kind == 'cancel' then return cancel(id, job, first) end
  if kind == 'retry' then return retry(id, job, tonumber(first)) end
  if kind == 'reprioritise' then return reprioritise(id, job, tonumber(first), tonumber(second)) end
  if kind == 'promote' then return promote_job(id, job) end
  return delete(id, job)
end

-- Answers in the order of the ids. A later mention of the same id sees what an earlier one did.
local function obey_all(kind, ids, first, second)
  flush_j()
  flush_s()
  local replies, signalled, seen = {}, false, {}
  local stored, about = read_jobs(ids)
  for index, id in ipairs(ids) do
    local at, by = index * 3 - 2, index * 4 - 3
    local key = sub(id, 1, 13)
    if seen[key] then
      flush_j()
      flush_s()
      local again, beside = read_jobs({ id })
      for place = 0, 2 do stored[at + place] = again[place + 1] end
      for place = 0, 3 do about[by + place] = beside[place + 1] end
      flush_due()
    end
    seen[key] = true
    local job = stored[at] and job_from(id, stored[at], stored[at + 1], stored[at + 2], about[by],
      about[by + 1], about[by + 2], about[by + 3])
    replies[index] = job and obey(kind, key, job, first, second) or { 'n' }
    if job and job.signalled then signalled = true end
  end
  if signalled then call('PUBLISH', BASE .. 'hint', 'signals') end
  return replies
end
