using Torghut.Trading.Signals;

namespace Torghut.Trading.Tests.Loop;

/// <summary>Cursor and memory of signals, without a database.</summary>
internal sealed class MemorySignalMemory : ISignalMemoryStore
{
    public SignalPosition? Cursor { get; set; }

    public DateTimeOffset? From { get; set; }

    public SortedSet<SignalPosition> Read { get; } = [];

    public Task<SignalMemory> LoadAsync(string accountLabel, string source, CancellationToken cancellationToken) =>
        Task.FromResult(new SignalMemory(Cursor, From, [.. Read]));

    public Task AdvanceAsync(SignalsRead read, SignalPosition cursor, DateTimeOffset from, CancellationToken cancellationToken)
    {
        Read.UnionWith(read.Positions);
        Read.RemoveWhere(position => position.EventTs < from);
        (Cursor, From) = (cursor, from);
        return Task.CompletedTask;
    }
}
