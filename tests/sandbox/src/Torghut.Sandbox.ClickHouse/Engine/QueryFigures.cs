namespace Torghut.Sandbox.ClickHouse.Engine;

/// <summary>What a query read, wrote and answered; the content of X-ClickHouse-Summary.</summary>
internal readonly record struct QueryFigures(
    ulong RowsRead, ulong BytesRead, ulong RowsWritten, ulong BytesWritten, ulong ResultRows, ulong ResultBytes, TimeSpan Elapsed);
