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
  if job.meta and job.meta.o then end_occurrence(job.meta.o, state) end
end
