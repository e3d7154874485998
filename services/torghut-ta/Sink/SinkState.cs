namespace Torghut.Ta.Sink;

/// <summary>Whether rows are written to ClickHouse.</summary>
internal enum SinkState
{
    Running,

    /// <summary>Nothing is written; compute goes on and the rows wait in Kafka.</summary>
    Paused,
}
