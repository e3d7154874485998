using System.Text.RegularExpressions;

namespace Torghut.Ta.Savepoints;

/// <summary>The command line of <c>torghut-ta savepoint</c>.</summary>
/// <param name="Name">The savepoint; null for a name made of the group and the time.</param>
/// <param name="Replace">The group whose offsets and state may be replaced.</param>
internal sealed partial record SavepointArguments(SavepointAction Action, string? Name, string? Replace)
{
    public const string Usage = """
        Usage: torghut-ta savepoint create [--name NAME]
               torghut-ta savepoint list
               torghut-ta savepoint restore NAME [--replace GROUP]

        Keeps a group's offsets and state as one file in TA_SAVEPOINT_DIR (file:///path or s3://bucket/prefix).
          create     from what TA_GROUP_ID has committed; the job may run meanwhile
          list       every savepoint, with whether it can be read
          restore    gives TA_GROUP_ID the savepoint's offsets and state. The group must have no members. It should be fresh; one that
                     has committed before loses that, so its name is asked for once more: --replace GROUP
        """;

    /// <summary>Parses the words after <c>savepoint</c>; null with a problem when they are wrong.</summary>
    public static SavepointArguments? Parse(IReadOnlyList<string> words, out string? problem)
    {
        problem = null;
        switch (words.ToArray())
        {
            case ["create"]: return new(SavepointAction.Create, null, null);
            case ["create", "--name", var name] when IsName(name): return new(SavepointAction.Create, name, null);
            case ["list"]: return new(SavepointAction.List, null, null);
            case ["restore", var name] when IsName(name): return new(SavepointAction.Restore, name, null);
            case ["restore", var name, "--replace", var group] when IsName(name): return new(SavepointAction.Restore, name, group);
            case ["restore", ..] or ["create", "--name", _]:
                problem = "A savepoint's name has letters, digits, '.', '_' and '-' and begins with a letter or digit.";
                return null;
            default:
                problem = words.Count == 0 ? "What is to be done?" : $"'{string.Join(' ', words)}' is not understood.";
                return null;
        }
    }

    /// <summary>What may be a file's name everywhere and leads out of no folder.</summary>
    public static bool IsName(string text) => NameForm().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,199}\z")]
    private static partial Regex NameForm();
}
