-- What a nightly comparison of the day that ran with a backtest of it found; the service shows it as metrics.
CREATE TABLE parity_days (
  account_label text NOT NULL,
  day           date NOT NULL,
  live          integer NOT NULL,
  backtest      integer NOT NULL,
  equal         integer NOT NULL,
  mismatches    jsonb NOT NULL,
  compared_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_label, day)
);
