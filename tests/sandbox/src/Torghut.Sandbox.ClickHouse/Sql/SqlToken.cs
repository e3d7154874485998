namespace Torghut.Sandbox.ClickHouse.Sql;

/// <summary>One word or sign of a statement: where it stands and how deep in brackets.</summary>
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int Length, int Depth)
{
    public int End => Start + Length;

    /// <summary>Whether it is this keyword, in any case, outside brackets.</summary>
    public bool Is(ReadOnlySpan<byte> sql, ReadOnlySpan<byte> keyword) =>
        Kind == SqlTokenKind.Word && Depth == 0 && System.Text.Ascii.EqualsIgnoreCase(sql.Slice(Start, Length), keyword);
}
