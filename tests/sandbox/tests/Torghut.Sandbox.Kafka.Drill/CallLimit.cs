namespace Torghut.Sandbox.Kafka.Drill;

/// <summary>
/// Ends the process when a client's call does not return although its own time-out is long over. librdkafka 2.16 leaves
/// SendOffsetsToTransaction waiting so after the group's coordinator died (docs/adr/0011-librdkafka-pin.md); nothing else can interrupt it.
/// </summary>
internal static class CallLimit
{
    /// <summary>The exit code by which a drill knows such an end.</summary>
    public const int ExitCode = 70;

    /// <summary>Runs a call that was given <paramref name="timeout"/>, and allows it half as much again.</summary>
    public static void Hold(string name, TimeSpan timeout, Action call)
    {
        var limit = timeout * 1.5;
        using var timer = TimeProvider.System.CreateTimer(
            _ =>
            {
                Console.Error.WriteLine($"{name} did not return within {limit.TotalSeconds:0} s, its time-out of {timeout.TotalSeconds:0} s notwithstanding");
                Environment.Exit(ExitCode);
            },
            null,
            limit,
            Timeout.InfiniteTimeSpan);
        call();
    }
}
