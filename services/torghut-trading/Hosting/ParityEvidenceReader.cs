using System.Text.Json;
using Dapper;
using Torghut.Contracts.Time;
using Torghut.Trading.Audit;
using Torghut.Trading.Backtest;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Hosting;

/// <summary>Reads what a service decided on a day, and what it left behind that can explain a difference; all of it of one account.</summary>
internal sealed class ParityEvidenceReader(Database database, string accountLabel, DateOnly day)
{
    private static readonly string[] Kinds = [AuditKinds.ServiceStarted, AuditKinds.CatalogueApplied, AuditKinds.UniverseChanged];

    private readonly DateTimeOffset _from = NewYork.At(day, TimeOnly.MinValue).ToUniversalTime();
    private readonly DateTimeOffset _to = NewYork.At(day.AddDays(1), TimeOnly.MinValue).ToUniversalTime();

    public async Task<IReadOnlyList<ComparedDecision>> DecisionsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<ComparedDecisionReader.Row>(new CommandDefinition(
            """
            SELECT decision_hash, strategy_name, strategy_version, plugin_type, plugin_version, parameter_hash, feature_hash, symbol, signal_event_ts,
              array_to_string(risk_reasons, ',') AS reasons, order_payload::text AS order_text
            FROM trade_decisions WHERE account_label = @accountLabel AND signal_event_ts >= @from AND signal_event_ts < @to
            """,
            new { accountLabel, from = _from, to = _to },
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToDecision())];
    }

    public async Task<ParityEvidence> EvidenceAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);

        // Snapshots of the account carry both times: those around an entry of the audit say which market time passed meanwhile.
        var entries = await connection.QueryAsync<Entry>(new CommandDefinition(
            """
            SELECT entry.kind, entry.canonical, before.market_ts AS before, after.market_ts AS after
            FROM (
              SELECT seq, kind, canonical, (canonical::jsonb ->> 'at')::timestamptz AS at
              FROM audit_log WHERE account_label = @accountLabel AND kind = ANY(@Kinds)) AS entry
            LEFT JOIN LATERAL (
              SELECT market_ts FROM position_snapshots
              WHERE account_label = @accountLabel AND created_at < entry.at ORDER BY created_at DESC LIMIT 1) AS before ON true
            LEFT JOIN LATERAL (
              SELECT market_ts FROM position_snapshots
              WHERE account_label = @accountLabel AND created_at >= entry.at ORDER BY created_at LIMIT 1) AS after ON true
            ORDER BY entry.seq
            """,
            new { accountLabel, Kinds },
            cancellationToken: cancellationToken));
        var last = await connection.QueryAsync<DateTimeOffset>(new CommandDefinition(
            "SELECT market_ts FROM position_snapshots WHERE account_label = @accountLabel ORDER BY market_ts DESC LIMIT 1",
            new { accountLabel },
            cancellationToken: cancellationToken));
        var held = await connection.QueryAsync<string>(new CommandDefinition(
            """
            SELECT held ->> 'symbol' FROM (
              SELECT positions FROM position_snapshots
              WHERE account_label = @accountLabel AND market_ts >= @from AND market_ts < @to ORDER BY market_ts, created_at LIMIT 1) AS first,
              jsonb_array_elements(first.positions) AS held
            """,
            new { accountLabel, from = _from, to = _to },
            cancellationToken: cancellationToken));
        return Of([.. entries]) with { LastSign = last.Select(at => (DateTimeOffset?)at).FirstOrDefault(), Held = held.ToHashSet(StringComparer.Ordinal) };
    }

    private static ParityEvidence Of(IReadOnlyList<Entry> entries)
    {
        var (catalogues, universes) = (new StatesInForce<IReadOnlyDictionary<string, string>>(), new StatesInForce<IReadOnlySet<string>?>());
        IReadOnlySet<string>? universe = null;
        foreach (var entry in entries)
        {
            using var document = JsonDocument.Parse(entry.Canonical);
            var data = document.RootElement.GetProperty("data");
            switch (entry.Kind)
            {
                case AuditKinds.CatalogueApplied:
                    catalogues.Add(entry.From, entry.To, StrategyState.Of(data.GetProperty("strategies")));
                    break;
                case AuditKinds.UniverseChanged:
                    universe = UniverseState.After(universe, data);
                    universes.Add(entry.From, entry.To, universe);
                    break;
                default:
                    // A service that starts says all of its universe again.
                    universe = UniverseState.AtTheStart;
                    break;
            }
        }

        return new ParityEvidence
        {
            Gaps = [.. entries.Where(entry => entry.Kind == AuditKinds.ServiceStarted).Select(entry => new ServiceGap(entry.From, entry.To))],
            Catalogues = catalogues,
            Universes = universes,
        };
    }

    private sealed record Entry
    {
        public string Kind { get; init; } = "";
        public string Canonical { get; init; } = "";
        public DateTimeOffset? Before { get; init; }
        public DateTimeOffset? After { get; init; }

        public DateTimeOffset From => Before ?? DateTimeOffset.MinValue;

        public DateTimeOffset To => After ?? DateTimeOffset.MaxValue;
    }
}
