using System.Text;
using Prometheus;

namespace Torghut.Testing;

/// <summary>What a scrape of a registry returns.</summary>
public static class RegistryPage
{
    public static async Task<string> ReadAsync(CollectorRegistry registry, ExpositionFormat format = ExpositionFormat.PrometheusText)
    {
        using var page = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(page, format);
        return Encoding.UTF8.GetString(page.ToArray());
    }
}
