using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Torghut.Trading.Json;

namespace Torghut.Trading.Migrations;

/// <summary>One forward-only script.</summary>
/// <param name="Version">Its number; scripts run in order of it, without gaps.</param>
/// <param name="Name">File name without extension.</param>
/// <param name="Sql">Its text.</param>
internal sealed partial record Migration(int Version, string Name, string Sql)
{
    /// <summary>A script that was applied must never be edited; this finds out.</summary>
    public string Checksum => Digest.Of(Sql.ReplaceLineEndings("\n"));

    /// <summary>The scripts embedded in the program, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    private static List<Migration> Load()
    {
        var assembly = typeof(Migration).Assembly;
        var found = assembly.GetManifestResourceNames()
            .Select(name => (name, match: ScriptName().Match(name)))
            .Where(pair => pair.match.Success)
            .Select(pair => new Migration(int.Parse(pair.match.Groups[1].Value, CultureInfo.InvariantCulture), Path.GetFileNameWithoutExtension(pair.name),
            Read(assembly, pair.name)))
            .OrderBy(migration => migration.Version)
            .ToList();
        for (var i = 0; i < found.Count; i++)
        {
            if (found[i].Version != i + 1)
            {
                throw new InvalidOperationException($"Migration {found[i].Name} follows number {i}; numbers have no gaps and no doubles.");
            }
        }

        return found;
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\A([0-9]{4})_[a-z0-9_]+\.sql\z")]
    private static partial Regex ScriptName();
}
