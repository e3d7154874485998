-- Reports of backtests that somebody put forward as evidence for a promotion, to the byte; what the gate reads of each stands beside it.
CREATE TABLE backtest_reports (
  account_label    text NOT NULL,
  sha256           text NOT NULL,
  catalogue_digest text NOT NULL,
  data_digest      text NOT NULL,
  periods          integer NOT NULL,
  trials           integer NOT NULL,
  insufficient     text,
  deflated_sharpe  double precision,
  report           bytea NOT NULL,
  registered_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_label, sha256)
);

CREATE INDEX backtest_reports_newest ON backtest_reports (account_label, catalogue_digest, registered_at DESC);

-- The newest marks of a model are read twice a minute, and must not cost more with every day.
CREATE INDEX llm_counterfactuals_newest ON llm_counterfactuals (account_label, standing, horizon, review_id DESC) WHERE difference IS NOT NULL;
