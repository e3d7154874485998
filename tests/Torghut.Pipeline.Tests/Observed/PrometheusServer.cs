using System.Globalization;
using System.Text;
using System.Text.Json;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Observed;

/// <summary>The real Prometheus with the charts' rules, on a sandbox. Jobs are called as in a cluster.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly HttpClient Http = new();

    private readonly ServiceProcess _process;
    private readonly Uri _address;

    private PrometheusServer(ServiceProcess process, Uri address)
    {
        _process = process;
        _address = address;
    }

    /// <summary>Jobs as in a cluster, with the key of the port that each is scraped at.</summary>
    public static IReadOnlyList<(string Job, string Port)> Jobs { get; } =
    [
        ("torghut-ws", "METRICS_PORT"), ("torghut-ta", "TA_METRICS_PORT"), ("torghut", "TRADING_PORT"), ("torghut-ops", "OPS_PORT"),
    ];

    /// <param name="folder">Where its data go.</param>
    /// <param name="keys">The environment that the sandbox gave its services.</param>
    public static async Task<PrometheusServer> StartAsync(string folder, IReadOnlyDictionary<string, string> keys)
    {
        Directory.CreateDirectory(folder);
        var rules = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "charts")).Select(chart => Path.Combine(chart, "alerts.yaml"))
            .Where(File.Exists).Select(file => $"'{file}'");
        var text = new StringBuilder("global: {scrape_interval: 15s, evaluation_interval: 15s}\n")
            .Append(CultureInfo.InvariantCulture, $"rule_files: [{string.Join(", ", rules)}]\nscrape_configs:\n");
        foreach (var (job, port) in Jobs)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - job_name: {job}\n    static_configs: [{{targets: ['127.0.0.1:{keys[port]}']}}]\n");
        }

        var configuration = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(configuration, text.ToString());
        var address = $"127.0.0.1:{ServiceProcess.FreePort()}";
        var process = ServiceProcess.StartFile(
            Executable(), new Dictionary<string, string>(), $"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(folder, "data")}",
            $"--web.listen-address={address}");
        return new PrometheusServer(process, new Uri($"http://{address}/"));
    }

    /// <summary>How many series a query has that are numbers.</summary>
    public async Task<int> CountAsync(string query) => (await GetAsync("api/v1/query?query=" + Uri.EscapeDataString(query))).GetProperty("result")
        .EnumerateArray().Count(series => series.GetProperty("value")[1].GetString() is not ("NaN" or "+Inf" or "-Inf"));

    /// <summary>The alerts that fire.</summary>
    public async Task<IReadOnlyList<string>> FiringAsync() =>
        [.. (await GetAsync("api/v1/alerts")).GetProperty("alerts").EnumerateArray().Where(alert => alert.GetProperty("state").GetString() == "firing")
            .Select(alert => alert.GetProperty("labels").GetProperty("alertname").GetString()!).Distinct()];

    public async Task<bool> IsReadyAsync()
    {
        Assert.That(_process.HasExited, Is.False, () => _process.Output);
        try
        {
            using var response = await Http.GetAsync(new Uri(_address, "-/ready"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string Executable() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "prometheus"))
        .FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("prometheus is not installed: run build/bootstrap.");

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = JsonDocument.Parse(await Http.GetStringAsync(new Uri(_address, path)));
        return answer.RootElement.GetProperty("data").Clone();
    }
}
