using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;
using Torghut.Common.Metrics;
using Torghut.Testing;

namespace Torghut.Common.Tests.Metrics;

public sealed class MetricsEndpointTests
{
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    [SetUp]
    public async Task SetUp()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        builder.Services.AddSingleton(_ => Prometheus.Metrics.NewCustomRegistry());
        _app = builder.Build();
        _app.UseRouting();
        MetricsEndpoint.Map(_app);
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
        var latency = ServiceMetricFactory.Create(_app.Services.GetRequiredService<CollectorRegistry>())
            .CreateLatency("torghut_sample_seconds", "Durations.", [0.1, 1]);
        using var activity = new Activity("sample") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        latency.Observe(0.05);
    }

    [TearDown]
    public async Task TearDown()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Get_NothingAccepted_IsPrometheusText()
    {
        using var response = await _http.GetAsync(new Uri("/metrics", UriKind.Relative));
        var page = await response.Content.ReadAsStringAsync();
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
        Assert.That(page, Does.Contain("torghut_sample_seconds_bucket{le=\"1\"} 1\n").And.Not.Contain("trace_id"));
        Assert.That(await Promtool.CheckAsync(page), Is.Empty);
    }

    [TestCase("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1")]
    [TestCase("application/openmetrics-text; version=1.0.0; charset=utf-8")]
    public async Task Get_OpenMetricsAccepted_HasExemplars(string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await _http.SendAsync(request);
        var page = await response.Content.ReadAsStringAsync();
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/openmetrics-text"));
        Assert.That(page,
            Does.Match("torghut_sample_seconds_bucket\\{le=\"0.1\"\\} 1 # \\{trace_id=\"[0-9a-f]{32}\",span_id=\"[0-9a-f]{16}\"\\} 0.05 ").And.EndWith(
                "# EOF\n"));
    }

    [TestCase("application/openmetrics-text;q=NaN")]
    [TestCase("application/openmetrics-text;q=1e999999999")]
    [TestCase("*/*;q=-1;q=2;q=")]
    [TestCase(";;;,,,===\"unterminated")]
    public async Task Get_HostileAccept_IsAnsweredWithAPage(string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Accept", [accept, string.Join(',', Enumerable.Repeat("a/b;q=0.1", 500))]);
        using var response = await _http.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("torghut_sample_seconds_count 1"));
    }

    [Test]
    public async Task Post_IsNotAllowed()
    {
        using var response = await _http.PostAsync(new Uri("/metrics", UriKind.Relative), null);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
    }
}
