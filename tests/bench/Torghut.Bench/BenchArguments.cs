namespace Torghut.Bench;

/// <summary>The arguments that every subject's program takes.</summary>
/// <param name="AsJson">JSON instead of a table.</param>
/// <param name="Quick">Short runs: what comes out has the right shape, and is no measurement.</param>
public sealed record BenchArguments(bool AsJson, bool Quick)
{
    private const int UsageError = 64;

    /// <summary>Runs a subject with the arguments of its program.</summary>
    /// <returns>The exit code: 0, 1 when a target was missed, 64 for arguments that are not understood.</returns>
    public static async Task<int> RunAsync(string[] args, string summary, Func<BenchArguments, Task<BenchReport>> subject)
    {
        if (args.Except(["--json", "--quick"]).Any())
        {
            await Console.Error.WriteLineAsync($"{summary}\n  --json   JSON instead of a table\n  --quick  short runs, to see that they work");
            return UsageError;
        }

        var arguments = new BenchArguments(args.Contains("--json"), args.Contains("--quick"));
        return (await subject(arguments)).Print(arguments.AsJson);
    }

    /// <summary>The first number, or the second when the runs are to be short.</summary>
    public int Pick(int full, int quick) => Quick ? quick : full;
}
