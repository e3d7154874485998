-- Strategies, decisions, orders at the broker and what happened to them.

CREATE TABLE strategies (
  id                       uuid PRIMARY KEY,
  name                     text NOT NULL UNIQUE,
  description              text NOT NULL,
  plugin_type              text NOT NULL,
  plugin_version           text NOT NULL,
  version                  text NOT NULL,
  enabled                  boolean NOT NULL,
  base_timeframe           text NOT NULL,
  universe_symbols         jsonb NOT NULL,
  max_notional_per_trade   numeric(20,8),
  max_position_pct_equity  numeric(20,8),
  cooldown_seconds         bigint,
  params                   jsonb NOT NULL,
  parameter_hash           text NOT NULL,
  catalogue_digest         text NOT NULL,
  suspended_at             timestamptz,
  suspended_reason         text,
  created_at               timestamptz NOT NULL DEFAULT now(),
  updated_at               timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE trade_decisions (
  id                uuid PRIMARY KEY,
  account_label     text NOT NULL,
  decision_hash     text NOT NULL,
  canonical_intent  text NOT NULL,
  strategy_id       uuid NOT NULL REFERENCES strategies (id) ON DELETE RESTRICT,
  strategy_name     text NOT NULL,
  strategy_version  text NOT NULL,
  plugin_type       text NOT NULL,
  plugin_version    text NOT NULL,
  parameter_hash    text NOT NULL,
  feature_hash      text NOT NULL,
  symbol            text NOT NULL,
  timeframe         text NOT NULL,
  action            text NOT NULL CHECK (action IN ('buy', 'sell')),
  signal_event_ts   timestamptz NOT NULL,
  signal_seq        bigint NOT NULL,
  signal_ingest_ts  timestamptz NOT NULL,
  market_ts         timestamptz NOT NULL,
  rationale         jsonb NOT NULL,
  features          jsonb NOT NULL,
  status            text NOT NULL CHECK (status IN (
    'planned', 'approved', 'rejected', 'expired', 'withheld', 'submitting', 'unknown', 'submitted', 'partially_filled',
    'filled', 'canceled', 'broker_rejected', 'broker_expired', 'replaced')),
  status_reason     text,
  qty               numeric(20,8),
  limit_price       numeric(20,8),
  sizing            jsonb,
  order_payload     jsonb,
  risk              jsonb,
  risk_reasons      text[] NOT NULL DEFAULT '{}',
  opens_exposure    boolean NOT NULL DEFAULT false,
  risk_at           timestamptz,
  claim_token       bigint,
  claimed_at        timestamptz,
  claim_attempts    integer NOT NULL DEFAULT 0,
  lookups_not_found integer NOT NULL DEFAULT 0,
  submitted_at      timestamptz,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  UNIQUE (account_label, decision_hash)
);

CREATE INDEX trade_decisions_recent ON trade_decisions (account_label, created_at DESC, id DESC);
CREATE INDEX trade_decisions_symbol ON trade_decisions (account_label, symbol, created_at DESC, id DESC);
CREATE INDEX trade_decisions_open ON trade_decisions (account_label, status)
  WHERE status IN ('planned', 'approved', 'submitting', 'unknown', 'submitted', 'partially_filled');
CREATE INDEX trade_decisions_entries ON trade_decisions (account_label, strategy_name, symbol, market_ts DESC)
  WHERE opens_exposure AND claim_attempts > 0;

CREATE TABLE executions (
  id                uuid PRIMARY KEY,
  trade_decision_id uuid REFERENCES trade_decisions (id) ON DELETE RESTRICT,
  account_label     text NOT NULL,
  adapter           text NOT NULL,
  alpaca_order_id   text NOT NULL UNIQUE,
  client_order_id   text NOT NULL,
  is_foreign        boolean NOT NULL DEFAULT false,
  acknowledged_at   timestamptz,
  symbol            text NOT NULL,
  side              text NOT NULL,
  order_type        text NOT NULL,
  time_in_force     text NOT NULL,
  qty               numeric(20,8),
  notional          numeric(20,8),
  limit_price       numeric(20,8),
  stop_price        numeric(20,8),
  status            text NOT NULL,
  filled_qty        numeric(20,8) NOT NULL DEFAULT 0,
  filled_avg_price  numeric(20,8),
  submitted_at      timestamptz,
  filled_at         timestamptz,
  fill_recorded_at  timestamptz,
  broker_updated_at timestamptz NOT NULL,
  raw_order         jsonb NOT NULL,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  UNIQUE (account_label, client_order_id)
);

CREATE INDEX executions_recent ON executions (account_label, created_at DESC, id DESC);
CREATE INDEX executions_symbol ON executions (account_label, symbol, created_at DESC, id DESC);
CREATE INDEX executions_decision ON executions (trade_decision_id);

CREATE TABLE order_events (
  id                uuid PRIMARY KEY,
  account_label     text NOT NULL,
  dedup_key         text NOT NULL,
  alpaca_order_id   text NOT NULL,
  client_order_id   text NOT NULL,
  execution_id      text,
  event             text NOT NULL,
  order_status      text NOT NULL,
  price             numeric(20,8),
  qty               numeric(20,8),
  position_qty      numeric(20,8),
  filled_qty        numeric(20,8),
  filled_avg_price  numeric(20,8),
  event_ts          timestamptz NOT NULL,
  source            text NOT NULL,
  raw_order         jsonb NOT NULL,
  created_at        timestamptz NOT NULL DEFAULT now(),
  UNIQUE (account_label, dedup_key)
);

CREATE INDEX order_events_order ON order_events (alpaca_order_id, event_ts);

CREATE TABLE llm_decision_reviews (
  id                uuid PRIMARY KEY,
  decision_id       uuid NOT NULL REFERENCES trade_decisions (id) ON DELETE RESTRICT,
  model             text,
  prompt_version    text,
  input_summary     jsonb,
  output            jsonb,
  verdict           text NOT NULL,
  confidence        numeric(20,8),
  tokens_prompt     integer,
  tokens_completion integer,
  latency_ms        integer,
  circuit_state     text,
  skip_reason       text,
  policy            jsonb,
  created_at        timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX llm_decision_reviews_decision ON llm_decision_reviews (decision_id);

CREATE TABLE position_snapshots (
  id             uuid PRIMARY KEY,
  account_label  text NOT NULL,
  market_ts      timestamptz NOT NULL,
  equity         numeric(20,8) NOT NULL,
  last_equity    numeric(20,8),
  cash           numeric(20,8) NOT NULL,
  buying_power   numeric(20,8) NOT NULL,
  positions      jsonb NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX position_snapshots_recent ON position_snapshots (account_label, created_at DESC);
