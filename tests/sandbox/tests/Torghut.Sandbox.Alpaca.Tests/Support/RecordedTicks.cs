using Torghut.Testing;

namespace Torghut.Sandbox.Alpaca.Tests.Support;

/// <summary>Finds recorded ticks, which are not part of the tree.</summary>
internal static class RecordedTicks
{
    /// <summary>The LEAN data folder that TORGHUT_TICKS names, or one beside the tree; null when there is none.</summary>
    public static string? Folder
    {
        get
        {
            var configured = Environment.GetEnvironmentVariable("TORGHUT_TICKS");
            if (configured is { Length: > 0 })
            {
                return Directory.Exists(configured) ? configured
                    : throw new DirectoryNotFoundException($"TORGHUT_TICKS names {configured}, which does not exist.");
            }

            var beside = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", "lean"));
            return Directory.Exists(beside) ? beside : null;
        }
    }
}
