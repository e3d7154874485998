using Torghut.Ops.Snapshots.Rendering;

namespace Torghut.Ops.Snapshots;

/// <summary>The command line of <c>torghut-ops snapshot</c>.</summary>
/// <param name="Format">How it is written.</param>
/// <param name="Directory">Where to; null for standard output.</param>
/// <param name="FactsFile">Facts that are judged instead of looking; null for looking.</param>
internal sealed record SnapshotArguments(SnapshotFormat Format, string? Directory, string? FactsFile)
{
    public const string Usage = "[--format text|md|json|html] [--all] [--out DIR] [--facts FILE], or diff A B [--json]";

    /// <summary>The arguments; null when they are wrong.</summary>
    public static SnapshotArguments? Parse(IReadOnlyList<string> words)
    {
        SnapshotFormat? format = null;
        var (all, at) = (false, 0);
        string? directory = null, facts = null;
        while (at < words.Count)
        {
            if (words[at] == "--all" && !all)
            {
                all = true;
                at++;
                continue;
            }

            if (at + 1 == words.Count)
            {
                return null;
            }

            switch (words[at])
            {
                case "--format" when format is null && SnapshotFormat.Find(words[at + 1]) is { } known:
                    format = known;
                    break;
                case "--out" when directory is null:
                    directory = words[at + 1];
                    break;
                case "--facts" when facts is null:
                    facts = words[at + 1];
                    break;
                default:
                    return null;
            }

            at += 2;
        }

        return all && format is not null && format != SnapshotFormat.Text
            ? null
            : new SnapshotArguments(all ? SnapshotFormat.AllText : format ?? SnapshotFormat.Text, directory, facts);
    }
}
