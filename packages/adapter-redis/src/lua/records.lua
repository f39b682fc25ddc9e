-- A record is written once: "created due head priority[:optionsLength:inputBytes:apart] suffix\n
-- class\nmeta\n<options><input>". Times are base 36, due is "=" when it is created; class is queue and
-- name as the insides of JSON strings, a tab between; input that stands apart is in field 'i'.
local function parse(record)
  local created, due, head, priority, suffix, class, meta, body =
    match(record, '^(%S+) (%S+) (%S+) (%S+) (%S*)\n([^\n]*)\n([^\n]*)\n()')
  local level, options, bytes, apart = match(priority, '^([^:]+):?([^:]*):?([^:]*):?([^:]*)$')
  created = tonumber(created, 36)
  return {
    created = created, due = due == '=' and created or tonumber(due, 36), head = head_ms(head),
    priority = level, options = options, apart = apart == '1', suffix = suffix, class = class,
    bytes = bytes ~= '' and tonumber(bytes) or #record - body + 1, body = body,
    meta = meta ~= '' and cjson.decode(meta) or nil,
  }
end

-- What changed since a record was written; absent as long as nothing did.
local function extra(text)
  return text and cjson.decode(text) or {}
end

local function lane_of(job)
  local lane = job.meta and job.meta.L
  return lane and (queue_of(job.class) .. '\t' .. lane) or queue_of(job.class)
end

-- The token of a running job: who holds it since which turn (a number no other
-- turn has), and what a settlement needs to know.
local function parse_token(token)
  local head, session, class, lane, worker, tenant =
    match(token, '^([^\n]*)\n([^\n]*)\n([^\n]*)\n([^\n]*)\n([^\n]*)\n([^\n]*)$')
  local number, started, attempt, key, start, suffix, flags =
    match(head, '^(%S+) (%S+) (%S+) (%S+) (%S+) (%S*) (%S*)$')
  return {
    token = number, started = tonumber(started), attempt = tonumber(attempt), key = key,
    head = head_ms(start), suffix = suffix, flags = flags, session = session, class = class,
    lane = lane, worker = worker,
    tenant = tenant ~= '' and cjson.decode(tenant)[1] or nil,
  }
end

local function token_text(held)
  return table.concat({
    table.concat({
      held.token, int(held.started), int(held.attempt), held.key, int(held.head), held.suffix,
      held.flags,
    }, ' '),
    held.session, held.class, held.lane, held.worker,
    held.tenant and cjson.encode({ held.tenant }) or '',
  }, '\n')
end

-- The state letter of a job from what stands beside its record.
local function state_of(final, token, pending)
  return final and sub(final, 1, 1) or token and 'r' or pending and 'b' or 'q'
end
