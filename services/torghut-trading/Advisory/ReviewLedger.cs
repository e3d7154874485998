using System.Globalization;
using Dapper;
using Npgsql;
using Torghut.Common.Drills;
using Torghut.Contracts.Time;
using Torghut.Trading.Decisions;
using Torghut.Trading.Drills;
using Torghut.Trading.Json;
using Torghut.Trading.Orders;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Advisory;

/// <summary>
/// The ledger in Postgres. A process that dies between reservation and settlement leaves the reservation spent: a day is never overspent, and rather
/// underspent. The day is New York's.
/// </summary>
internal sealed class ReviewLedger(Database database, ProviderOptions options, TimeProvider time, Failpoints failpoints) : IReviewLedger
{
    private const int Recent = 5;

    public async Task<Admission> AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        await failpoints.HitAsync(FailpointNames.ReservationBegun);
        var admission = await ReserveAsync(request, cancellationToken);
        await failpoints.HitAsync(FailpointNames.ReservationCommitted);
        return admission;
    }

    public async Task<CircuitStatus?> CompleteAsync(ReviewRecord record, CancellationToken cancellationToken)
    {
        await failpoints.HitAsync(FailpointNames.ReviewAnswered);
        var circuit = await SettleAsync(record, cancellationToken);
        await failpoints.HitAsync(FailpointNames.SettlementCommitted);
        return circuit;
    }

    public async Task<IReadOnlyDictionary<string, Circuit>> CircuitsAsync(string account, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<CircuitRow>(new CommandDefinition(
            "SELECT endpoint, status, errors, until_at AS until FROM llm_circuits WHERE account_label = @account",
            new { account },
            cancellationToken: cancellationToken));
        return rows.ToDictionary(row => row.Endpoint, row => row.ToCircuit(), StringComparer.Ordinal);
    }

    public async Task<IReadOnlyList<JsonMap>> RecentAsync(DecisionRow row, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<DecisionRow>(new CommandDefinition(
            $"""
            SELECT action, status, qty, market_ts FROM trade_decisions
            WHERE account_label = @AccountLabel AND symbol = @Symbol AND id <> @Id ORDER BY created_at DESC, id DESC LIMIT {Recent}
            """,
            new { row.AccountLabel, row.Symbol, row.Id },
            cancellationToken: cancellationToken));
        return [.. rows.Select(one => new JsonMap
        {
            ["action"] = ReviewContext.Known(one.Action, ReviewContext.Sides),
            ["status"] = ReviewContext.Known(one.Status, OrderStates.Names),
            ["qty"] = one.Qty,
            ["market_time"] = one.MarketTs,
        })];
    }

    private Task<Admission> ReserveAsync(AdmissionRequest request, CancellationToken cancellationToken) => database.InTransactionAsync(
        async (connection, transaction) =>
        {
            var now = time.GetUtcNow();
            var known = await LockAsync(connection, transaction, request.AccountLabel, request.Endpoint);
            var (admitted, next) = known.Admit(now, options.Timeout + options.Timeout);
            if (!admitted)
            {
                return new Admission(ReviewOutcome.CircuitOpen, null, known.Status);
            }

            var id = Guid.CreateVersion7(now);
            if (!await ReserveAsync(connection, transaction, id, request, NewYork.DayOf(now).ToString("O", CultureInfo.InvariantCulture)))
            {
                return new Admission(ReviewOutcome.BudgetExhausted, null, known.Status);
            }

            if (next != known)
            {
                await StoreAsync(connection, transaction, request.AccountLabel, request.Endpoint, next);
            }

            await failpoints.HitAsync(FailpointNames.ReservationWritten);
            return new Admission(null, id, next.Status);
        },
        cancellationToken,
        FailpointNames.ReservationCommitSent);

    private Task<CircuitStatus?> SettleAsync(ReviewRecord record, CancellationToken cancellationToken) => database.InTransactionAsync(
        async (connection, transaction) =>
        {
            var after = record.Admission?.Circuit;
            if (record.Admission?.Reservation is { } reservation)
            {
                var known = await LockAsync(connection, transaction, record.AccountLabel, record.Endpoint.Name);
                var next = known.After(record.Read.Outcome, record.Latency, time.GetUtcNow(), options);
                if (next != known)
                {
                    await StoreAsync(connection, transaction, record.AccountLabel, record.Endpoint.Name, next);
                }

                await SettleAsync(connection, transaction, reservation, record);
                after = next.Status;
            }

            await InsertAsync(connection, transaction, record);
            await failpoints.HitAsync(FailpointNames.SettlementWritten);
            return after;
        },
        cancellationToken,
        FailpointNames.SettlementCommitSent);

    private static async Task<Circuit> LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string account, string endpoint)
    {
        await connection.ExecuteAsync(
            "INSERT INTO llm_circuits (account_label, endpoint, status, errors) VALUES (@account, @endpoint, 'closed', '{}') ON CONFLICT DO NOTHING",
            new { account, endpoint },
            transaction);
        var row = await connection.QuerySingleAsync<CircuitRow>(
            "SELECT status, errors, until_at AS until FROM llm_circuits WHERE account_label = @account AND endpoint = @endpoint FOR UPDATE",
            new { account, endpoint },
            transaction);
        return row.ToCircuit();
    }

    private static Task<int> StoreAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string account, string endpoint, Circuit circuit) =>
        connection.ExecuteAsync(
            """
            UPDATE llm_circuits SET status = @status, errors = @errors, until_at = @Until, updated_at = now()
            WHERE account_label = @account AND endpoint = @endpoint
            """,
            new
            {
                account,
                endpoint,
                status = CanonicalText.Of(circuit.Status),
                errors = circuit.Errors.Select(at => at.UtcDateTime).ToArray(),
                circuit.Until,
            },
            transaction);

    /// <summary>One statement decides, under the lock of the day's row: however many ask at once, none is given what another was.</summary>
    private async Task<bool> ReserveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid id, AdmissionRequest request, string day)
    {
        await connection.ExecuteAsync(
            "INSERT INTO llm_budget_days (account_label, day, tokens, cost) VALUES (@AccountLabel, @day::date, 0, 0) ON CONFLICT DO NOTHING",
            new { request.AccountLabel, day },
            transaction);
        var taken = await connection.ExecuteAsync(
            """
            UPDATE llm_budget_days SET tokens = tokens + @Tokens, cost = cost + @Cost
            WHERE account_label = @AccountLabel AND day = @day::date AND tokens + @Tokens <= @TokenBudget AND cost + @Cost <= @CostBudget
            """,
            new { request.AccountLabel, day, request.Tokens, request.Cost, options.TokenBudget, options.CostBudget },
            transaction);
        if (taken == 0)
        {
            return false;
        }

        await connection.ExecuteAsync(
            "INSERT INTO llm_reservations (id, account_label, day, tokens, cost) VALUES (@id, @AccountLabel, @day::date, @Tokens, @Cost)",
            new { id, request.AccountLabel, day, request.Tokens, request.Cost },
            transaction);
        return true;
    }

    /// <summary>What the provider did not say was used counts as reserved.</summary>
    private static Task<int> SettleAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid id, ReviewRecord record) =>
        connection.ExecuteAsync(
            """
            WITH settled AS (
              UPDATE llm_reservations SET settled_at = now(), tokens_used = coalesce(@Tokens, tokens), cost_used = coalesce(@Cost, cost)
              WHERE id = @id AND settled_at IS NULL RETURNING account_label, day, tokens_used - tokens AS tokens, cost_used - cost AS cost)
            UPDATE llm_budget_days d SET tokens = d.tokens + s.tokens, cost = d.cost + s.cost FROM settled s
            WHERE d.account_label = s.account_label AND d.day = s.day
            """,
            new { id, record.Tokens, record.Cost },
            transaction);

    private static Task<int> InsertAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, ReviewRecord record) => connection.ExecuteAsync(
        """
        INSERT INTO llm_decision_reviews (id, decision_id, model, prompt_version, input_summary, output, verdict, confidence, tokens_prompt,
          tokens_completion, latency_ms, circuit_state, skip_reason, policy, account_label, decision_hash, endpoint, mode, outcome, effect, reasons,
          classification, http_status, model_returned, fingerprint, prompt_sha256, request, request_sha256, response, response_sha256, subject,
          order_before, order_after, cost, reservation_id, sha256,
          standing, market_ts)
        VALUES (@Id, @DecisionId, @model, @PromptVersion, @summary, @output, @verdict, @confidence, @PromptTokens, @CompletionTokens, @latency, @circuit,
          @skip, @policy, @AccountLabel, @DecisionHash, @endpoint, @Mode, @outcome, @Effect, @reasons, @Classification, @Status, @returned, @Fingerprint,
          @PromptSha256, @request, @requestSha, @response, @responseSha, @Subject, @before, @after, @Cost, @reservation, @sha,
          @Standing, @MarketTs)
        """,
        new
        {
            record.Id,
            record.DecisionId,
            model = record.Endpoint.Model,
            record.PromptVersion,
            summary = PersistedJson.Of(new JsonMap { ["order"] = record.Order.ToMap(), ["request_bytes"] = record.Request.Length }),
            output = record.Read.Advice is { } advice ? PersistedJson.Of(advice.ToMap()) : (PersistedJson?)null,
            verdict = record.Read.Advice is { } said ? CanonicalText.Of(said.Verdict) : null,
            confidence = record.Read.Advice?.Confidence,
            record.Read.PromptTokens,
            record.Read.CompletionTokens,
            latency = (int)Math.Min(int.MaxValue, record.Latency.TotalMilliseconds),
            circuit = record.Admission is { } admission ? CanonicalText.Of(admission.Circuit) : null,
            skip = record.Read.Outcome.IsSkip() ? record.Read.Outcome.Code() : null,
            policy = PersistedJson.Of(record.Bounds.ToMap()),
            record.AccountLabel,
            record.DecisionHash,
            endpoint = record.Endpoint.Name,
            record.Mode,
            outcome = record.Read.Outcome.Code(),
            record.Effect,
            reasons = record.Guarded.Reasons.ToArray(),
            record.Classification,
            record.Reply.Status,
            returned = record.Read.Model,
            record.Read.Fingerprint,
            record.PromptSha256,
            request = record.Request.ToArray(),
            requestSha = Digest.Of(record.Request.Span),
            response = record.Reply.Status is null ? null : record.Reply.Body.ToArray(),
            responseSha = record.Reply.Status is null ? null : Digest.Of(record.Reply.Body.Span),
            record.Subject,
            before = PersistedJson.Of(record.Order.ToMap()),
            after = PersistedJson.Of(record.Guarded.Order.ToMap()),
            record.Cost,
            reservation = record.Admission?.Reservation,
            sha = record.Sha256(),
            record.Standing,
            record.MarketTs,
        },
        transaction);

    private sealed record CircuitRow
    {
        public string Endpoint { get; init; } = "";
        public string Status { get; init; } = "";
        public DateTime[] Errors { get; init; } = [];
        public DateTimeOffset? Until { get; init; }

        public Circuit ToCircuit()
        {
            var known = Status switch { "open" => CircuitStatus.Open, "half_open" => CircuitStatus.HalfOpen, _ => CircuitStatus.Closed };
            return new Circuit(known, [.. Errors.Select(at => new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)))], Until);
        }
    }
}
