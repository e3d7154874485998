using System.Globalization;
using System.Text.Json;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests.Support;

/// <summary>A torghut-ta process and what its endpoints say.</summary>
internal sealed class RunningTa : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly IReadOnlyDictionary<string, string> _environment;

    public RunningTa(IReadOnlyDictionary<string, string> environment)
    {
        _environment = environment;
        Process = ServiceProcess.Start("torghut-ta", environment);
    }

    public ServiceProcess Process { get; }

    public async Task<(bool Ready, string? ErrorClass)> ReadinessAsync()
    {
        try
        {
            using var response = await _http.GetAsync(Url("TA_HEALTH_PORT", "/readyz"));
            var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            return (response.IsSuccessStatusCode, body.GetProperty("error_class").GetString());
        }
        catch (HttpRequestException)
        {
            return (false, null);
        }
    }

    public async Task<JsonElement> StatusAsync() => JsonDocument.Parse(await _http.GetStringAsync(Url("TA_HEALTH_PORT", "/ta/status"))).RootElement;

    public Task<string> MetricsPageAsync() => _http.GetStringAsync(Url("TA_METRICS_PORT", "/metrics"));

    /// <summary>The sum over a metric's series whose labels contain a text; 0 while the process does not listen yet.</summary>
    public async Task<double> MetricAsync(string name, string labels = "")
    {
        string page;
        try
        {
            page = await MetricsPageAsync();
        }
        catch (HttpRequestException)
        {
            return 0;
        }

        return page.Split('\n')
            .Where(line => (line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal))
                && line.Contains(labels, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    public async Task BecomesReadyAsync(TimeSpan? timeout = null)
    {
        try
        {
            await Eventually.HoldsAsync(async () => (await ReadinessAsync()).Ready, "torghut-ta is ready", timeout);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"torghut-ta is not ready: {await ReadinessAsync()}\n{Process.Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _http.Dispose();
    }

    private Uri Url(string portKey, string path) => new($"http://127.0.0.1:{_environment[portKey]}{path}");
}
