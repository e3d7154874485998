using Dapper;
using Torghut.Trading.Json;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Advisory;

/// <summary>Reviews that wait for their mark, marks, and demotions.</summary>
internal sealed class CounterfactualStore(Database database)
{
    private const int AtATime = 200;

    /// <summary>Marks that a model is judged by. Twice as many are read, as a decision can have been reviewed again.</summary>
    private const int Judged = 5_000;

    /// <summary>
    /// Reviews with a verdict whose horizon is over and that have no mark for it yet, oldest first. What another model than the locked one said is no
    /// evidence for that one.
    /// </summary>
    public async Task<IReadOnlyList<UnmarkedReview>> UnmarkedAsync(
        string account, string horizon, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<UnmarkedReview>(new CommandDefinition(
            $"""
            SELECT r.id, r.standing, r.market_ts, r.order_before ->> 'symbol' AS symbol, r.order_before ->> 'side' AS side,
              (r.order_before ->> 'qty')::numeric AS qty_without, CASE r.effect WHEN 'veto' THEN 0 ELSE (r.order_after ->> 'qty')::numeric END AS qty_with,
              (r.policy ->> 'reference_price')::numeric AS reference_price
            FROM llm_decision_reviews r
            WHERE r.account_label = @account AND r.standing IS NOT NULL AND r.outcome = 'ok' AND r.market_ts >= @from AND r.market_ts < @until
              AND r.policy ->> 'reference_price' IS NOT NULL AND NOT coalesce(@mismatch = ANY(r.reasons), false)
              AND NOT EXISTS (SELECT FROM llm_counterfactuals c WHERE c.review_id = r.id AND c.horizon = @horizon)
            ORDER BY r.market_ts LIMIT {AtATime}
            """,
            new { account, horizon, from, until, mismatch = GuardReasons.ModelMismatch },
            cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Writes a mark; one without a price says that there was none.</summary>
    public async Task MarkAsync(string account, UnmarkedReview review, string horizon, decimal? mark, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO llm_counterfactuals (review_id, horizon, account_label, standing, session, qty_with, qty_without, reference_price, mark_price, difference)
            VALUES (@Id, @horizon, @account, @Standing, (@MarketTs AT TIME ZONE 'America/New_York')::date, @QtyWith, @QtyWithout, @ReferencePrice, @mark, @difference)
            ON CONFLICT DO NOTHING
            """,
            new
            {
                review.Id,
                horizon,
                account,
                review.Standing,
                review.MarketTs,
                review.QtyWith,
                review.QtyWithout,
                review.ReferencePrice,
                mark,
                difference = mark is { } price
                    ? Counterfactual.DifferenceOf(review.Side == "buy", review.QtyWith, review.QtyWithout, review.ReferencePrice, price)
                    : (decimal?)null,
            },
            cancellationToken: cancellationToken));
    }

    /// <summary>The newest marks of a model under its evidence, one a decision: the one of the review that was made last, as that one counted.</summary>
    public async Task<IReadOnlyList<Counterfactual>> ReadAsync(string account, string standing, string horizon, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<(DateTime Session, decimal Difference)>(new CommandDefinition(
            $"""
            SELECT session::timestamp, difference FROM (
              SELECT DISTINCT ON (r.decision_id) c.review_id, c.session, c.difference
              FROM (
                SELECT review_id, session, difference FROM llm_counterfactuals
                WHERE account_label = @account AND standing = @standing AND horizon = @horizon AND difference IS NOT NULL
                ORDER BY review_id DESC LIMIT {2 * Judged}) c JOIN llm_decision_reviews r ON r.id = c.review_id
              ORDER BY r.decision_id, c.review_id DESC) one
            ORDER BY review_id DESC LIMIT {Judged}
            """,
            new { account, standing, horizon },
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => new Counterfactual(DateOnly.FromDateTime(row.Session), row.Difference))];
    }

    /// <param name="standings">What a demotion in force can have been written down for.</param>
    public async Task<bool> IsDemotedAsync(string account, IReadOnlyList<string> standings, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT EXISTS (SELECT FROM llm_demotions WHERE account_label = @account AND standing = ANY(@standings))",
            new { account, standings = standings.ToArray() },
            cancellationToken: cancellationToken));
    }

    /// <param name="standing">What it holds for.</param>
    /// <param name="evidence">What the marks are counted for.</param>
    public async Task DemoteAsync(
        string account, string standing, string evidence, CounterfactualVerdict verdict, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO llm_demotions (id, account_label, standing, decisions, sessions, lower, upper, evidence)
            VALUES (gen_random_uuid(), @account, @standing, @Decisions, @Sessions, @Lower, @Upper, @evidence)
            """,
            new
            {
                account,
                standing,
                verdict.Decisions,
                verdict.Sessions,
                verdict.Lower,
                verdict.Upper,
                evidence = PersistedJson.Of(new JsonMap { ["verdict"] = verdict.ToMap(), ["standing"] = evidence }),
            },
            cancellationToken: cancellationToken));
    }
}
