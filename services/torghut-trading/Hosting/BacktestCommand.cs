using Torghut.Avro;
using Torghut.Common.Hosting;
using Torghut.Trading.Account;
using Torghut.Trading.Backtest;
using Torghut.Trading.Catalogue;
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

    public static ServiceCommand Command { get; } = new("backtest", "Runs strategies over recorded signals with the code that runs live.", RunAsync);

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
            Universe = arguments.Symbols,
            Latency = arguments.Latency,
            Hours = broker.SimulationHours,
        };
    }

    private static Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Arguments is ["--help" or "-h"])
        {
            Console.WriteLine(BacktestArguments.Usage);
            return Task.FromResult(ExitCodes.Success);
        }

        if (BacktestArguments.Parse(context.Arguments, out var problem) is not { } arguments)
        {
            Console.Error.WriteLine($"torghut-trading backtest: {problem}\n\n{BacktestArguments.Usage}");
            return Task.FromResult(ExitCodes.Usage);
        }

        if (ReadSettings(context, arguments) is not { } settings)
        {
            return Task.FromResult(ExitCodes.Configuration);
        }

        try
        {
            Run(arguments, settings, cancellationToken);
            return Task.FromResult(ExitCodes.Success);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or AvroException
            or AvroSchemaException)
        {
            Console.Error.WriteLine($"torghut-trading backtest: {exception.Message}");
            return Task.FromResult(ExitCodes.Failure);
        }
    }

    private static void Run(BacktestArguments arguments, BacktestSettings settings, CancellationToken cancellationToken)
    {
        var catalogue = ReadCatalogue(arguments.Strategies);
        if (arguments.Out is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var ledger = new TrialLedger(arguments.Ledger ?? (arguments.Out is { } home ? Path.Combine(home, "trials.jsonl") : null));
        ledger.Load();
        JsonMap report;
        using (var decisions = OpenDecisions(arguments))
        {
            var job = new BacktestJob(arguments, settings, catalogue, ReadCosts(arguments));
            var records = arguments.Signals == "-" ? Console.OpenStandardInput() : File.OpenRead(arguments.Signals);
            var line = new EventTimeLine(Console.Error, !Console.IsErrorRedirected, TimeProvider.System);
            report = job.Run(records, decisions, ledger, line.Report, cancellationToken);
            line.Clear();
        }

        Write(arguments, report);
    }

    private static void Write(BacktestArguments arguments, JsonMap report)
    {
        var json = CanonicalJson.Serialize(report);
        if (arguments.Out is { } folder)
        {
            File.WriteAllText(Path.Combine(folder, "report.json"), json + "\n");
            File.WriteAllText(Path.Combine(folder, "report.html"), ReportPage.Render(report));
        }

        if (arguments.Json)
        {
            Console.Out.WriteLine(json);
        }
        else if (arguments.Decisions != "-")
        {
            Console.Out.Write(ReportText.Render(report));
        }
    }

    private static StrategyCatalogue ReadCatalogue(string? path)
    {
        var result = path is null
            ? CatalogueParser.Parse(ShippedCatalogue.Name, ShippedCatalogue.Text)
            : CatalogueFile.Read(path).Parse();
        return result.Catalogue ?? throw new InvalidDataException(string.Join(Environment.NewLine, result.Problems));
    }

    private static CostTable ReadCosts(BacktestArguments arguments) => arguments.Costs switch
    {
        null => CostTable.Shipped(arguments.ImpactBps),
        "none" => CostTable.None(arguments.ImpactBps),
        var path => CostTable.Read(Path.GetFileName(path), File.ReadLines(path), arguments.ImpactBps),
    };

    private static StreamWriter? OpenDecisions(BacktestArguments arguments) => (arguments.Decisions, arguments.Out) switch
    {
        ("-", _) => new StreamWriter(Console.OpenStandardOutput()),
        ({ } path, _) => new StreamWriter(path),
        (null, { } folder) => new StreamWriter(Path.Combine(folder, "decisions.jsonl")),
        _ => null,
    };
}
