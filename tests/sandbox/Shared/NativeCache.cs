using System.Reflection;

namespace Torghut.Sandbox;

/// <summary>Finds what build/bootstrap brought outside the work tree.</summary>
internal static class NativeCache
{
    /// <summary>The file or folder of that name in the cache.</summary>
    /// <exception cref="FileNotFoundException">It is not there; the message says what to run.</exception>
    public static string Locate(string name)
    {
        string path = Path.Combine(Folder(), name);
        return Path.Exists(path)
            ? path
            : throw new FileNotFoundException($"{path} is missing. Run build/bootstrap, or set TORGHUT_CACHE to where it put the native parts.", path);
    }

    // The build knows the default from Directory.Build.props, so that the rule has one home.
    private static string Folder() =>
        Environment.GetEnvironmentVariable("TORGHUT_CACHE") is { Length: > 0 } configured
            ? configured
            : typeof(NativeCache).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "TorghutCache").Value!;
}
