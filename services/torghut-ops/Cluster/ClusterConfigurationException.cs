namespace Torghut.Ops.Cluster;

/// <summary>How to reach the cluster is not known.</summary>
internal sealed class ClusterConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
