using Torghut.Common.Hosting;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Json;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Hosting;

/// <summary>
/// <c>torghut-trading strategies validate FILE [--json]</c>: says of a catalogue what the service would, without one. Warnings depend on the limits of the
/// environment.
/// </summary>
internal static class StrategiesCommand
{
    private const string Usage = "Usage: torghut-trading strategies validate FILE [--json]";

    public static ServiceCommand Command { get; } = new("strategies", "strategies validate FILE [--json]: what the service would say of a catalogue", RunAsync);

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

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var words = context.Arguments.Where(word => word != "--json").ToList();
        if (words is not ["validate", var path] || context.Arguments.Count - words.Count > 1)
        {
            await Console.Error.WriteLineAsync(Usage);
            return ExitCodes.Usage;
        }

        if (context.ReadOptions(typeof(RiskOptions))?.Get<RiskOptions>() is not { } limits)
        {
            return ExitCodes.Configuration;
        }

        var file = CatalogueFile.Read(path);
        var result = CatalogueWarnings.AddTo(path, file.Parse(), limits);
        await Console.Out.WriteLineAsync(Describe(file, result, json: words.Count < context.Arguments.Count));
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
