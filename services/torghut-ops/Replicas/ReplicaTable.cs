namespace Torghut.Ops.Replicas;

/// <summary>A table whose replica takes no writes.</summary>
/// <param name="Path">Where Keeper keeps, or kept, what is known of the table.</param>
/// <param name="Replica">The replica's name there.</param>
/// <param name="Fault">What the server says of it; empty when nothing.</param>
/// <param name="Parts">Active parts on this server's disk.</param>
internal sealed record ReplicaTable(string Database, string Table, string Path, string Replica, string Fault, long Parts, long Rows)
{
    public string Name => $"{Quote(Database)}.{Quote(Table)}";

    public string DisplayName => $"{Database}.{Table}";

    /// <summary>As a string of a statement.</summary>
    public static string Text(string value) => $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    private static string Quote(string name) => $"`{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal)}`";
}
