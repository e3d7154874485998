namespace Torghut.Ops.Cluster;

/// <summary>Connections as a configuration wants them.</summary>
/// <param name="Identity">Of all that they depend on: address, authorities, and the certificate that is shown.</param>
internal sealed record ClusterConnection(HttpClient Http, string Identity);
