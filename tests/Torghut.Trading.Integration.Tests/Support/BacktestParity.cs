using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using Torghut.Common.Hosting;
using Torghut.Contracts.Containers;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Testing;
using Torghut.Trading.Backtest;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Hosting;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>What a service decided, beside what a backtest decides on the same records with the same settings.</summary>
internal static class BacktestParity
{
    /// <summary>Everything that must be the same, of either, by decision hash.</summary>
    public sealed record Decision(string Hash, DateTimeOffset MarketTime, bool Approved, string Reasons, JsonNode? Order, JsonNode? Sizing, JsonNode? Risk)
    {
        public string? Differs(Decision other) =>
            Hash != other.Hash ? $"hash {Hash} and {other.Hash}"
            : (MarketTime, Approved, Reasons) != (other.MarketTime, other.Approved, other.Reasons)
                ? $"{Hash}: {MarketTime:O} {Approved} {Reasons} and {other.MarketTime:O} {other.Approved} {other.Reasons}"
            : !JsonNode.DeepEquals(Order, other.Order) ? $"{Hash}: order {Order} and {other.Order}"
            : !JsonNode.DeepEquals(Sizing, other.Sizing) ? $"{Hash}: sizing {Sizing} and {other.Sizing}"
            : !JsonNode.DeepEquals(Risk, other.Risk) ? $"{Hash}: risk {Risk} and {other.Risk}"
            : null;
    }

    /// <summary>What the service wrote down.</summary>
    public static async Task<IReadOnlyList<Decision>> LiveAsync(TradingStack stack)
    {
        await using var connection = await stack.Database.OpenConnectionAsync();
        var rows = await connection.QueryAsync<Row>(
            """
            SELECT decision_hash AS hash, market_ts AS at, status, risk_reasons::text AS reasons, order_payload::text AS payload, sizing::text AS sizing,
              risk::text AS risk
            FROM trade_decisions ORDER BY decision_hash
            """);
        return [.. rows.Select(row => new Decision(
            row.Hash, new DateTimeOffset(row.At, TimeSpan.Zero), row.Status != "rejected", row.Reasons, JsonNode.Parse(row.Payload),
            JsonNode.Parse(row.Sizing), JsonNode.Parse(row.Risk)))];
    }

    /// <summary>What a backtest says of the stored records, from the instant at which the service was started.</summary>
    public static async Task<IReadOnlyList<Decision>> BacktestAsync(
        TradingStack stack, SignalTables tables, string catalogue, DateTimeOffset from, DateTimeOffset to)
    {
        var arguments = BacktestArguments.Parse(["--signals", "-", "--costs", "none", "--symbols", stack.Environment["TRADING_STATIC_SYMBOLS"]], out _)!;
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in stack.Environment)
        {
            environment[key] = value!;
        }

        var settings = BacktestCommand.ReadSettings(new CommandContext([], environment), arguments)! with { Start = from };
        using var decisions = new StringWriter(CultureInfo.InvariantCulture);
        var parsed = CatalogueParser.Parse("strategies.yaml", catalogue).Catalogue!;
        new BacktestJob(arguments, settings, parsed, CostTable.None())
            .Run(new MemoryStream(await RecordsAsync(tables, to)), decisions, new TrialLedger(null), _ => { }, CancellationToken.None);
        return [.. decisions.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).OrderBy(one => one.Hash, StringComparer.Ordinal)];
    }

    private static Decision Parse(string line)
    {
        var json = JsonNode.Parse(line)!;
        var reasons = json["reasons"]!.AsArray().Select(reason => reason!.GetValue<string>());
        return new Decision(
            json["decision_hash"]!.GetValue<string>(),
            DateTimeOffset.Parse(json["market_ts"]!.GetValue<string>(), CultureInfo.InvariantCulture),
            json["approved"]!.GetValue<bool>(),
            "{" + string.Join(',', reasons) + "}",
            json["order"]!.DeepClone(),
            json["sizing"]!.DeepClone(),
            json["risk"]!.DeepClone());
    }

    /// <summary>Writes the records of the day up to an instant to a file.</summary>
    public static async Task<string> WriteAsync(TradingStack stack, DateTimeOffset to)
    {
        var records = Path.Combine(stack.StateDirectory, "day.avro");
        await File.WriteAllBytesAsync(records, await RecordsAsync(stack.Tables, to));
        return records;
    }

    /// <summary>What <c>reconcile-live</c> says of the day, and its exit code.</summary>
    public static async Task<(int ExitCode, string Output)> ReconcileAsync(TradingStack stack, DateTimeOffset day, string signals, params string[] more)
    {
        await using var process = ServiceProcess.Start(
            "torghut-trading", stack.Environment,
            ["reconcile-live", "--day", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--signals", signals, "--costs", "none",
                "--strategies", stack.CataloguePath, .. more]);
        return (await process.WaitForExitAsync(), process.Output);
    }

    private static async Task<byte[]> RecordsAsync(SignalTables tables, DateTimeOffset to)
    {
        var bars = await Infrastructure.ClickHouseClient.QueryAsync(
            $"SELECT toString(symbol), event_ts, seq, ingest_ts, c, v FROM {tables.Microbars} ORDER BY event_ts, symbol, seq",
            reader => new Microbar(
                Head(reader.GetString(0), reader.GetDateTimeOffset(1), reader.GetUInt64(2), reader.GetDateTimeOffset(3), Channels.Microbars),
                reader.GetDouble(4), reader.GetDouble(4), reader.GetDouble(4), reader.GetDouble(4), reader.GetDouble(5), null, 1, null));
        var signals = await Infrastructure.ClickHouseClient.QueryAsync(
            $"""
            SELECT toString(symbol), event_ts, seq, ingest_ts, assumeNotNull(macd), assumeNotNull(macd_signal), assumeNotNull(macd_hist), assumeNotNull(ema12),
              assumeNotNull(ema26), assumeNotNull(rsi14), assumeNotNull(imbalance_bid_px), assumeNotNull(imbalance_ask_px)
            FROM {tables.Signals} ORDER BY event_ts, symbol, seq
            """,
            reader => new Signal(
                Head(reader.GetString(0), reader.GetDateTimeOffset(1), reader.GetUInt64(2), reader.GetDateTimeOffset(3), Channels.Signals),
                new Macd(reader.GetDouble(4), reader.GetDouble(5), reader.GetDouble(6)), new Ema(reader.GetDouble(7), reader.GetDouble(8)),
                reader.GetDouble(9), null, null, new Imbalance(null, reader.GetDouble(10), reader.GetDouble(11), null, null), null, null));
        using var stream = new MemoryStream();
        using (var writer = new DerivedStreamWriter(stream))
        {
            var end = Nanos.Of(to);
            foreach (var at in bars.Select(bar => bar.Envelope.EventTs).Concat(signals.Select(signal => signal.Envelope.EventTs)).Where(at => at <= end)
                .Distinct().Order())
            {
                foreach (var bar in bars.Where(bar => bar.Envelope.EventTs == at))
                {
                    writer.Append(bar);
                }

                foreach (var signal in signals.Where(signal => signal.Envelope.EventTs == at))
                {
                    writer.Append(signal);
                }
            }
        }

        return stream.ToArray();
    }

    private static Envelope Head(string symbol, DateTimeOffset at, ulong seq, DateTimeOffset ingest, string channel) => new(
        Nanos.Of(ingest), Nanos.Of(at), "sip", channel, symbol, (long)seq, true, Sources.TechnicalAnalysis,
        new Window("PT1S", "PT1S", Nanos.Of(at) - Nanos.PerSecond, Nanos.Of(at)));

    private sealed record Row
    {
        public string Hash { get; init; } = "";
        public DateTime At { get; init; }
        public string Status { get; init; } = "";
        public string Reasons { get; init; } = "";
        public string Payload { get; init; } = "";
        public string Sizing { get; init; } = "";
        public string Risk { get; init; } = "";
    }
}
