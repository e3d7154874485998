namespace Torghut.Common.Configuration;

/// <summary>Reads <c>KEY=value</c> files: one key a line, <c>#</c> comments, optional <c>export</c> and quotes around the value.</summary>
public static class EnvironmentFile
{
    /// <exception cref="FormatException">A line is neither a pair, a comment nor blank; the message names file and line.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var raw in File.ReadLines(path))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            line = line.StartsWith("export ", StringComparison.Ordinal) ? line["export ".Length..] : line;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new FormatException($"{path}, line {number}: expected KEY=value.");
            }

            values[line[..equals].Trim()] = Unquote(line[(equals + 1)..].Trim());
        }

        return values;
    }

    private static string Unquote(string value) =>
        value.Length >= 2 && value[0] == value[^1] && (value[0] is '"' or '\'') ? value[1..^1] : value;
}
