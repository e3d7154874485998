namespace Torghut.Trading.Signals;

/// <summary>Cursor and memory of the signals that were read, as <see cref="SignalMemoryStore"/> keeps them in Postgres.</summary>
internal interface ISignalMemoryStore
{
    /// <summary>What is known of a source.</summary>
    Task<SignalMemory> LoadAsync(string accountLabel, string source, CancellationToken cancellationToken);

    /// <summary>Remembers what was read, moves the cursor, which never moves back, and forgets what is older than <paramref name="from"/>.</summary>
    Task AdvanceAsync(SignalsRead read, SignalPosition cursor, DateTimeOffset from, CancellationToken cancellationToken);
}
