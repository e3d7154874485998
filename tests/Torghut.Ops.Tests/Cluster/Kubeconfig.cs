namespace Torghut.Ops.Tests.Cluster;

/// <summary>A kubeconfig file for a server without TLS.</summary>
internal sealed class Kubeconfig : IDisposable
{
    private readonly string _server;

    public Kubeconfig(string server, string token)
    {
        _server = server;
        Write(token);
    }

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Write(string token) => File.WriteAllText(
        Path,
        $$"""
        apiVersion: v1
        kind: Config
        clusters: [{name: local, cluster: {server: "{{_server}}"} }]
        users: [{name: ops, user: {token: "{{token}}"} }]
        contexts: [{name: local, context: {cluster: local, user: ops} }]
        current-context: local
        """);

    public void Dispose() => File.Delete(Path);
}
