using Torghut.Common.Configuration;

namespace Torghut.Common.Tests.Configuration;

/// <summary>A key that a cluster sets.</summary>
internal sealed class SampleClusterOptions
{
    [ConfigurationKey("KUBERNETES_SERVICE_HOST", "Set by the cluster.")]
    public string Host { get; set; } = "";
}
