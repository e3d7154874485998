using System.Diagnostics;

namespace Torghut.Pipeline.Tests.Support;

/// <summary>Reads Linux' process table.</summary>
internal static class ProcessTable
{
    /// <summary>All processes below one, whatever their generation.</summary>
    public static IReadOnlyList<int> DescendantsOf(int root)
    {
        var parents = All().ToDictionary(entry => entry.Id, entry => entry.Parent);
        return [.. parents.Keys.Where(id => IsBelow(id, root, parents))];
    }

    /// <summary>The process below one whose command line holds the words, which <c>\0</c> parts; null when there is none.</summary>
    public static int? Find(int root, string words)
    {
        foreach (var id in DescendantsOf(root))
        {
            try
            {
                if (File.ReadAllText($"/proc/{id}/cmdline").Contains(words, StringComparison.Ordinal))
                {
                    return id;
                }
            }
            catch (IOException)
            {
                // It ended between the listing and the reading.
            }
        }

        return null;
    }

    /// <summary>Kills that process and waits for its end: what is looked for next is what came after it.</summary>
    public static void Kill(int root, string words)
    {
        using var process = Process.GetProcessById(Find(root, words)!.Value);
        process.Kill();
        process.WaitForExit();
    }

    public static bool IsAlive(int id) => All().Any(entry => entry.Id == id);

    private static bool IsBelow(int id, int root, Dictionary<int, int> parents)
    {
        while (parents.TryGetValue(id, out var parent) && parent > 1)
        {
            if (parent == root)
            {
                return true;
            }

            id = parent;
        }

        return false;
    }

    private static IEnumerable<(int Id, int Parent)> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id))
            {
                continue;
            }

            string stat;
            try
            {
                stat = File.ReadAllText(Path.Combine(folder, "stat"));
            }
            catch (IOException)
            {
                // It ended between the listing and the reading.
                continue;
            }

            // The name in brackets may hold spaces; state and parent follow the last bracket. A zombie has ended.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            if (fields[0] != "Z")
            {
                yield return (id, int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture));
            }
        }
    }
}
