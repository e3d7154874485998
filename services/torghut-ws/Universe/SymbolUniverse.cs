namespace Torghut.Ws.Universe;

/// <summary>The symbols that should be subscribed now. One writer, any number of readers.</summary>
internal sealed class SymbolUniverse
{
    private readonly Lock _changing = new();
    private UniverseSnapshot _current = new(0, []);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public UniverseSnapshot Current
    {
        get
        {
            lock (_changing)
            {
                return _current;
            }
        }
    }

    /// <summary>Replaces the list; readers wake only when it differs.</summary>
    public bool Set(IReadOnlyList<string> symbols)
    {
        TaskCompletionSource woken;
        lock (_changing)
        {
            if (_current.Version > 0 && _current.Symbols.SequenceEqual(symbols, StringComparer.Ordinal))
            {
                return false;
            }

            _current = new UniverseSnapshot(_current.Version + 1, symbols);
            woken = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        woken.SetResult();
        return true;
    }

    /// <summary>Waits until the list is newer than <paramref name="version"/>.</summary>
    public async Task<UniverseSnapshot> WaitNewerAsync(int version, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_changing)
            {
                if (_current.Version > version)
                {
                    return _current;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }
}

/// <summary>One state of the universe.</summary>
/// <param name="Version">Grows with every change; 0 before the first list.</param>
/// <param name="Symbols">Sorted, without repetitions.</param>
internal sealed record UniverseSnapshot(int Version, IReadOnlyList<string> Symbols);
