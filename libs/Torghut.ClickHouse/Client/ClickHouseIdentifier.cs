namespace Torghut.ClickHouse;

/// <summary>Quotes names that have to stand in a statement, because placeholders carry values only.</summary>
public static class ClickHouseIdentifier
{
    /// <summary>The name in backticks.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public static string Quote(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return "`" + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal) + "`";
    }

    /// <summary>A table's name, with its database before a dot if it has one.</summary>
    public static string QuoteTable(string table) => string.Join('.', table.Split('.', 2).Select(Quote));
}
