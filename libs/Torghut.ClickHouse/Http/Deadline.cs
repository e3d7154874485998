namespace Torghut.ClickHouse.Http;

/// <summary>When a query's time is up.</summary>
internal sealed class Deadline(TimeSpan timeout, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _source = new(timeout, time);

    /// <summary>Cancelled by the deadline or by the caller.</summary>
    public CancellationTokenSource Link(CancellationToken ct) => CancellationTokenSource.CreateLinkedTokenSource(_source.Token, ct);

    public ClickHouseConnectionException Expired(string query) => new($"No complete answer within {timeout.TotalSeconds:0.###} s.", query);

    public void Dispose() => _source.Dispose();
}
