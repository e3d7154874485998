-- What the loop must remember across restarts: cursors, the lease and the latches.

CREATE TABLE trade_cursor (
  account_label  text NOT NULL,
  source         text NOT NULL,
  event_ts       timestamptz NOT NULL,
  symbol         text NOT NULL,
  seq            bigint NOT NULL,
  updated_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_label, source)
);

CREATE TABLE trading_lease (
  name         text PRIMARY KEY,
  owner        text NOT NULL,
  token        bigint NOT NULL,
  acquired_at  timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL
);

-- A latch is engaged by machines and people, and released by people only.
CREATE TABLE trading_state (
  account_label   text NOT NULL,
  latch           text NOT NULL CHECK (latch IN ('emergency_stop', 'daily_loss')),
  engaged         boolean NOT NULL,
  reason          text NOT NULL,
  actor           text NOT NULL,
  engaged_at      timestamptz NOT NULL,
  released_at     timestamptz,
  updated_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_label, latch)
);
