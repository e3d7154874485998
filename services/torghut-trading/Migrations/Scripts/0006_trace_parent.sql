-- The span that a decision's trace begins with, so that a fill joins the trace after any restart. Nothing but tracing reads it; it is no fact of the
-- decision and no part of its audit.

ALTER TABLE trade_decisions ADD COLUMN trace_parent text;
