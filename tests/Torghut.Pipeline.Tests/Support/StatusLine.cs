using System.Globalization;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Support;

/// <summary>The counters of one line of <c>build/up</c>, of all of its services' lives together.</summary>
internal sealed record StatusLine(long Sent, long History, long Kafka, long Dropped, long Missed, long Microbars)
{
    /// <summary>All lines so far, the newest last.</summary>
    public static List<StatusLine> Of(ServiceProcess up) =>
    [
        .. up.Output.Split('\n')
            .Where(text => text.Contains(" sent ", StringComparison.Ordinal) && text.Contains(" missed ", StringComparison.Ordinal))
            .Select(text => text.Split(' '))
            .Select(words => new StatusLine(
                After(words, "sent"),
                After(words, "history"),
                After(words, "kafka"),
                words.Where(word => word.StartsWith("dropped:", StringComparison.Ordinal)).Sum(word => After(words, word)),
                After(words, "missed"),
                After(words, "microbars")))
    ];

    private static long After(string[] words, string word) =>
        long.TryParse(words[Array.IndexOf(words, word) + 1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) ? count : 0;
}
