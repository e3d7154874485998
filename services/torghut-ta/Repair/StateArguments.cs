namespace Torghut.Ta.Repair;

/// <summary>The command line of <c>torghut-ta state</c>.</summary>
/// <param name="Repair">Whether what is found is mended as well.</param>
/// <param name="Json">Whether the report is one JSON document.</param>
internal sealed record StateArguments(bool Repair, bool Json)
{
    public const string Usage = """
        Usage: torghut-ta state check [--json]
               torghut-ta state repair [--json]

        Looks at what TA_GROUP_ID has saved in TA_STATE_TOPIC: clocks that are ahead of their logs, and states that cannot be read.
          check      changes nothing; the job may run meanwhile
          repair     sets such clocks back to where their logs are, drops what was made of times that have not come, and takes unreadable
                     states out, in one transaction a partition. The group must have no members
          --json     one JSON document instead of lines

        Exit code 0: sound, or repaired. 65: check found something to repair. 1: it could not be done. 64, 78: wrong words, wrong settings.
        """;

    /// <summary>Parses the words after <c>state</c>; null when they are wrong.</summary>
    public static StateArguments? Parse(IReadOnlyList<string> words) => words.ToArray() switch
    {
        ["check"] => new(Repair: false, Json: false),
        ["check", "--json"] => new(Repair: false, Json: true),
        ["repair"] => new(Repair: true, Json: false),
        ["repair", "--json"] => new(Repair: true, Json: true),
        _ => null,
    };
}
