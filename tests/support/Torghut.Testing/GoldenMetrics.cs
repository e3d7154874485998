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
            .. complaints.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => "promtool: " + line),
        ];
    }

    private string Read(string state) => File.ReadAllText(Path.Combine(_folder, $"{prefix}{state}.prom"));
}
