using Dapper;
using Npgsql;
using Torghut.Trading.Audit;
using Torghut.Trading.Drills;
using Torghut.Trading.Json;
using Torghut.Trading.Leasing;
using Torghut.Trading.Orders;
using Torghut.Trading.Safety;
using Torghut.Trading.Signals;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Decisions;

/// <summary>Writes the lifecycle of decisions. Every change is guarded by the state it starts from and commits together with its audit row.</summary>
internal sealed class DecisionStore(Database database, AuditLog audit, TimeProvider time) : IDecisionStore
{
    public const string Columns =
        """
        id, account_label, decision_hash, strategy_name, symbol, action, timeframe, signal_event_ts, signal_seq, market_ts, status, qty, limit_price,
        opens_exposure, claim_attempts, claimed_at, lookups_not_found, adapter_expected, adapter_actual, fallback_reason,
        fallback_count, created_at, trace_parent
        """;

    /// <summary>
    /// Writes decisions down as planned, and in the same transaction that the signals behind them were read. One whose intent is already known, under whatever
    /// hash, is left as it is. Returns all of them in the order given.
    /// </summary>
    /// <param name="drafts">The decisions; at least one.</param>
    /// <param name="read">Everything that was read with their signals.</param>
    /// <param name="traceParent">The span that a decision's trace begins with, or null.</param>
    /// <param name="cancellationToken">Stops waiting; the decisions may be committed nevertheless.</param>
    public Task<IReadOnlyList<PlannedDecision>> PlanAsync(
        IReadOnlyList<DecisionDraft> drafts, SignalsRead read, Func<DecisionDraft, string?> traceParent, CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlyList<PlannedDecision>>(
            async (connection, transaction) =>
            {
                var created = new HashSet<string>(StringComparer.Ordinal);
                foreach (var draft in drafts)
                {
                    if (await InsertAsync(connection, transaction, draft, traceParent(draft)))
                    {
                        created.Add(draft.Hash);
                    }
                }

                foreach (var draft in drafts.Where(draft => created.Contains(draft.Hash)))
                {
                    await AuditAsync(connection, transaction, AuditKinds.DecisionPlanned, draft.Intent.AccountLabel, draft.Hash,
                        DecisionParameters.Facts(draft));
                }

                await SignalMemoryStore.RememberAsync(connection, transaction, read);
                var rows = await ByIntentAsync(connection, transaction, drafts);
                return [.. drafts.Select(draft => new PlannedDecision(draft, rows[draft.Intent], created.Contains(draft.Hash)))];
            },
            cancellationToken,
            FailpointNames.PlanCommitSent);

    /// <summary>Commits the verdict with the exact order that was judged.</summary>
    public Task RecordVerdictAsync(DecisionRow row, DecisionVerdict verdict, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async (connection, transaction) =>
            {
                var trigger = verdict.Risk.Approved ? OrderTrigger.RiskApproved : OrderTrigger.RiskRejected;
                var next = Next(row, trigger);
                var changed = await connection.ExecuteAsync(
                    """
                    UPDATE trade_decisions SET status = @status, status_reason = @reason, qty = @Qty, limit_price = @LimitPrice, sizing = @sizing,
                      order_payload = @order, risk = @risk, risk_reasons = @codes, opens_exposure = @opens, risk_at = now(), updated_at = now()
                    WHERE id = @Id AND status = 'planned'
                    """,
                    new
                    {
                        row.Id,
                        status = next.Name(),
                        reason = verdict.Risk.Approved ? null : verdict.Risk.Codes[0],
                        verdict.Order.Qty,
                        verdict.Order.LimitPrice,
                        sizing = PersistedJson.Of(verdict.Sizing),
                        order = PersistedJson.Of(verdict.Order.ToMap()),
                        risk = PersistedJson.Of(verdict.RiskMap),
                        codes = verdict.Risk.Codes.ToArray(),
                        opens = verdict.Risk.OpeningQty > 0,
                    },
                    transaction);
                if (changed != 1)
                {
                    throw new IllegalTransitionException(row.DecisionHash, row.State, trigger);
                }

                await AuditAsync(connection, transaction, AuditKinds.RiskVerdict, row.AccountLabel, row.DecisionHash, new JsonMap
                {
                    ["status"] = next.Name(),
                    ["reasons"] = verdict.Risk.Codes,
                    ["order"] = verdict.Order.ToMap(),
                    ["risk"] = verdict.RiskMap,
                    ["sizing"] = verdict.Sizing,
                });
                return true;
            },
            cancellationToken,
            FailpointNames.VerdictCommitSent);

    /// <summary>
    /// The last statement before a request leaves: takes the decision to <c>submitting</c> only while the lease is ours and no latch is engaged.
    /// Returns whether it did. Whoever lost the lease since, or a latch, is stopped here (<c>docs/adr/0015-lease-and-fencing.md</c>).
    /// </summary>
    /// <param name="row">The decision as it was read.</param>
    /// <param name="lease">The lease whose token the order carries.</param>
    /// <param name="adapter">The adapter that is to get the order.</param>
    /// <param name="marketTime">When it leaves: what limits an order's rate counts from here, however long it waited.</param>
    /// <param name="cancellationToken">Stops waiting; the claim may be committed nevertheless.</param>
    public Task<bool> ClaimAsync(DecisionRow row, Lease lease, string adapter, DateTimeOffset marketTime, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async (connection, transaction) =>
            {
                Next(row, OrderTrigger.Claimed);
                var changed = await connection.ExecuteAsync(
                    $"""
                    UPDATE trade_decisions d SET status = 'submitting', status_reason = NULL, claim_token = @Token, claimed_at = clock_timestamp(),
                      claimed_market_ts = @marketTime, claim_attempts = claim_attempts + 1, lookups_not_found = 0, adapter_expected = @adapter,
                      adapter_actual = @adapter, fallback_reason = NULL, fallback_count = 0, updated_at = now()
                    {PreTradeSql.MayLeave}
                      AND d.status = 'approved'
                    """,
                    new { row.Id, lease.Name, lease.Owner, lease.Token, adapter, marketTime },
                    transaction);
                if (changed == 1)
                {
                    await AuditStateAsync(connection, transaction, row, OrderState.Submitting, null,
                        new JsonMap { ["lease_token"] = lease.Token, ["adapter"] = adapter });
                }

                return changed == 1;
            },
            cancellationToken,
            FailpointNames.ClaimCommitSent);

    /// <summary>Asks once more what the claim asked, after one that took long or a process that stood still behind it; returns whether it holds.</summary>
    public async Task<bool> ConfirmClaimAsync(DecisionRow claimed, Lease lease, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var changed = await connection.ExecuteAsync(new CommandDefinition(
            $"""
            UPDATE trade_decisions d SET updated_at = now()
            {PreTradeSql.MayLeave}
              AND d.status = 'submitting' AND d.claim_token = @Token
            """,
            new { claimed.Id, lease.Name, lease.Owner, lease.Token },
            cancellationToken: cancellationToken));
        return changed == 1;
    }

    /// <summary>
    /// Commits that a claimed order goes to another adapter, under the same conditions as the claim; returns false when they do not hold any more,
    /// and then the order must not leave.
    /// </summary>
    public Task<bool> RecordFallbackAsync(DecisionRow claimed, Lease lease, FallbackStep step, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async (connection, transaction) =>
            {
                var count = await connection.ExecuteScalarAsync<int?>(
                    $"""
                    UPDATE trade_decisions d SET adapter_actual = @Actual, fallback_reason = @Reason, fallback_count = fallback_count + 1, updated_at = now()
                    {PreTradeSql.MayLeave}
                      AND d.status = 'submitting' AND d.claim_token = @Token
                    RETURNING d.fallback_count
                    """,
                    new { claimed.Id, lease.Name, lease.Owner, lease.Token, step.Actual, step.Reason },
                    transaction);
                if (count is null)
                {
                    return false;
                }

                await AuditAsync(connection, transaction, AuditKinds.ExecutionFallback, claimed.AccountLabel, claimed.DecisionHash, new JsonMap
                {
                    ["expected"] = step.Expected,
                    ["actual"] = step.Actual,
                    ["reason"] = step.Reason,
                    ["count"] = count.Value,
                });
                return true;
            },
            cancellationToken);

    /// <summary>Takes a step of the protocol that needs no report from the broker; returns the row afterwards, or null when someone else was faster.</summary>
    public Task<DecisionRow?> ApplyAsync(DecisionRow row, OrderTrigger trigger, string? reason, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async (connection, transaction) =>
            {
                var next = Next(row, trigger);
                var changed = await connection.ExecuteAsync(
                    """
                    UPDATE trade_decisions SET status = @status, status_reason = @reason, updated_at = now()
                    WHERE id = @Id AND status = @from
                    """,
                    new { row.Id, from = row.Status, status = next.Name(), reason },
                    transaction);
                if (changed != 1)
                {
                    return null;
                }

                await AuditStateAsync(connection, transaction, row, next, reason, []);
                return row with { Status = next.Name() };
            },
            cancellationToken);

    /// <summary>Counts a look-up that found nothing; returns how many there have been since the last claim.</summary>
    public async Task<int> CountNotFoundAsync(DecisionRow row, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "UPDATE trade_decisions SET lookups_not_found = lookups_not_found + 1, updated_at = now() WHERE id = @Id RETURNING lookups_not_found",
            new { row.Id },
            cancellationToken: cancellationToken));
    }

    private static OrderState Next(DecisionRow row, OrderTrigger trigger)
    {
        var transition = OrderStateMachine.Apply(row.State, trigger);
        return transition.Kind == TransitionKind.Moved ? transition.Next : throw new IllegalTransitionException(row.DecisionHash, row.State, trigger);
    }

    private static async Task<bool> InsertAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DecisionDraft draft, string? traceParent) =>
        await connection.ExecuteAsync(
            """
            INSERT INTO trade_decisions (id, account_label, decision_hash, canonical_intent, strategy_id, strategy_name, strategy_version, plugin_type,
              plugin_version, parameter_hash, feature_hash, symbol, timeframe, action, signal_event_ts, signal_seq, signal_ingest_ts, market_ts,
              rationale, features, status, trace_parent)
            SELECT @Id, @AccountLabel, @DecisionHash, @CanonicalIntent, s.id, @StrategyName, @StrategyVersion, @PluginType, @PluginVersion, @ParameterHash,
              @FeatureHash, @Symbol, @Timeframe, @Action, @SignalEventTs, @SignalSeq, @SignalIngestTs, @MarketTs, @Rationale, @Features, 'planned', @TraceParent
            FROM strategies s WHERE s.name = @StrategyName
            ON CONFLICT DO NOTHING
            """,
            DecisionParameters.Of(draft, traceParent),
            transaction) == 1;

    /// <summary>The row of each intent. Its hash may be of an older form.</summary>
    private static async Task<Dictionary<Intent, DecisionRow>> ByIntentAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<DecisionDraft> drafts)
    {
        var rows = await connection.QueryAsync<DecisionRow>(
            $"""
            SELECT {Columns} FROM trade_decisions JOIN unnest(@strategies, @symbols, @times, @seqs, @timeframes, @actions)
              AS wanted (w_strategy, w_symbol, w_event_ts, w_seq, w_timeframe, w_action)
              ON strategy_name = w_strategy AND symbol = w_symbol AND signal_event_ts = w_event_ts AND signal_seq = w_seq AND timeframe = w_timeframe
                AND action = w_action
            WHERE account_label = @label AND NOT repeats_intent
            """,
            new
            {
                label = drafts[0].Intent.AccountLabel,
                strategies = drafts.Select(draft => draft.Intent.StrategyName).ToArray(),
                symbols = drafts.Select(draft => draft.Intent.Symbol).ToArray(),
                times = drafts.Select(draft => draft.Intent.EventTs.ToUniversalTime()).ToArray(),
                seqs = drafts.Select(draft => draft.Intent.Seq).ToArray(),
                timeframes = drafts.Select(draft => draft.Intent.Timeframe).ToArray(),
                actions = drafts.Select(draft => CanonicalText.Of(draft.Intent.Action)).ToArray(),
            },
            transaction);
        return rows.ToDictionary(row => row.Intent);
    }

    private Task AuditStateAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DecisionRow row, OrderState next, string? reason, JsonMap more)
    {
        more["from"] = row.Status;
        more["to"] = next.Name();
        more["reason"] = reason;
        return AuditAsync(connection, transaction, AuditKinds.OrderState, row.AccountLabel, row.DecisionHash, more);
    }

    private Task AuditAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string kind, string label, string subject, JsonMap data) =>
        audit.AppendAsync(connection, transaction, new AuditEntry(kind, label, subject, time.GetUtcNow(), data));
}
