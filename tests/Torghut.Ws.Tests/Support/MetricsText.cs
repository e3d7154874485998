using System.Text;

namespace Torghut.Ws.Tests.Support;

/// <summary>What a scrape of a registry would read.</summary>
internal static class MetricsText
{
    public static async Task<string> OfAsync(Prometheus.CollectorRegistry registry)
    {
        using var text = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(text);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
