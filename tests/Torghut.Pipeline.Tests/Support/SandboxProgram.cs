using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Support;

/// <summary>The sandbox program, with data of its own.</summary>
internal static class SandboxProgram
{
    public static ServiceProcess Start(string dataDirectory, params string[] arguments) => Start(dataDirectory, new Dictionary<string, string>(), arguments);

    /// <summary>With settings for the services beside those that the sandbox gives them.</summary>
    public static ServiceProcess Start(string dataDirectory, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        ServiceProcess.StartFile(
        Repository.Binary("tests/sandbox/src/Torghut.Sandbox", "torghut-sandbox"),
        new Dictionary<string, string>(environment) { ["TORGHUT_DATA"] = dataDirectory },
        arguments);

    /// <summary>A folder that every user can reach, because PostgreSQL runs as another one.</summary>
    public static string NewDataDirectory() =>
        Path.Combine(Path.GetTempPath(), "torghut-" + Guid.NewGuid().ToString("N")[..12]);

    /// <summary>The JSON report of a run with <c>--check --json</c>; other lines stand before and after it.</summary>
    public static string ReportText(ServiceProcess up)
    {
        var output = up.Output;
        return output[output.IndexOf("\n{", StringComparison.Ordinal)..(output.LastIndexOf("\n}", StringComparison.Ordinal) + 2)];
    }

    /// <summary>The environment keys in a file that the sandbox wrote for shells.</summary>
    public static IReadOnlyDictionary<string, string> ReadKeys(string file) => File.ReadLines(file)
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1].Trim('\''));
}
