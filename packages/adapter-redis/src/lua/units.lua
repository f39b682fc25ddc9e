-- Decides unit by unit; what accepted units change is kept in `staged` until all are decided.
local staged = { jobs = {}, entries = {}, replaced = {} }

-- The state letter of a job that another depends on, and its key; nothing when it is unknown.
local function dependency_state(id, mine)
  local holder = mine.aliases[id]
  local key, suffix = holder or sub(id, 1, 13), not holder and sub(id, 14)
  local job = mine.jobs[key] or staged.jobs[key]
  if job then
    if suffix and job.suffix ~= suffix then return nil end
    return job.cancelled_by and 'x' or 'live', key
  end
  local record = known.records[key]
  if not record or (suffix and parse(record).suffix ~= suffix) then return nil end
  local final = known.records['f' .. key]
  return final and sub(final, 1, 1) or 'live', key
end

local function holder_of(dedup, mine)
  local own = mine.entries[dedup.k] or staged.entries[dedup.k]
  if own then
    local held = dedup_held(own.entry, true, not own.job.cancelled_by)
    return held and own.job.id or nil, own.job
  end
  local entry = known.entries[dedup.k]
  if not entry then return nil end
  local record = known.records[entry.id]
  if dedup_held(entry, record, not known.records['f' .. entry.id]) then return entry.id end
end

local function full_id(id, mine)
  local job = mine.jobs[id] or staged.jobs[id]
  return id .. (job and job.suffix or parse(known.records[id]).suffix)
end

-- A debounced holder that still waits takes over the new job's input, options and due time.
local function can_replace(id, mine)
  local job = mine.jobs[id] or staged.jobs[id]
  if job then return not job.blocked end
  return not known.records['f' .. id] and not known.running['r' .. id] and not known.running['m' .. id]
end

local function resolve_dependencies(job, mine)
  job.pending, job.parents, job.met_by = '', {}, {}
  for _, dependency in ipairs(job.meta.D) do
    local state, key = dependency_state(dependency[1], mine)
    if not state then return dependency[1] end
    job.parents[#job.parents + 1] = key
    if mine.aliases[dependency[1]] then job.resolved = true end
    job.met_by[#job.met_by + 1] = { full_id(key, mine), dependency[2] }
    if state == 'live' then
      if not find(job.pending, key, 1, true) then job.pending = job.pending .. key end
    elseif state ~= 'c' and dependency[2] == 'c' and not job.cancelled_by then
      job.cancelled_by = full_id(key, mine)
    end
  end
  job.blocked = job.pending ~= '' and not job.cancelled_by
end

-- Answers one job of a unit, or returns the reason to refuse the whole unit.
local function decide_job(job, mine)
  local earlier = mine.jobs[job.id] or staged.jobs[job.id]
  local record = known.records[job.id]
  if earlier or record then
    local suffix = earlier and earlier.suffix or parse(record).suffix
    if suffix ~= job.suffix then return { 'taken', job.id .. job.suffix } end
    mine.answers[#mine.answers + 1] = 'p' .. job.id .. job.suffix
    return nil
  end
  local dedup = job.meta and job.meta.d
  local holder = dedup and holder_of(dedup, mine)
  if holder then
    mine.aliases[job.id .. job.suffix] = holder
    local replaces = dedup.m == 'd' and can_replace(holder, mine)
    if replaces then mine.replaced[#mine.replaced + 1] = { holder, job } end
    mine.answers[#mine.answers + 1] = (replaces and 'r' or 'd') .. full_id(holder, mine)
    return nil
  end
  if job.meta and job.meta.D then
    local unknown = resolve_dependencies(job, mine)
    if unknown then return { 'unknown', job.id .. job.suffix, unknown } end
  end
  local room = room_in(job.queue) - (mine.taken[job.queue] or 0)
  if room < 1 then
    return { 'full', job.queue, match(known.queues['q' .. job.queue], '%d+$') }
  end
  mine.taken[job.queue] = (mine.taken[job.queue] or 0) + 1
  mine.jobs[job.id] = job
  mine.order[#mine.order + 1] = job
  if dedup then
    mine.entries[dedup.k] = { job = job, entry = dedup_entry(dedup_text(job.id, now, dedup)) }
  end
  mine.answers[#mine.answers + 1] = 's' .. job.id .. job.suffix
end

local function decide_unit(unit)
  local mine = { jobs = {}, order = {}, aliases = {}, entries = {}, replaced = {}, taken = {}, answers = {} }
  for _, job in ipairs(unit) do
    local refusal = decide_job(job, mine)
    if refusal then return refusal end
  end
  for _, job in ipairs(mine.order) do
    staged.jobs[job.id] = job
    staged.jobs[#staged.jobs + 1] = job
    if not job.cancelled_by then rooms[job.queue] = rooms[job.queue] - 1 end
  end
  for key, held in pairs(mine.entries) do staged.entries[key] = held end
  for _, pair in ipairs(mine.replaced) do staged.replaced[#staged.replaced + 1] = pair end
  return { 'ok', table.concat(mine.answers, '\n') }
end
