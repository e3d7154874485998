namespace Torghut.Ops.Snapshots;

/// <summary>The accounts of a table of trading's, as part of a statement. Each label is found by the index, without reading the rows between two.</summary>
internal static class AccountLabels
{
    /// <summary>More accounts than anybody trades with.</summary>
    public const int Most = 100;

    /// <summary>A recursive table <c>TABLE_label</c> with the labels in column <c>l</c>, the last of them null.</summary>
    public static string Of(string table) =>
        $"{table}_label (l, n) AS ((SELECT account_label, 1 FROM {table} ORDER BY account_label LIMIT 1) UNION ALL "
        + $"SELECT (SELECT account_label FROM {table} WHERE account_label > l ORDER BY account_label LIMIT 1), n + 1 FROM {table}_label "
        + $"WHERE l IS NOT NULL AND n < {Most})";
}
