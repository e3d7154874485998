using System.Diagnostics;
using System.Globalization;
using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests;

/// <summary>The forwarder dies and comes back: the counters go on, and every trade and quote that was sent is accounted for.</summary>
public sealed class ForwarderLossTests : DataFolderFixture
{
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(3);

    [Test]
    public async Task Up_ForwarderKilled_CountersGoOnAndAccountForEverything()
    {
        await using var up = SandboxProgram.Start(DataFolder, ["up", "--data", Path.Combine(DataFolder, "run")]);
        await Eventually.HoldsAsync(
            () => up.HasExited || Lines(up).Any(line => line is { Kafka: > 500, Missed: 0 }), "all that was sent so far is in Kafka or dropped", RunTimeout);
        Assert.That(up.HasExited, Is.False, up.Output);

        Kill(up.Id);
        var before = Lines(up).Count;
        await Eventually.HoldsAsync(() => up.HasExited || Lines(up).Skip(before).Count(line => line.Kafka > 0) > 3, "it goes on", RunTimeout);

        var lines = Lines(up);
        Assert.That(lines.Select(line => line.Kafka), Is.Ordered, up.Output);
        Assert.That(lines.Select(line => line.Microbars), Is.Ordered, up.Output);
        Assert.That(lines.Where(line => line.Sent + line.History > line.Kafka + line.Dropped + line.Missed), Is.Empty, up.Output);
        Assert.That(lines.Select(line => line.History), Is.Ordered.And.Some.GreaterThan(0), up.Output);
    }

    private static void Kill(int program)
    {
        var child = ProcessTable.DescendantsOf(program)
            .Single(id => CommandOf(id).EndsWith("/torghut-ws", StringComparison.Ordinal));
        using var process = Process.GetProcessById(child);
        process.Kill();
    }

    /// <summary>Empty for a process that has ended since it was listed.</summary>
    private static string CommandOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").TrimEnd('\0');
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static List<Line> Lines(ServiceProcess up) =>
    [
        .. up.Output.Split('\n')
            .Where(text => text.Contains(" sent ", StringComparison.Ordinal) && text.Contains(" missed ", StringComparison.Ordinal))
            .Select(text => text.Split(' '))
            .Select(words => new Line(
                After(words, "sent"),
                After(words, "history"),
                After(words, "kafka"),
                words.Where(word => word.StartsWith("dropped:", StringComparison.Ordinal)).Sum(word => After(words, word)),
                After(words, "missed"),
                After(words, "microbars")))
    ];

    private static long After(string[] words, string word) =>
        long.TryParse(words[Array.IndexOf(words, word) + 1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) ? count : 0;

    private sealed record Line(long Sent, long History, long Kafka, long Dropped, long Missed, long Microbars);
}
