using Torghut.Avro;
using Torghut.Contracts.Containers;
using Torghut.Contracts.Time;
using Torghut.Trading.Backtest.Checkpoints;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Json;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Backtest;

/// <summary>One run over a stream of records, with an account for each way of filling that the data allow.</summary>
internal sealed class BacktestJob(BacktestArguments arguments, BacktestSettings settings, StrategyCatalogue catalogue, CostTable costs)
{
    private const int RecordsBetweenReports = 16_384;

    /// <summary>Gets every signal of the universe; null for nobody.</summary>
    public Action<SignalRow>? Seen { get; init; }

    /// <summary>Keeps the state of a run that is under way, and has that of one that was killed, by the run's identity; null to keep none.</summary>
    public Func<byte[], RunCheckpoints>? Checkpoints { get; init; }

    /// <summary>Runs to the stream's end and returns the report.</summary>
    /// <param name="records">Closed at the end.</param>
    /// <param name="decisions">Gets the decisions of the first way of filling; null for none.</param>
    /// <param name="ledger">Trials so far.</param>
    /// <param name="progress">Gets the event time reached, now and then.</param>
    /// <exception cref="InvalidDataException">The records are damaged, of another kind, or not in order.</exception>
    /// <exception cref="AvroException">A record is malformed.</exception>
    public JsonMap Run(Stream records, TextWriter? decisions, TrialLedger ledger, Action<DateTimeOffset> progress, CancellationToken cancellationToken)
    {
        var market = new RecordedMarket(settings.PriceLookback, settings.StaleQuote);
        using TickFeed ticks = arguments.LeanTicks is { } folder
            ? new LeanTickFeed(folder, settings.Universe, arguments.From, arguments.To)
            : arguments.AvroTicks.Count > 0 ? new AvroTickFeed(arguments.AvroTicks, settings.Universe)
            : new NoTickFeed();
        var results = new List<AccountResult>();
        var accounts = new List<BacktestAccount>();
        foreach (var kind in Kinds(ticks.HasTicks))
        {
            var fills = Fills(kind, market);
            var result = new AccountResult(settings.Cash, fills, kind == arguments.Fills ? decisions : null);
            results.Add(result);
            accounts.Add(new BacktestAccount(settings, catalogue, fills, market, costs, result));
        }

        try
        {
            var run = new BacktestRun(settings, catalogue, market, accounts, ticks) { Seen = Seen };
            using var hashed = new HashingStream(records);
            using var reader = new DerivedStreamReader(hashed);
            var state = new RunState(run, results, hashed);
            var checkpoints = Checkpoints?.Invoke(RunIdentity.Of(arguments, settings, catalogue, costs.Digest, ticks.Digest));
            Skip(reader, checkpoints?.Resume(state) ?? 0, cancellationToken);
            Feed(reader, state, checkpoints, progress, cancellationToken);
            for (var i = 0; i < accounts.Count && run.Last is { } last; i++)
            {
                results[i].Add(last, accounts[i]);
            }

            return Report(run, (hashed.Digest(), ticks.Digest), accounts, results, ledger);
        }
        finally
        {
            results.ForEach(result => result.Dispose());
        }
    }

    /// <summary>Reads what was worked off before.</summary>
    private static void Skip(DerivedStreamReader reader, long records, CancellationToken cancellationToken)
    {
        while (reader.Records < records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.Read(out _, out _) < 0)
            {
                throw new InvalidDataException($"The checkpoint was made after {records} records; there are {reader.Records}.");
            }
        }
    }

    private void Feed(
        DerivedStreamReader reader, RunState state, RunCheckpoints? checkpoints, Action<DateTimeOffset> progress, CancellationToken cancellationToken)
    {
        var run = state.Run;
        var from = arguments.From == DateOnly.MinValue ? long.MinValue : Nanos.Of(NewYork.At(arguments.From, TimeOnly.MinValue));
        var until = arguments.To == DateOnly.MaxValue ? long.MaxValue : Nanos.Of(NewYork.At(arguments.To.AddDays(1), TimeOnly.MinValue));
        int branch;
        while ((branch = reader.Read(out var bar, out var signal)) >= 0)
        {
            var at = branch == DerivedStream.MicrobarBranch ? bar.Envelope.EventTs : signal.Envelope.EventTs;
            if (reader.Records % RecordsBetweenReports == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress(Nanos.ToInstant(at));
            }

            if (at < from || at >= until)
            {
                continue;
            }

            if (checkpoints?.IsDue(reader.Records) == true && run.Begins(at))
            {
                run.MoveTo(at);
                checkpoints.Save(state, reader.Records - 1);
            }

            if (branch == DerivedStream.MicrobarBranch)
            {
                run.OnBar(bar);
            }
            else
            {
                run.OnSignal(signal);
            }
        }

        run.Finish();
    }

    /// <summary>The one that was asked for first.</summary>
    private IEnumerable<FillKind> Kinds(bool hasTicks) =>
        hasTicks ? Enum.GetValues<FillKind>().OrderBy(kind => kind == arguments.Fills ? -1 : (int)kind) : [FillKind.Touch];

    private IFillModel Fills(FillKind kind, RecordedMarket market) =>
        kind == FillKind.Touch ? new TouchFills(market) : new QuoteFills(settings.Latency, settings.StaleQuote, kind == FillKind.Queue);

    private JsonMap Report(
        BacktestRun run, (string Records, string Ticks) data, List<BacktestAccount> accounts, List<AccountResult> results, TrialLedger ledger)
    {
        var first = results[0];
        var statistics = new ReturnStatistics([.. first.Curve.Days.Select(day => day.Return)], arguments.RiskFree, arguments.PeriodsAYear);
        var pnl = Math.Round(first.Curve.Equity - settings.Cash, 4);
        var (trials, variance) = ledger.Add(catalogue, data.Records, Settings(data.Ticks), statistics.PeriodSharpe, pnl);
        return new JsonMap
        {
            ["report_version"] = 1,
            ["command"] = arguments.Command ?? "torghut-trading backtest " + string.Join(' ', arguments.Words.Select(Quoted)),
            ["data_digest"] = data.Records,
            ["ticks_digest"] = data.Ticks.Length == 0 ? null : data.Ticks,
            ["catalogue_digest"] = catalogue.Digest,
            ["strategies"] = catalogue.Strategies.Select(strategy => strategy.ToMap()).ToList(),
            ["account_label"] = settings.AccountLabel,
            ["cash"] = settings.Cash,
            ["latency_ms"] = settings.Latency.TotalMilliseconds,
            ["costs"] = costs.Name,
            ["costs_unknown"] = first.Curve.Days
                .SelectMany(day => costs.UnknownOn(day.Day)).Distinct().Order(StringComparer.Ordinal).ToList(),
            ["reviews"] = "off: a backtest asks no model",
            ["inputs"] = run.Counts.ToMap(),
            ["models"] = accounts.Zip(results, (account, result) => result.ToMap(account)).ToList(),
            ["models_missing"] = accounts.Count == 1 ? "quote and queue need --ticks" : null,
            ["daily"] = first.Curve.Days.Select(day => day.ToMap()).ToList(),
            ["curve"] = first.Curve.Points.Select(point => new List<object?> { point.At, Math.Round(point.Equity, 2), Math.Round(point.Gross, 2) }).ToList(),
            ["trades"] = first.Trades,
            ["trades_shown"] = first.Trades.Count,
            ["explained"] = first.Explained,
            ["statistics"] = statistics.ToMap(trials, variance, first.Curve.MaxDrawdown),
            ["parity"] = null,
        };
    }

    private string Settings(string ticks) => CanonicalJson.Serialize(new JsonMap
    {
        ["fills"] = arguments.Fills,
        ["latency"] = settings.Latency,
        ["cash"] = settings.Cash,
        ["costs"] = costs.Digest,
        ["ticks"] = ticks,
        ["risk_free"] = arguments.RiskFree,
        ["periods_a_year"] = arguments.PeriodsAYear,
        ["from"] = arguments.From.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        ["to"] = arguments.To.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        ["symbols"] = settings.Universe?.Order(StringComparer.Ordinal).ToList(),
    });

    private static string Quoted(string word) =>
        word.All(character => char.IsAsciiLetterOrDigit(character) || "-_./:,=".Contains(character, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
