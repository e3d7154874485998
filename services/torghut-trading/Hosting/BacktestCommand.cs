using Torghut.Avro;
using Torghut.Common.Hosting;
using Torghut.Trading.Account;
using Torghut.Trading.Backtest;
using Torghut.Trading.Backtest.Checkpoints;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Hosting;

/// <summary><c>torghut-trading backtest</c>: recorded signals in, decisions and a report out, by the service's own code and settings.</summary>
internal static class BacktestCommand
{
    /// <summary>What a backtest does not need and its settings ask for.</summary>
    private static readonly IReadOnlyDictionary<string, string> Stand = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["TA_CLICKHOUSE_URL"] = "http://localhost:8123",
        ["TRADING_EXECUTION_ADAPTER"] = "simulation",
        ["TRADING_MODE"] = "paper",
        ["TRADING_LIVE_ENABLED"] = "false",
    };

    public static ServiceCommand Command { get; } = new(
        "backtest",
        "backtest [sweep|lookahead|register]: strategies over recorded signals, by the code that runs live",
        (context, cancellationToken) => RunAsync(context, context.Arguments, cancellationToken));

    /// <summary>Settings of the environment as a backtest uses them; null when a key is wrong, which has been said then.</summary>
    public static BacktestSettings? ReadSettings(CommandContext context, BacktestArguments arguments)
    {
        var environment = new Dictionary<string, string>(context.Environment, StringComparer.Ordinal);
        foreach (var (key, value) in Stand)
        {
            if (key != "TA_CLICKHOUSE_URL" || !environment.ContainsKey(key))
            {
                environment[key] = value;
            }
        }

        if ((context with { Environment = environment }).ReadOptions(
            typeof(RiskOptions), typeof(SignalOptions), typeof(BrokerOptions), typeof(SwitchOptions)) is not { } options)
        {
            return null;
        }

        var (risk, signals, broker) = (options.Get<RiskOptions>(), options.Get<SignalOptions>(), options.Get<BrokerOptions>());
        return new BacktestSettings
        {
            AccountLabel = options.Get<SwitchOptions>().AccountLabel,
            Cash = arguments.Cash,
            Risk = risk,
            Policy = broker.Policy,
            Quality = signals.Quality(risk.MaxSignalAge),
            PriceLookback = signals.PriceLookback,
            BatchSize = signals.BatchSize,
            SignalLookback = signals.Lookback,
            Universe = arguments.Symbols,
            Latency = arguments.Latency,
            Hours = broker.SimulationHours,
        };
    }

    /// <summary>Runs with the words after <c>backtest</c>.</summary>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        if (words.Contains("--help") || words.Contains("-h"))
        {
            Console.WriteLine(string.Join("\n\n", BacktestArguments.Usage, BacktestSweep.Usage, BacktestLookahead.Usage, BacktestRegister.Usage));
            return ExitCodes.Success;
        }

        try
        {
            return (words.Count == 0 ? "" : words[0]) switch
            {
                "sweep" => BacktestSweep.Run(context, [.. words.Skip(1)], cancellationToken),
                "lookahead" => BacktestLookahead.Run(context, [.. words.Skip(1)], cancellationToken),
                "register" => await BacktestRegister.RunAsync(context, [.. words.Skip(1)], cancellationToken),
                _ => await RunOnceAsync(context, words, cancellationToken),
            };
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or AvroException
            or AvroSchemaException or SignalSourceException)
        {
            await Console.Error.WriteLineAsync($"torghut-trading backtest: {exception.Message}");
            return ExitCodes.Failure;
        }
    }

    private static async Task<int> RunOnceAsync(CommandContext context, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        if (BacktestArguments.Parse(words, out var problem) is not { } arguments)
        {
            await Console.Error.WriteLineAsync($"torghut-trading backtest: {problem}\n\n{BacktestArguments.Usage}");
            return ExitCodes.Usage;
        }

        if (ReadSettings(context, arguments) is not { } settings
            || await BacktestInputs.RecordsAsync(context, arguments, cancellationToken) is not { } records)
        {
            return ExitCodes.Configuration;
        }

        Run(arguments, settings, records, cancellationToken);
        return ExitCodes.Success;
    }

    private static void Run(BacktestArguments arguments, BacktestSettings settings, Stream records, CancellationToken cancellationToken)
    {
        var catalogue = BacktestInputs.Catalogue(arguments.Strategies);
        if (arguments.Out is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var ledger = new TrialLedger(arguments.Ledger ?? (arguments.Out is { } home ? Path.Combine(home, "trials.jsonl") : null));
        ledger.Load();
        JsonMap report;
        RunCheckpoints? checkpoints = null;
        using (var decisions = BacktestInputs.Decisions(arguments))
        using (var log = BacktestInputs.DecisionLog(arguments))
        {
            if (arguments.Checkpoint is null)
            {
                log?.GoOnFrom(0);
            }

            var job = new BacktestJob(arguments, settings, catalogue, BacktestInputs.Costs(arguments))
            {
                Checkpoints = arguments.Checkpoint is not { } path ? null
                    : run => checkpoints = new RunCheckpoints(new CheckpointFile(path, run), arguments.CheckpointRecords, log),
            };
            var line = new EventTimeLine(Console.Error, !Console.IsErrorRedirected, TimeProvider.System);
            report = job.Run(records, decisions ?? log?.Writer, ledger, line.Report, cancellationToken);
            line.Clear();
        }

        Write(arguments, report);
        checkpoints?.End();
    }

    /// <summary>Writes a report to where it was asked for.</summary>
    public static void WriteFiles(BacktestArguments arguments, JsonMap report)
    {
        if (arguments.Out is { } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "report.json"), CanonicalJson.Serialize(report) + "\n");
            File.WriteAllText(Path.Combine(folder, "report.html"), ReportPage.Render(report));
        }
    }

    private static void Write(BacktestArguments arguments, JsonMap report)
    {
        WriteFiles(arguments, report);
        if (arguments.Json)
        {
            Console.Out.WriteLine(CanonicalJson.Serialize(report));
        }
        else if (arguments.Decisions != "-")
        {
            Console.Out.Write(ReportText.Render(report));
        }
    }
}
