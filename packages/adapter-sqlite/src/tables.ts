/**
 * `ns_job.seq` is the first 63 bits of the id and `tail` the rest, so that a job needs no second
 * index. Running jobs have no index either: `ns_session.held` lists them. A queue's plain lane has
 * the queue's own id; jobs without group and limits stand there and touch no row of `ns_lane`.
 */
export const FIRST_SCHEMA = `
-- One row for the whole store.
CREATE TABLE ns_control (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- When a session was last opened or renewed.
  heard INTEGER,
  -- Events are written until then.
  observed INTEGER NOT NULL DEFAULT 0,
  -- Of the newest event, and of the last one that cannot be read any more.
  sequence INTEGER NOT NULL DEFAULT 0,
  gone INTEGER NOT NULL DEFAULT 0,
  -- Whether any queue has a maximum length.
  bounded INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO ns_control (id) VALUES (1);

-- "length" counts queued and blocked jobs, while there is a maximum.
CREATE TABLE ns_queue (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  paused INTEGER NOT NULL DEFAULT 0,
  max_length INTEGER,
  length INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX ns_queue_bounded ON ns_queue (max_length) WHERE max_length IS NOT NULL;

-- Jobs of one queue, group and set of limit keys. "head" is the first due job; of a plain lane it
-- is not kept. "standing" orders the lanes of a queue; "parked" is the limit that stopped the lane.
CREATE TABLE ns_lane (
  id INTEGER PRIMARY KEY,
  queue INTEGER NOT NULL,
  keys TEXT NOT NULL,
  head INTEGER,
  standing REAL,
  tag REAL,
  parked INTEGER NOT NULL DEFAULT 0,
  UNIQUE (queue, keys)
) STRICT;

CREATE INDEX ns_lane_open ON ns_lane (queue, standing, head) WHERE parked = 0 AND head IS NOT NULL;
CREATE INDEX ns_lane_parked ON ns_lane (parked, queue, standing, head) WHERE parked > 0;

-- A job's name and its queue, written once for all jobs that have both.
CREATE TABLE ns_kind (
  id INTEGER PRIMARY KEY,
  queue INTEGER NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (queue, name)
) STRICT;

CREATE TABLE ns_worker (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE ns_job (
  seq INTEGER PRIMARY KEY,
  tail TEXT NOT NULL,
  kind INTEGER NOT NULL,
  queue INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  -- 0 blocked, 1 waiting, 2 delayed, 3 running, 4 completed, 5 failed, 6 cancelled
  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 6),
  priority INTEGER NOT NULL,
  key INTEGER NOT NULL,
  -- Empty for a job that is due since it was stored.
  due INTEGER,
  enqueued INTEGER NOT NULL,
  -- See rows.ts.
  flags INTEGER NOT NULL DEFAULT 0,
  attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
  crashes INTEGER NOT NULL DEFAULT 0,
  executions INTEGER NOT NULL DEFAULT 0,
  session INTEGER,
  -- Rises whenever a session gets the job: what an earlier holder writes is refused by it.
  token INTEGER NOT NULL DEFAULT 0,
  worker INTEGER,
  started INTEGER,
  ended INTEGER,
  -- How the last execution ended, once the job is final; earlier ones are in ns_attempt.
  outcome INTEGER CHECK (outcome BETWEEN 1 AND 7),
  input TEXT,
  options TEXT,
  result TEXT,
  failure TEXT,
  cancel_reason TEXT,
  cancelled_by TEXT,
  dedup TEXT,
  -- JSON of what few jobs have.
  extra TEXT,
  CHECK ((state = 3) = (session IS NOT NULL)),
  CHECK (state <> 2 OR due IS NOT NULL)
) STRICT;

CREATE INDEX ns_job_waiting ON ns_job (lane, key) WHERE state = 1;
CREATE INDEX ns_job_delayed ON ns_job (queue, due) WHERE state = 2;
CREATE INDEX ns_job_blocked ON ns_job (queue) WHERE state = 0;
CREATE INDEX ns_job_done ON ns_job (kind, state) WHERE state >= 4;

-- Inputs and results too large to be rewritten with their job at every move.
CREATE TABLE ns_body (
  seq INTEGER PRIMARY KEY,
  input TEXT,
  result TEXT
) STRICT;

CREATE TABLE ns_attempt (
  seq INTEGER NOT NULL,
  execution INTEGER NOT NULL,
  outcome INTEGER NOT NULL CHECK (outcome BETWEEN 1 AND 7),
  worker INTEGER NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  failure TEXT,
  PRIMARY KEY (seq, execution)
) STRICT, WITHOUT ROWID;

-- What a job said of itself; "lines" counts the dropped ones too.
CREATE TABLE ns_report (
  seq INTEGER PRIMARY KEY,
  progress TEXT,
  lines INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE ns_log (
  seq INTEGER NOT NULL,
  line INTEGER NOT NULL,
  at REAL NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('debug', 'info', 'warn', 'error')),
  message TEXT NOT NULL,
  data TEXT,
  PRIMARY KEY (seq, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE ns_step (
  seq INTEGER NOT NULL,
  name TEXT NOT NULL,
  result TEXT NOT NULL,
  PRIMARY KEY (seq, name)
) STRICT, WITHOUT ROWID;

-- Tenant, group, batch and tags, of jobs that have them.
CREATE TABLE ns_label (
  label TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (label, seq)
) STRICT, WITHOUT ROWID;

-- "until": end of the window. "expires": empty while the holder is live, then when the key is free.
CREATE TABLE ns_dedup (
  key TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  tail TEXT NOT NULL,
  until INTEGER NOT NULL,
  expires INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX ns_dedup_expires ON ns_dedup (expires) WHERE expires IS NOT NULL;

-- "waiting": the end of the parent has not reached the child, which is blocked.
CREATE TABLE ns_edge (
  parent INTEGER NOT NULL,
  child INTEGER NOT NULL,
  waiting INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (parent, child)
) STRICT, WITHOUT ROWID;

CREATE INDEX ns_edge_child ON ns_edge (child, waiting);

-- Jobs whose end or return their dependents have yet to follow; those up to "done" have.
CREATE TABLE ns_release (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  parent INTEGER NOT NULL UNIQUE,
  done INTEGER NOT NULL DEFAULT -1
) STRICT;

CREATE TABLE ns_limit_definition (
  name TEXT PRIMARY KEY,
  definition TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- All that counts against one key. "parked": lanes that wait for it. "ready": it may have room for
-- them. "opens": when time alone makes room.
CREATE TABLE ns_limit (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL,
  running INTEGER NOT NULL DEFAULT 0,
  claims TEXT NOT NULL DEFAULT '[]',
  spent INTEGER NOT NULL DEFAULT 0,
  reserved INTEGER NOT NULL DEFAULT 0,
  period_ends INTEGER,
  opens INTEGER,
  parked INTEGER NOT NULL DEFAULT 0,
  ready INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX ns_limit_definition_of ON ns_limit (definition);
CREATE INDEX ns_limit_ready ON ns_limit (ready) WHERE ready = 1;
CREATE INDEX ns_limit_waited_for ON ns_limit (parked) WHERE parked > 0;
CREATE INDEX ns_limit_opens ON ns_limit (opens) WHERE opens IS NOT NULL;
CREATE INDEX ns_limit_period ON ns_limit (period_ends) WHERE period_ends IS NOT NULL;

-- What a job's execution put aside of budgets, and the budgets its next claim does not ask.
CREATE TABLE ns_reserve (
  seq INTEGER PRIMARY KEY,
  reserves TEXT,
  exempt TEXT
) STRICT;

-- One row is a session's fence, the list of jobs it holds, its last reply, its signals and the
-- counts of the day that are not in ns_history yet. Ids are never used again, because other
-- processes remember them.
CREATE TABLE ns_session (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  worker INTEGER NOT NULL,
  facts TEXT,
  opened INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  lease_ms REAL NOT NULL,
  lease INTEGER NOT NULL,
  -- After a silence of the whole store it cannot be recovered from until then.
  spared REAL NOT NULL,
  -- How it was lost: expired, ended or died; and how many jobs it held then.
  loss TEXT,
  held_at_end INTEGER NOT NULL DEFAULT 0,
  turn INTEGER NOT NULL DEFAULT 0,
  held TEXT NOT NULL DEFAULT '',
  reply TEXT,
  signals TEXT NOT NULL DEFAULT '',
  tally TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE ns_history (
  day TEXT NOT NULL,
  kind INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  n INTEGER NOT NULL,
  ms INTEGER NOT NULL,
  buckets TEXT NOT NULL,
  PRIMARY KEY (day, kind, outcome)
) STRICT, WITHOUT ROWID;

CREATE TABLE ns_schedule (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  definition TEXT NOT NULL,
  state TEXT NOT NULL,
  due INTEGER,
  dependents TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX ns_schedule_due ON ns_schedule (due, id) WHERE due IS NOT NULL;

CREATE TABLE ns_occurrence (
  schedule TEXT NOT NULL,
  nominal INTEGER NOT NULL,
  run INTEGER NOT NULL,
  state TEXT NOT NULL,
  detail TEXT NOT NULL,
  job TEXT,
  ended INTEGER,
  PRIMARY KEY (schedule, nominal, run)
) STRICT, WITHOUT ROWID;

CREATE TABLE ns_event (
  sequence INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  job TEXT,
  name TEXT,
  queue TEXT,
  tenant TEXT,
  data TEXT
) STRICT;

CREATE TABLE ns_audit (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  why TEXT,
  detail TEXT
) STRICT;
`
