using System.Globalization;
using System.Text.Json;
using Torghut.Testing;

namespace Torghut.Ws.Integration.Tests.Sandbox;

/// <summary>A torghut-ws child process and what it says about itself.</summary>
internal sealed class Forwarder : IAsyncDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly int _healthPort = ServiceProcess.FreePort();
    private readonly int _metricsPort = ServiceProcess.FreePort();
    private bool _disposed;

    public Forwarder(Dictionary<string, string> environment, IEnumerable<(string Key, string Value)> overrides)
    {
        environment["HEALTH_PORT"] = _healthPort.ToString(CultureInfo.InvariantCulture);
        environment["METRICS_PORT"] = _metricsPort.ToString(CultureInfo.InvariantCulture);
        foreach (var (key, value) in overrides)
        {
            environment[key] = value;
        }

        Process = ServiceProcess.Start("torghut-ws", environment);
    }

    public ServiceProcess Process { get; }

    /// <summary>The answer of <c>/readyz</c>; status 0 while nobody listens.</summary>
    public async Task<Readyz> ReadyzAsync()
    {
        try
        {
            using var response = await _http.GetAsync(new Uri($"http://127.0.0.1:{_healthPort}/readyz"));
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            var root = body.RootElement;
            Assert.That(root.EnumerateObject().Select(field => field.Name), Is.EqualTo(new[] { "status", "ready", "error_class", "gates" }));
            Assert.That(root.GetProperty("ready").GetBoolean(), Is.EqualTo(response.IsSuccessStatusCode));
            return new Readyz(
                (int)response.StatusCode,
                root.GetProperty("status").GetString(),
                root.GetProperty("error_class").GetString(),
                root.GetProperty("gates").EnumerateObject().ToDictionary(gate => gate.Name, gate => gate.Value.GetBoolean()));
        }
        catch (HttpRequestException)
        {
            return Process.HasExited
                ? throw new AssertionException($"torghut-ws ended with {Process.ExitCode}:\n{Process.Output}")
                : new Readyz(0, null, null, new Dictionary<string, bool>());
        }
    }

    public async Task<int> HealthzAsync()
    {
        using var response = await _http.GetAsync(new Uri($"http://127.0.0.1:{_healthPort}/healthz"));
        return (int)response.StatusCode;
    }

    public Task ReadyAsync(TimeSpan? timeout = null) => AwaitAsync(response => response.Status == 200, "torghut-ws is ready", timeout);

    public Task NotReadyAsync(string errorClass, TimeSpan? timeout = null) =>
        AwaitAsync(response => response.Status == 503 && response.ErrorClass == errorClass, $"/readyz says {errorClass}", timeout);

    /// <summary>Sum of the series of a metric whose line holds <paramref name="label"/>.</summary>
    public async Task<double> MetricAsync(string name, string label = "")
    {
        var page = await MetricsPageAsync();
        return page.Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is ' ' or '{'
            && line.Contains(label, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    public Task<string> MetricsPageAsync() => _http.GetStringAsync(new Uri($"http://127.0.0.1:{_metricsPort}/metrics"));

    public Task MetricReachesAsync(string name, double least, string label = "", TimeSpan? timeout = null) =>
        Eventually.ReadsAsync(() => MetricAsync(name, label), value => value >= least, $"{name}{{{label}}} reaches {least}", timeout);

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await Process.DisposeAsync();
        _http.Dispose();
    }

    private async Task AwaitAsync(Func<Readyz, bool> accept, string what, TimeSpan? timeout)
    {
        try
        {
            await Eventually.ReadsAsync(ReadyzAsync, accept, what, timeout);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{exception.Message}\n{Process.Output}", exception);
        }
    }
}
