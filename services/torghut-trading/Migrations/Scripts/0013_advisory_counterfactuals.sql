-- What happened with a review and what would have happened without it, marked to market; and when that took a model's effect away.
CREATE TABLE llm_counterfactuals (
  review_id       uuid NOT NULL REFERENCES llm_decision_reviews (id) ON DELETE RESTRICT,
  horizon         text NOT NULL CHECK (horizon IN ('1m', '5m', '30m', 'close')),
  account_label   text NOT NULL,
  standing        text NOT NULL,
  session         date NOT NULL,
  qty_with        numeric(24,9) NOT NULL,
  qty_without     numeric(24,9) NOT NULL,
  reference_price numeric(24,9) NOT NULL,
  mark_price      numeric(24,9),
  difference      numeric(24,9),
  marked_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (review_id, horizon)
);

CREATE INDEX llm_counterfactuals_standing ON llm_counterfactuals (account_label, standing, horizon);

CREATE TABLE llm_demotions (
  id            uuid PRIMARY KEY,
  account_label text NOT NULL,
  standing      text NOT NULL,
  decisions     integer NOT NULL,
  sessions      integer NOT NULL,
  lower         numeric(24,9) NOT NULL,
  upper         numeric(24,9) NOT NULL,
  evidence      jsonb NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX llm_demotions_standing ON llm_demotions (account_label, standing);

ALTER TABLE llm_decision_reviews ADD COLUMN standing text, ADD COLUMN market_ts timestamptz;

CREATE INDEX llm_decision_reviews_to_mark ON llm_decision_reviews (account_label, market_ts) WHERE standing IS NOT NULL;
