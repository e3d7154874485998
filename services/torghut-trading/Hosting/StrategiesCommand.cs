using Torghut.Common.Hosting;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Json;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Hosting;

/// <summary>
/// <c>torghut-trading strategies validate|explain FILE [--json]</c>: says of a catalogue what the service would, without one, and what it understood of it.
/// Warnings depend on the limits of the environment. <c>strategies backtest FILE</c> is <c>backtest --strategies FILE</c>.
/// </summary>
internal static class StrategiesCommand
{
    private const string Usage = "Usage: torghut-trading strategies validate|explain FILE [--json]\n       torghut-trading strategies backtest FILE [options of backtest]";

    public static ServiceCommand Command { get; } = new(
        "strategies", "strategies validate|explain|backtest FILE: what the service would say of a catalogue, and do with it", RunAsync);

    /// <summary>The answer: for people, or as one JSON object.</summary>
    public static string Describe(CatalogueFile file, CatalogueResult result, bool json)
    {
        if (json)
        {
            return CanonicalJson.Serialize(new JsonMap
            {
                ["file"] = file.Path,
                ["file_digest"] = file.Digest,
                ["valid"] = result.Accepted,
                ["digest"] = result.Catalogue?.Digest,
                ["strategies"] = result.Catalogue?.Strategies.Select(strategy => strategy.Name).ToList() ?? [],
                ["problems"] = Maps(result.Problems),
                ["warnings"] = Maps(result.Warnings),
            });
        }

        var lines = result.Problems.Select(problem => problem.ToString())
            .Concat(result.Warnings.Select(warning => $"{warning} (warning)"))
            .Append(result.Catalogue is { } catalogue ? $"{file.Path}: valid, {catalogue.Strategies.Count} strategies, digest {catalogue.Digest}"
                : $"{file.Path}: refused");
        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>What was understood of an accepted catalogue.</summary>
    public static string Explain(CatalogueResult result, bool json)
    {
        var strategies = result.Catalogue!.Strategies;
        return json
            ? CanonicalJson.Serialize(new JsonMap { ["strategies"] = strategies.Select(StrategyExplanation.Of).ToList() })
            : string.Join('\n', strategies.Select(StrategyExplanation.Text));
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var words = context.Arguments.Where(word => word != "--json").ToList();
        if (context.Arguments.Count > 1 && context.Arguments[0] == "backtest")
        {
            return await BacktestCommand.RunAsync(context, ["--strategies", .. context.Arguments.Skip(1)], cancellationToken);
        }

        if (words is not ["validate" or "explain", var path] || context.Arguments.Count - words.Count > 1)
        {
            await Console.Error.WriteLineAsync(Usage);
            return ExitCodes.Usage;
        }

        if (context.ReadOptions(typeof(RiskOptions))?.Get<RiskOptions>() is not { } limits)
        {
            return ExitCodes.Configuration;
        }

        var catalogue = CatalogueFile.Read(path);
        var result = CatalogueWarnings.AddTo(path, catalogue.Parse(), limits);
        var json = words.Count < context.Arguments.Count;
        await Console.Out.WriteLineAsync(words[0] == "explain" && result.Accepted ? Explain(result, json) : Describe(catalogue, result, json));
        return result.Accepted ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static List<JsonMap> Maps(IEnumerable<CatalogueProblem> problems) => [.. problems.Select(problem => new JsonMap
    {
        ["line"] = problem.Line,
        ["column"] = problem.Column,
        ["field"] = problem.Field,
        ["reason"] = problem.Reason,
    })];
}
