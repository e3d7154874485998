using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Torghut.Testing;

namespace Torghut.Charts.Tests.RealCluster;

/// <summary>
/// A kube-apiserver over etcd, started from the folder that TORGHUT_REAL_KUBERNETES names (by default ../shared/real/kubernetes beside the work tree) by its
/// apiserver.sh. Objects are checked and stored; nothing runs.
/// </summary>
internal sealed class RealApiServer : IDisposable
{
    private readonly string _folder;
    private readonly string _kubectl;
    private readonly string _script;

    private RealApiServer(string script, string folder, string kubectl) => (_script, _folder, _kubectl) = (script, folder, kubectl);

    private static int Port { get; } = FreePorts();

    private string Kubeconfig => Path.Combine(_folder, "kubeconfig");

    /// <summary>Skips the test where there is no such folder.</summary>
    public static async Task<RealApiServer> StartAsync(string folder, string kubectl)
    {
        var home = Environment.GetEnvironmentVariable("TORGHUT_REAL_KUBERNETES") is { Length: > 0 } named
            ? named
            : Path.Combine(Repository.Root, "..", "shared", "real", "kubernetes");
        var script = Path.Combine(home, "apiserver.sh");
        if (!File.Exists(script))
        {
            Assert.Ignore(
                "Needs a kube-apiserver, which is not part of the product: TORGHUT_REAL_KUBERNETES names a folder with an apiserver.sh that starts it.");
        }

        var server = new RealApiServer(script, folder, kubectl);

        // The script waits for half a minute; on a crowded machine a first start may take longer.
        var text = "";
        for (var attempt = 0; attempt < 3; attempt++)
        {
            int code;
            (code, text) = await server.RunAsync("bash", [script, "start", folder, Port.ToString(CultureInfo.InvariantCulture)], "");
            if (code == 0)
            {
                // Objects of a chart that name no namespace are those of its release.
                var kubeconfig = await File.ReadAllTextAsync(server.Kubeconfig);
                await File.WriteAllTextAsync(
                    server.Kubeconfig, kubeconfig.Replace("user: admin}}]", "user: admin, namespace: torghut}}]", StringComparison.Ordinal));
                return server;
            }

            server.Dispose();
        }

        throw new AssertionException(text);
    }

    /// <summary>Runs kubectl as the administrator.</summary>
    public async Task<string> KubectlAsync(string input, params string[] arguments)
    {
        var (code, text) = await RunAsync(_kubectl, ["--kubeconfig", Kubeconfig, .. arguments], input);
        Assert.That(code, Is.Zero, $"kubectl {string.Join(' ', arguments)}: {text}");
        return text;
    }

    /// <summary>A kubeconfig for a token; the text is that of the administrator with another user.</summary>
    public string KubeconfigFor(string token, string serverName = "")
    {
        var path = Path.Combine(_folder, $"kubeconfig-{Guid.NewGuid():N}");
        var text = File.ReadAllText(Kubeconfig).Replace("{token: admin}", $$"""{token: "{{token}}"}""", StringComparison.Ordinal);
        File.WriteAllText(path, serverName.Length == 0 ? text
            : text.Replace("certificate-authority:", $"tls-server-name: {serverName}, certificate-authority:", StringComparison.Ordinal));
        return path;
    }

    /// <summary>Kills the API server and starts it again with the same arguments; what it knew by heart is gone, the store is not.</summary>
    public async Task RestartAsync()
    {
        var file = Path.Combine(_folder, "api.pid");
        var pid = (await File.ReadAllTextAsync(file)).Trim();
        var command = (await File.ReadAllTextAsync($"/proc/{pid}/cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Kill(file);
        await Eventually.HoldsAsync(() => !Directory.Exists($"/proc/{pid}"), "the API server is gone");
        await RunAsync("bash", ["-c", """log=$1; pid=$2; shift 2; setsid "$@" >>"$log" 2>&1 </dev/null & echo $! >"$pid" """, "again",
            Path.Combine(_folder, "api.log"), file, .. command], "");
        await Eventually.HoldsAsync(
            async () => (await RunAsync(_kubectl, ["--kubeconfig", Kubeconfig, "get", "--raw", "/readyz"], "")).Code == 0, "the API server serves again");
    }

    /// <summary>Takes every version before the present one out of the store.</summary>
    public async Task CompactAsync()
    {
        using var etcd = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port + 2}") };
        using var status = await etcd.PostAsJsonAsync("/v3/maintenance/status", new { });
        var revision = JsonNode.Parse(await status.Content.ReadAsStringAsync())!["header"]!["revision"]!.GetValue<string>();
        using var compacted = await etcd.PostAsJsonAsync("/v3/kv/compaction", new { revision, physical = true });
        Assert.That(compacted.StatusCode, Is.EqualTo(HttpStatusCode.OK), await compacted.Content.ReadAsStringAsync());
    }

    public void Dispose()
    {
        Kill(Path.Combine(_folder, "api.pid"));
        Kill(Path.Combine(_folder, "etcd.pid"));
    }

    private static void Kill(string file)
    {
        if (File.Exists(file))
        {
            using var kill = Process.Start("kill", ["-9", File.ReadAllText(file).Trim()]);
            kill.WaitForExit();
        }
    }

    /// <summary>The first of four.</summary>
    private static int FreePorts()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var some = ((IPEndPoint)listener.LocalEndpoint).Port;
        return 20_000 + (some % 8_000);
    }

    private async Task<(int Code, string Text)> RunAsync(string program, IReadOnlyList<string> arguments, string input)
    {
        var (output, given) = (Path.Combine(_folder, $"out-{Guid.NewGuid():N}"), Path.Combine(_folder, $"in-{Guid.NewGuid():N}"));
        await File.WriteAllTextAsync(given, input);

        // Into a file: the servers inherit what the script writes to, and would keep a pipe open.
        var info = new ProcessStartInfo("bash", ["-c", "out=$1; in=$2; shift 2; \"$@\" >\"$out\" 2>&1 <\"$in\"", "run", output, given, program, .. arguments]);
        info.Environment["KUBECTL"] = _kubectl;
        using var process = Process.Start(info)!;
        await process.WaitForExitAsync();
        var text = await File.ReadAllTextAsync(output);
        File.Delete(output);
        File.Delete(given);
        return (process.ExitCode, text);
    }
}
