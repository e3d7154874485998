-- What the advisory layer must not forget: what was asked and answered, to the byte; whom not to ask for a while; what a day may still cost.
ALTER TABLE llm_decision_reviews
  ALTER COLUMN verdict DROP NOT NULL,
  ADD COLUMN account_label   text,
  ADD COLUMN decision_hash   text,
  ADD COLUMN endpoint        text,
  ADD COLUMN mode            text,
  ADD COLUMN outcome         text,
  ADD COLUMN effect          text,
  ADD COLUMN reasons         text[],
  ADD COLUMN classification  text,
  ADD COLUMN http_status     integer,
  ADD COLUMN model_returned  text,
  ADD COLUMN fingerprint     text,
  ADD COLUMN prompt_sha256   text,
  ADD COLUMN request         bytea,
  ADD COLUMN request_sha256  text,
  ADD COLUMN response        bytea,
  ADD COLUMN response_sha256 text,
  ADD COLUMN subject         text,
  ADD COLUMN order_before    jsonb,
  ADD COLUMN order_after     jsonb,
  ADD COLUMN cost            numeric(24,9),
  ADD COLUMN reservation_id  uuid,
  ADD COLUMN sha256          text;

CREATE INDEX llm_decision_reviews_recent ON llm_decision_reviews (account_label, created_at DESC, id DESC);

CREATE TABLE llm_circuits (
  account_label text NOT NULL,
  endpoint      text NOT NULL,
  status        text NOT NULL CHECK (status IN ('closed', 'open', 'half_open')),
  errors        timestamptz[] NOT NULL,
  until_at      timestamptz,
  updated_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_label, endpoint)
);

CREATE TABLE llm_budget_days (
  account_label text NOT NULL,
  day           date NOT NULL,
  tokens        bigint NOT NULL,
  cost          numeric(24,9) NOT NULL,
  PRIMARY KEY (account_label, day)
);

CREATE TABLE llm_reservations (
  id            uuid PRIMARY KEY,
  account_label text NOT NULL,
  day           date NOT NULL,
  tokens        bigint NOT NULL,
  cost          numeric(24,9) NOT NULL,
  tokens_used   bigint,
  cost_used     numeric(24,9),
  reserved_at   timestamptz NOT NULL DEFAULT now(),
  settled_at    timestamptz
);
