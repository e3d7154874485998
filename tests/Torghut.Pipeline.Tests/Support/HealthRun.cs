using System.Diagnostics;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Support;

/// <summary>One <c>torghut-ops health</c>, as a person runs it.</summary>
/// <param name="Took">From the start of the process to its end.</param>
/// <param name="Headline">The first line: how the system is, and why.</param>
/// <param name="Next">The runbook that comes next; empty when none is named.</param>
internal sealed record HealthRun(int Code, TimeSpan Took, string Headline, string Next)
{
    public static async Task<HealthRun> TakeAsync(string environment, IReadOnlyDictionary<string, string> keys)
    {
        var started = Stopwatch.GetTimestamp();
        await using var command = ServiceProcess.Start("torghut-ops", keys, ["--env-file", environment, "health"]);
        var code = await command.WaitForExitAsync();
        var took = Stopwatch.GetElapsedTime(started);
        var lines = command.Output.Split('\n');
        return new HealthRun(code, took, lines[0], lines.LastOrDefault(line => line.StartsWith("next: ", StringComparison.Ordinal)) ?? "");
    }
}
