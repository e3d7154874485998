namespace Torghut.Testing;

/// <summary>The golden pages of a service's metrics: fresh from the start, and after everything was used once.</summary>
/// <param name="testProject">The test project that holds the files.</param>
/// <param name="prefix">Beginning of the files' names; empty when the project has one service.</param>
public sealed class GoldenMetrics(string testProject, string prefix = "")
{
    private readonly string _folder = Path.Combine(Repository.Root, "tests", testProject, "Golden", "Metrics");

    /// <summary>What is wrong with the page of a fresh start: missing lines, unexpected ones, promtool's complaints. Empty when nothing is.</summary>
    public Task<IReadOnlyList<string>> CheckFreshAsync(string page) => CheckAsync("fresh", page);

    /// <summary>As <see cref="CheckFreshAsync"/>, after everything was used once.</summary>
    public Task<IReadOnlyList<string>> CheckUsedAsync(string page) => CheckAsync("used", page);

    private async Task<IReadOnlyList<string>> CheckAsync(string state, string page)
    {
        var golden = Read(state);
        var complaints = await Promtool.CheckAsync(page);
        return
        [
            .. GoldenExposition.Missing(golden, page).Select(line => "missing: " + line),
            .. GoldenExposition.Unexpected(Read("used"), golden, page).Select(line => "unexpected: " + line),
            .. Clashes(page).Select(name => "clash in OpenMetrics: " + name),
            .. complaints.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => "promtool: " + line),
        ];
    }

    /// <summary>OpenMetrics knows a counter's family without <c>_total</c>: another metric of that name would be the same family twice.</summary>
    private static IEnumerable<string> Clashes(string page)
    {
        var types = page.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' '))
            .ToList();
        var names = types.Select(type => type[2]).ToHashSet(StringComparer.Ordinal);
        return types.Where(type => type[3] == "counter" && type[2].EndsWith("_total", StringComparison.Ordinal))
            .Select(type => type[2][..^"_total".Length]).Where(names.Contains);
    }

    private string Read(string state) => File.ReadAllText(Path.Combine(_folder, $"{prefix}{state}.prom"));
}
