using System.Globalization;

namespace Torghut.Ops.Kafka;

/// <summary>The command line of <c>torghut-ops topics</c>.</summary>
/// <param name="Offset">Where to begin in <paramref name="Partition"/>; null for the last records of all partitions.</param>
internal sealed record TopicArguments(string Topic, int Count, bool Follow, int Partition, long? Offset)
{
    public const string Usage = "tail TOPIC [--count N] [--follow], or decode TOPIC --partition P --offset O [--count N]";

    private const int MostRecords = 10_000;
    private const int TailCount = 10;

    /// <summary>The arguments; null when they are wrong.</summary>
    public static TopicArguments? Parse(IReadOnlyList<string> words)
    {
        if (words.Count < 2 || words[0] is not ("tail" or "decode") || !IsTopic(words[1]))
        {
            return null;
        }

        var tail = words[0] == "tail";
        var arguments = new TopicArguments(words[1], tail ? TailCount : 1, false, -1, null);
        for (var at = 2; at < words.Count; at++)
        {
            if (words[at] == "--follow" && tail && !arguments.Follow)
            {
                arguments = arguments with { Follow = true };
                continue;
            }

            if (at + 1 == words.Count || !long.TryParse(words[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            switch (words[at])
            {
                case "--count" when number is > 0 and <= MostRecords:
                    arguments = arguments with { Count = (int)number };
                    break;
                case "--partition" when !tail && number <= int.MaxValue:
                    arguments = arguments with { Partition = (int)number };
                    break;
                case "--offset" when !tail:
                    arguments = arguments with { Offset = number };
                    break;
                default:
                    return null;
            }

            at++;
        }

        return tail || (arguments.Partition >= 0 && arguments.Offset is not null) ? arguments : null;
    }

    /// <summary>Kafka's rule for names.</summary>
    private static bool IsTopic(string name) =>
        name.Length is > 0 and <= 249 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') && name is not ("." or "..");
}
