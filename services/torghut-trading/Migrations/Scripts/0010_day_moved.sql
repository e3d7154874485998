-- What the account held beside everything known when the broker began to show the equity of its last close, and what cash has moved since that nothing
-- explains. The version before writes neither.
ALTER TABLE account_days ADD COLUMN cash_offset numeric(24,9);
ALTER TABLE account_days ADD COLUMN position_offsets jsonb;
ALTER TABLE account_days ADD COLUMN moved_unexplained numeric(24,9) NOT NULL DEFAULT 0;
