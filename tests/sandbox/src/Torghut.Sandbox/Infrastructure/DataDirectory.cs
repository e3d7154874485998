using System.Security.Cryptography;
using System.Text;

namespace Torghut.Sandbox.Infrastructure;

/// <summary>Where runs keep their data: outside the work tree, one folder per tree, so that two clones never meet.</summary>
internal static class DataDirectory
{
    /// <summary><c>TORGHUT_DATA</c>, or a folder in the cache of native parts, which the user that PostgreSQL runs as can reach.</summary>
    public static string Of(string use)
    {
        var data = Environment.GetEnvironmentVariable("TORGHUT_DATA");
        if (string.IsNullOrEmpty(data))
        {
            var cache = Environment.GetEnvironmentVariable("TORGHUT_CACHE")
                ?? throw new InvalidOperationException("TORGHUT_CACHE is not set: start the sandbox with build/up or build/sandbox.");
            var tree = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SourceTree.Root)))[..12];
            data = Path.Combine(cache, "data", tree);
        }

        return Path.Combine(data, use);
    }
}
