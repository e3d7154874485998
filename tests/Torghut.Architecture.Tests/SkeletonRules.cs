using System.Text.RegularExpressions;

namespace Torghut.Architecture.Tests;

/// <summary>
/// The services have one skeleton, so that whoever knows one finds his way in all: <c>Program.cs</c> alone at the root, the composition in
/// <c>Hosting/</c>, log, metrics and traces in <c>Observability/</c>, crash points in <c>Drills/</c>, everything else in a folder named after its
/// feature together with its options.
/// </summary>
public sealed partial class SkeletonRules
{
    private static readonly string[] RootFiles = ["Program.cs", "Dockerfile", "packages.lock.json"];

    /// <summary>Names of kinds of files. A folder is named after what its files are about.</summary>
    private static readonly string[] KindFolders =
    [
        "Common", "Configuration", "Constants", "Extensions", "Helpers", "Infrastructure", "Interfaces", "Logging", "Metrics", "Models", "Options",
        "Services", "Settings", "Tracing", "Types", "Utilities", "Utils",
    ];

    /// <summary>Folders of the skeleton itself; no setting belongs to them.</summary>
    private static readonly string[] SkeletonFolders = ["Hosting", "Observability", "Drills"];

    private static IEnumerable<string> Projects => WorkTree.Files("services", "*.csproj");

    [TestCaseSource(nameof(Projects))]
    public void Service_Files_FollowTheSkeleton(string project)
    {
        var home = Path.GetDirectoryName(project)!;
        var files = WorkTree.Files(WorkTree.Relative(home), "*").ToDictionary(
            path => Path.GetRelativePath(home, path).Replace('\\', '/'),
            path => path.EndsWith(".cs", StringComparison.Ordinal) ? File.ReadAllText(path) : "");
        Assert.That(Problems(Path.GetFileNameWithoutExtension(project).Split('.')[^1], files), Is.Empty);
    }

    [TestCase("WsClock.cs", "class WsClock;", TestName = "Problems_FileAtTheRoot_Found")]
    [TestCase("Logging/Text.cs", "class Text;", TestName = "Problems_FolderOfAKind_Found")]
    [TestCase("Stream/Socket.cs", "[LoggerMessage(7, LogLevel.Information, \"x\")]", TestName = "Problems_MessageOutsideTheLog_Found")]
    [TestCase("Stream/Socket.cs", "var requests = metrics.CreateCounter(\"x\", \"y\");", TestName = "Problems_MetricOutsideAMetricsClass_Found")]
    [TestCase("Stream/Socket.cs", "static readonly ActivitySource Source = new(\"x\");", TestName = "Problems_SourceOfSpansOutsideTracing_Found")]
    [TestCase("Stream/Socket.cs", "[ConfigurationKey(\"X\", \"y\")]", TestName = "Problems_SettingOutsideOptions_Found")]
    [TestCase("Hosting/PortOptions.cs", "[ConfigurationKey(\"X\", \"y\")]", TestName = "Problems_SettingInTheSkeleton_Found")]
    [TestCase("Stream/Names.cs", "sealed class Names : IFailpointNames", TestName = "Problems_CrashPointsOutsideDrills_Found")]
    [TestCase("Program.cs", "new WebHost().Run();", TestName = "Problems_ProgramThatDoesMore_Found")]
    [TestCase("Hosting/Registration.cs", null, TestName = "Problems_NoRegistration_Found")]
    [TestCase("Observability/WsLog.cs", null, TestName = "Problems_NoLog_Found")]
    public void Problems_OnePlanted_IsFound(string path, string? text)
    {
        var files = Skeleton();
        Assert.That(Problems("Ws", files), Is.Empty);
        files.Remove(path);
        if (text is not null)
        {
            files.Add(path, text);
        }

        Assert.That(Problems("Ws", files), Has.Exactly(1).Items);
    }

    private static Dictionary<string, string> Skeleton() => new()
    {
        ["Program.cs"] = "return await ServiceHost.RunAsync(args, WsService.Definition);",
        ["Torghut.Ws.csproj"] = "",
        ["Dockerfile"] = "",
        ["packages.lock.json"] = "",
        ["Hosting/WsService.cs"] = "",
        ["Hosting/Registration.cs"] = "",
        ["Observability/WsLog.cs"] = "[LoggerMessage(1, LogLevel.Information, \"x\")]",
        ["Observability/WsMetrics.cs"] = "metrics.CreateCounter(\"x\", \"y\")",
        ["Observability/WsTracing.cs"] = "public static ActivitySource Source { get; } = new(\"Torghut.Ws\");",
        ["Drills/FailpointNames.cs"] = "internal sealed class FailpointNames : IFailpointNames",
        ["Stream/StreamOptions.cs"] = "[ConfigurationKey(\"X\", \"y\")]",
    };

    private static IEnumerable<string> Problems(string service, IReadOnlyDictionary<string, string> files)
    {
        string[] required =
            [.. RootFiles, $"Hosting/{service}Service.cs", "Hosting/Registration.cs", $"Observability/{service}Log.cs", $"Observability/{service}Metrics.cs"];
        foreach (var missing in required.Except(files.Keys))
        {
            yield return $"{missing} is missing";
        }

        foreach (var (path, text) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (Misplaced(service, path, text) is { } problem)
            {
                yield return $"{path}: {problem}";
            }
        }
    }

    private static string? Misplaced(string service, string path, string text)
    {
        var folder = path.Contains('/', StringComparison.Ordinal) ? path.Split('/')[0] : "";
        var name = Path.GetFileNameWithoutExtension(path);
        (bool Wrong, string Why)[] rules =
        [
            (folder.Length == 0 && !RootFiles.Contains(path) && !path.EndsWith(".csproj", StringComparison.Ordinal), "only Program.cs stands at the root"),
            (path == "Program.cs" && !text.Contains($"ServiceHost.RunAsync(args, {service}Service.Definition)", StringComparison.Ordinal),
                "it hands the definition to the service host and does nothing else"),
            (KindFolders.Contains(folder), "a folder is named after its feature, not after the kind of its files"),
            (Message().IsMatch(text) && path != $"Observability/{service}Log.cs", $"log messages stand in Observability/{service}Log.cs"),
            (Metric().IsMatch(text) && !name.EndsWith("Metrics", StringComparison.Ordinal), "metrics are made in a class of metrics"),
            (SpanSource().IsMatch(text) && path != $"Observability/{service}Tracing.cs", $"the source of spans stands in Observability/{service}Tracing.cs"),
            (Setting().IsMatch(text) && (SkeletonFolders.Contains(folder) || !name.EndsWith("Options", StringComparison.Ordinal)),
                "settings stand in an options class in the folder of the feature that obeys them"),
            (CrashPoints().IsMatch(text) && path != "Drills/FailpointNames.cs", "crash points are named in Drills/FailpointNames.cs"),
        ];
        return rules.FirstOrDefault(rule => rule.Wrong).Why;
    }

    [GeneratedRegex(@"\[LoggerMessage\(")]
    private static partial Regex Message();

    [GeneratedRegex(@"\.Create(Counter|Gauge|Histogram|Summary|Latency)\(")]
    private static partial Regex Metric();

    [GeneratedRegex(@"\bActivitySource\s+\w+[^;=]*=\s*new\b|new ActivitySource\(")]
    private static partial Regex SpanSource();

    [GeneratedRegex(@"\[ConfigurationKey\(")]
    private static partial Regex Setting();

    [GeneratedRegex(@":\s*IFailpointNames\b")]
    private static partial Regex CrashPoints();
}
