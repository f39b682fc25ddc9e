-- How jobs become final. 'f' of a job: "state ended attempt started outcome kind\nworker\ntail",
-- where kind says what the tail is: a result r, a failure f, or nothing -.
local STATE_EVENT = { c = 'job:completed', f = 'job:failed', x = 'job:cancelled' }

local function final_text(state, attempt, started, outcome, kind, worker, tail)
  return state .. ' ' .. int(now) .. ' ' .. attempt .. ' ' .. started .. ' ' .. outcome .. ' '
    .. kind .. '\n' .. worker .. '\n' .. (tail or '')
end

-- A job that waits ends without an execution.
local function end_waiting(id, job, before, state, changed)
  put_j('f' .. id, final_text(state, '-', '-', '-', '-', '', ''))
  put_j('x' .. id, cjson.encode(changed))
  count(before, job.class, -1)
  index_final(state, job.class, id)
  event(STATE_EVENT[state], id, job.suffix, job.class, job.meta and job.meta.t, changed.r)
  if job.meta and job.meta.o then mark_occurrence(job.meta.o, id .. job.suffix, state) end
end

-- The last attempt of an ended job stands in its final text; it joins the others. Gives the worker
-- and start of the last execution, if there was one.
local function keep_last_attempt(id, final)
  local ended, started, outcome, kind, worker, tail =
    match(final, '^%S+ (%S+) %S+ (%S+) (%S+) (%S+)\n([^\n]*)\n(.*)$')
  if started == '-' then return end
  if outcome ~= '-' then
    call('RPUSH', BASE .. 'a:' .. id, cjson.encode({
      outcome, worker, tonumber(started), tonumber(ended), kind == 'f' and tail or nil,
    }))
  end
  return worker, tonumber(started)
end

-- Makes an ended job live again, as if new but for its trail; where it waits is the caller's to say.
local function reopen(id, job, final, changed)
  local worker, started = keep_last_attempt(id, final)
  for _, field in ipairs({ 'a', 'z', 'r', 'b', 's', 'c', 'e' }) do changed[field] = nil end
  changed.w, changed.t = worker or changed.w, started or changed.t
  put_j('x' .. id, next(changed) and cjson.encode(changed) or false)
  put_j('f' .. id, false)
  put_j('p' .. id, false)
  call('ZREM', BASE .. 'F:' .. sub(final, 1, 1) .. job.class, id)
  event('job:retried', id, job.suffix, job.class, job.meta and job.meta.t)
  if job.meta and job.meta.o then mark_occurrence(job.meta.o, id .. job.suffix, 'q') end
end

local function block(id, job, pending)
  count('b', job.class, 1)
  call('ZADD', BASE .. 'B', 0, id)
  put_s('m' .. id, pending)
end
