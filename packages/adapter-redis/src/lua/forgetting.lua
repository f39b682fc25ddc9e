-- Removing jobs with all that is kept of them.
local forgotten = {}

-- Whether any job that depends on this one has not ended.
local function has_live_dependents(id)
  flush_j()
  local cursor = '-'
  while true do
    local ids, names = call('ZRANGEBYLEX', BASE .. 'K:' .. id, cursor, '+', 'LIMIT', 0, 500), {}
    for index, dependent in ipairs(ids) do
      names[index * 2 - 1], names[index * 2] = dependent, 'f' .. dependent
    end
    local values = fields(J, names)
    for index in ipairs(ids) do
      if values[index * 2 - 1] and not values[index * 2] then return true end
    end
    if #ids < 500 then return false end
    cursor = '(' .. ids[#ids]
  end
end

local function forget_job(id, job)
  for _, kind in ipairs({ '', 'x', 'f', 'p', 'i', 'd' }) do put_j(kind .. id, false) end
  for _, kind in ipairs({ 'k', 'm', 'j', 'u' }) do put_s(kind .. id, false) end
  call('DEL', BASE .. 'a:' .. id, BASE .. 'l:' .. id, BASE .. 't:' .. id, BASE .. 'K:' .. id)
  if job.final then call('ZREM', BASE .. 'F:' .. sub(job.final, 1, 1) .. job.class, id) end
  local meta = job.meta
  if meta and meta.d then
    local entry = dedup_entry(call('HGET', S, 'd' .. meta.d.k) or nil)
    if entry and entry.id == id then put_s('d' .. meta.d.k, false) end
  end
  for _, dependency in ipairs(dependencies(job, job.changed)) do
    call('ZREM', BASE .. 'K:' .. sub(dependency[1], 1, 13), id)
  end
  forgotten[#forgotten + 1] = id
end

local function flush_forgotten()
  if #forgotten > 0 then index_remove(forgotten) end
  forgotten = {}
end
