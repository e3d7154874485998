using System.Formats.Tar;
using System.IO.Compression;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Upgrade;

/// <summary>What a run of the version before left behind; README.md beside it says how it was made.</summary>
internal static class KeptFolder
{
    private static string Home { get; } = Path.Combine(Repository.Root, "tests", "Torghut.Pipeline.Tests", "Upgrade", "Kept");

    /// <summary>What was stored when the run had ended.</summary>
    public static IReadOnlyList<StoredFact> Facts => [.. File.ReadLines(Path.Combine(Home, "facts.txt")).Select(StoredFact.Parse)];

    /// <summary>The environment keys that a service of that version knew.</summary>
    public static IReadOnlyList<string> Keys(string service) => File.ReadAllLines(Path.Combine(Home, $"{service}.keys.txt"));

    /// <summary>Unpacks the folders <c>run</c> and <c>savepoints</c>.</summary>
    public static async Task UnpackAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        await using var packed = new BrotliStream(File.OpenRead(Path.Combine(Home, "run.tar.br")), CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(packed, folder, overwriteFiles: false);
    }
}
