namespace Torghut.Ta.Sink;

/// <summary>A row that ClickHouse does not take, whatever stands beside it.</summary>
/// <param name="Reason">A stable word, a colon, then the server's words.</param>
internal sealed record RefusedRow(BatchRow Row, string Reason);
