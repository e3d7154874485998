using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Torghut.Sandbox.Infrastructure;

namespace Torghut.Sandbox.Commands;

/// <summary>The options that <c>up</c> and <c>sandbox</c> share.</summary>
internal sealed class InfrastructureArguments
{
    private static readonly string[] SyntheticSymbols = ["AAPL", "MSFT", "NVDA", "SPY"];

    private readonly Option<bool> _fresh = new("--fresh") { Description = "Forget the data of earlier runs" };
    private readonly Option<string?> _data = new("--data") { Description = "Folder for data and logs; by default one of this work tree's own, outside it" };
    private readonly Option<string?> _ticks =
        new("--ticks") { Description = "LEAN data folder to replay recorded ticks from; without it the market is synthetic" };
    private readonly Option<DateOnly?> _date = new("--date") { Description = "Recorded day to replay, yyyy-MM-dd", CustomParser = ParseDate };
    private readonly Option<TimeOnly?> _from = new("--from")
    {
        Description = "Time of day in New York at which the replay begins, HH:mm; by default the recording's first tick",
        CustomParser = ParseTime,
    };

    private readonly Option<double?> _speed = new("--speed") { Description = "Market seconds per real second, 1 by default" };
    private readonly Option<int?> _seed = new("--seed") { Description = "Seed of the synthetic market and of partial fills, 1 by default" };
    private readonly Option<string?> _symbols =
        new("--symbols") { Description = "Comma-separated symbols; by default all that are recorded, or four synthetic ones" };
    private readonly Option<string?> _kafka = new("--kafka") { Description = "Use this Kafka, HOST:PORT, instead of the sandbox's" };
    private readonly Option<string?> _registry = new("--registry") { Description = "Use this schema registry URL instead of the sandbox's" };
    private readonly Option<string?> _clickHouse = new("--clickhouse") { Description = "Use this ClickHouse HTTP URL instead of the sandbox's" };
    private readonly Option<string?> _postgres = new("--postgres") { Description = "Use this Postgres DSN instead of the sandbox's" };
    private readonly Option<string?> _llm =
        new("--llm") { Description = "Use this OpenAI-compatible base URL instead of the sandbox's; LLM_API_KEY and LLM_MODEL name its key and model" };
    private readonly Option<string?> _alpaca =
        new("--alpaca") { Description = "live-paper: use Alpaca's paper account; keys come from ALPACA_KEY_ID and ALPACA_SECRET_KEY" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
            { _fresh, _data, _ticks, _date, _from, _speed, _seed, _symbols, _kafka, _registry, _clickHouse, _postgres, _llm, _alpaca })
        {
            command.Add(option);
        }

        command.Validators.Add(Validate);
    }

    public InfrastructureOptions Read(ParseResult result, string use, IReadOnlyList<string> only)
    {
        var ticks = result.GetValue(_ticks);
        var date = result.GetValue(_date) ?? default;
        var symbols = result.GetValue(_symbols)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            ?? (ticks is null ? SyntheticSymbols : MarketSource.SymbolsIn(ticks, date));
        return new InfrastructureOptions
        {
            DataDirectory = result.GetValue(_data) is { } data ? Path.GetFullPath(data) : DataDirectory.Of(use),
            Only = only,
            Fresh = result.GetValue(_fresh),
            Market = new MarketSource(
                symbols, ticks is null ? null : Path.GetFullPath(ticks), date, result.GetValue(_from), result.GetValue(_speed) ?? 1,
                result.GetValue(_seed) ?? 1),
            ExternalKafka = result.GetValue(_kafka),
            ExternalRegistry = result.GetValue(_registry),
            ExternalClickHouse = result.GetValue(_clickHouse),
            ExternalPostgres = result.GetValue(_postgres),
            ExternalLlm = result.GetValue(_llm),
            AlpacaPaper = result.GetValue(_alpaca) is not null,
        };
    }

    private void Validate(CommandResult result)
    {
        if (result.GetValue(_alpaca) is { } alpaca && alpaca != "live-paper")
        {
            result.AddError($"--alpaca takes live-paper, not '{alpaca}'.");
        }

        if (result.GetValue(_speed) is { } speed && !(speed > 0))
        {
            result.AddError("--speed takes a positive number.");
        }

        var from = result.GetValue(_from);
        if (result.GetValue(_ticks) is not { } ticks)
        {
            if (result.GetValue(_speed) > 1)
            {
                result.AddError("--speed above 1 goes with --ticks: a made market would run ahead of the clock, and what is ahead is refused.");
            }

            if (result.GetValue(_date) is not null)
            {
                result.AddError("--date goes with --ticks.");
            }

            if (from is not null)
            {
                result.AddError("--from goes with --ticks.");
            }

            return;
        }

        if (result.GetValue(_date) is not { } date)
        {
            result.AddError("--ticks needs --date yyyy-MM-dd.");
        }
        else if (MarketSource.SymbolsIn(ticks, date).Count == 0)
        {
            result.AddError(
                $"There is no {Path.Combine(ticks, "equity", "usa", "tick", "*", $"{date:yyyyMMdd}_trade.zip")}: --ticks takes a LEAN data folder with a recording of the day.");
        }
    }

    private static TimeOnly? ParseTime(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        result.AddError($"'{text}' is not a time of day; --from takes HH:mm in New York's time, such as 09:30.");
        return null;
    }

    private static DateOnly? ParseDate(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        result.AddError($"'{text}' is not a date; --date takes yyyy-MM-dd.");
        return null;
    }
}
