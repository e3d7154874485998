using System.Globalization;
using System.Text.RegularExpressions;

namespace Torghut.Ops.Replicas;

/// <summary>A restore of one table as the audit has it: a later run finds there what the table had when it was begun.</summary>
internal sealed partial record ReplicaIntent(string Host, ReplicaTable Table)
{
    /// <summary>Null for another line.</summary>
    public static ReplicaIntent? Parse(string detail) => Line().Match(detail) is { Success: true } line
        && long.TryParse(line.Groups["rows"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            ? new(line.Groups["host"].Value, new ReplicaTable(Plain(line.Groups["database"]), Plain(line.Groups["table"]), "", "", "", 0, rows))
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}: restore {Table.Name} with {Table.Rows} rows");

    private static string Plain(Group name) => Escape().Replace(name.Value, "$1");

    [GeneratedRegex(@"\A(?<host>\S+): restore `(?<database>(?:\\.|[^`\\])*)`\.`(?<table>(?:\\.|[^`\\])*)` with (?<rows>\d+) rows\z")]
    private static partial Regex Line();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escape();
}
