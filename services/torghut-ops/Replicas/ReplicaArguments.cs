namespace Torghut.Ops.Replicas;

/// <summary>The command line of <c>torghut-ops clickhouse</c>.</summary>
/// <param name="Table">The one table that is restored, as <c>database.table</c>; null for all that take no writes.</param>
/// <param name="Host">The server that is meant, by its own name.</param>
internal sealed record ReplicaArguments(bool Apply, string? Table, string Host, string Reason, string Confirmation)
{
    public const string Usage =
        "restore-replica [--table DATABASE.TABLE] [--apply --host NAME --reason TEXT --confirm " + ReplicaRestore.Confirmation + "]";

    /// <summary>The arguments; null when they are wrong.</summary>
    public static ReplicaArguments? Parse(IReadOnlyList<string> words)
    {
        if (words.Count == 0 || words[0] != "restore-replica")
        {
            return null;
        }

        var arguments = new ReplicaArguments(false, null, "", "", "");
        for (var at = 1; at < words.Count; at++)
        {
            if (words[at] == "--apply")
            {
                arguments = arguments with { Apply = true };
                continue;
            }

            if (at + 1 == words.Count)
            {
                return null;
            }

            var value = words[at + 1];
            switch (words[at++])
            {
                case "--table":
                    arguments = arguments with { Table = value };
                    break;
                case "--host":
                    arguments = arguments with { Host = value };
                    break;
                case "--reason":
                    arguments = arguments with { Reason = value };
                    break;
                case "--confirm":
                    arguments = arguments with { Confirmation = value };
                    break;
                default:
                    return null;
            }
        }

        return arguments;
    }
}
