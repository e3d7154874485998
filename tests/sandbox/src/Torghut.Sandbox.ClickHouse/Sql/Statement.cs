using System.Text;

namespace Torghut.Sandbox.ClickHouse.Sql;

/// <summary>Where the parts of a statement are.</summary>
/// <param name="HasData">An INSERT whose rows follow the statement.</param>
/// <param name="Format">Name in its FORMAT clause (VALUES counts as one for an insert); null when there is none.</param>
/// <param name="HeadLength">For an insert with data: bytes before FORMAT or VALUES.</param>
/// <param name="DataStart">For an insert with data: where the data begins.</param>
/// <param name="IsEmpty">Nothing but space and comments.</param>
internal readonly record struct Statement(bool HasData, string? Format, int HeadLength, int DataStart, bool IsEmpty)
{
    /// <summary>Looks at the text read so far.</summary>
    public static Statement Analyse(ReadOnlySpan<byte> sql)
    {
        var tokens = new SqlTokenizer(sql);
        if (!tokens.TryRead(out SqlToken first))
        {
            return new Statement(false, null, 0, 0, IsEmpty: true);
        }

        return first.Is(sql, "INSERT"u8) ? AnalyseInsert(sql, ref tokens) : AnalyseOther(sql, ref tokens);
    }

    private static Statement AnalyseInsert(ReadOnlySpan<byte> sql, ref SqlTokenizer tokens)
    {
        SqlToken previous = default;
        while (tokens.TryRead(out SqlToken token))
        {
            // After INTO, TABLE or a dot stands a name, whatever the word.
            bool isName = previous.Is(sql, "INTO"u8) || previous.Is(sql, "TABLE"u8)
                || (previous.Kind == SqlTokenKind.Sign && previous.Length == 1 && sql[previous.Start] == (byte)'.');
            if (!isName)
            {
                if (token.Is(sql, "SELECT"u8) || token.Is(sql, "WITH"u8))
                {
                    return AnalyseOther(sql, ref tokens);
                }

                if (token.Is(sql, "VALUES"u8))
                {
                    return new Statement(true, "Values", token.Start, token.End, false);
                }

                if (token.Is(sql, "FORMAT"u8) && tokens.TryRead(out SqlToken name) && name.Kind == SqlTokenKind.Word && name.End < sql.Length)
                {
                    return new Statement(true, Encoding.ASCII.GetString(sql.Slice(name.Start, name.Length)), token.Start, SkipToData(sql, name.End), false);
                }
            }

            previous = token;
        }

        return new Statement(false, null, 0, 0, false);
    }

    private static Statement AnalyseOther(ReadOnlySpan<byte> sql, ref SqlTokenizer tokens)
    {
        string? format = null;
        bool afterFormat = false;
        while (tokens.TryRead(out SqlToken token))
        {
            if (afterFormat && token is { Kind: SqlTokenKind.Word, Depth: 0 })
            {
                format = Encoding.ASCII.GetString(sql.Slice(token.Start, token.Length));
            }

            afterFormat = token.Is(sql, "FORMAT"u8);
        }

        return new Statement(false, format, 0, 0, false);
    }

    // The data starts after the first line break that follows the format's name, or at the first byte that is not a blank.
    private static int SkipToData(ReadOnlySpan<byte> sql, int position)
    {
        while (position < sql.Length && sql[position] is (byte)' ' or (byte)'\t' or (byte)'\f')
        {
            position++;
        }

        if (position < sql.Length && sql[position] == (byte)'\r')
        {
            position++;
        }

        if (position < sql.Length && sql[position] == (byte)'\n')
        {
            position++;
        }

        return position;
    }
}
