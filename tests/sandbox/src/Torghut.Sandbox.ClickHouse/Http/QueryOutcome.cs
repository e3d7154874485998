using Torghut.Sandbox.ClickHouse.Engine;

namespace Torghut.Sandbox.ClickHouse.Http;

/// <summary>A query that succeeded. The result is null for an insert of data.</summary>
internal sealed record QueryOutcome(QueryFigures Figures, string Format, EngineResult? Result) : IDisposable
{
    public void Dispose() => Result?.Dispose();
}
