namespace Torghut.Sandbox.Commands;

/// <summary>Writes the keys for people and shells: <c>set -a; . FILE; set +a</c>.</summary>
internal static class EnvironmentFileWriter
{
    public static async Task WriteAsync(string path, IReadOnlyDictionary<string, string> keys)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        await File.WriteAllLinesAsync(path, keys.Select(Line));
    }

    public static string Line(KeyValuePair<string, string> pair) =>
        pair.Value.Any(character => !char.IsAsciiLetterOrDigit(character) && !"_-./:,@".Contains(character, StringComparison.Ordinal))
        ? $"{pair.Key}='{pair.Value}'" : $"{pair.Key}={pair.Value}";
}
