using System.Collections.Concurrent;
using Torghut.Sandbox.ClickHouse.Engine;

namespace Torghut.Sandbox.ClickHouse.Http;

/// <summary>Ids of the queries that run. Two queries of one id cannot be told apart, so ClickHouse refuses the second while the first runs.</summary>
internal sealed class RunningQueries
{
    private readonly ConcurrentDictionary<string, bool> _ids = new(StringComparer.Ordinal);

    /// <summary>Takes the id until the result is disposed.</summary>
    /// <exception cref="EngineException">A query of this id is running.</exception>
    public IDisposable Begin(string id) => _ids.TryAdd(id, true)
        ? new Entry(_ids, id)
        : throw EngineException.Of(
            ErrorCodes.QueryWithSameIdIsAlreadyRunning, $"Query with id = {id} is already running.", "QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING");

    private sealed class Entry(ConcurrentDictionary<string, bool> ids, string id) : IDisposable
    {
        public void Dispose() => ids.TryRemove(id, out _);
    }
}
