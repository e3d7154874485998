using Torghut.Ops.Observability;

namespace Torghut.Ops.Symbols;

/// <summary>The symbol universe. A change is in the file before it is visible.</summary>
internal sealed class SymbolUniverse
{
    /// <summary>Alpaca's largest subscription is far below; a longer list is a mistake.</summary>
    public const int MaxSymbols = 5_000;

    private readonly Lock _changes = new();
    private readonly SymbolFile? _file;
    private readonly TimeProvider _time;
    private readonly OpsMetrics _metrics;
    private volatile IReadOnlyList<SymbolEntry> _entries;

    public SymbolUniverse(SymbolOptions options, TimeProvider time, OpsMetrics metrics, ILogger<SymbolUniverse> logger)
    {
        _time = time;
        _metrics = metrics;
        _file = options.File.Length > 0 ? new SymbolFile(options.File) : null;
        var stored = _file?.Read();
        _entries = stored
            ?? [.. options.Static.Distinct().Order(StringComparer.Ordinal).Select(s => new SymbolEntry(s, true, time.GetUtcNow(), "configuration"))];
        _metrics.Symbols(Enabled.Count);
        OpsLog.UniverseLoaded(logger, Enabled.Count, stored is null ? "OPS_STATIC_SYMBOLS" : _file!.Path);
    }

    /// <summary>All entries by symbol.</summary>
    public IReadOnlyList<SymbolEntry> Entries => _entries;

    /// <summary>Symbols that are subscribed and traded, in order.</summary>
    public IReadOnlyList<string> Enabled => [.. _entries.Where(e => e.Enabled).Select(e => e.Symbol)];

    /// <summary>The file that keeps changes; null when nothing can be changed.</summary>
    public string? File => _file?.Path;

    /// <summary>Enables or disables symbols; those that are so already keep who made them so.</summary>
    /// <returns>The symbols that changed.</returns>
    /// <exception cref="InvalidOperationException">There is no file, or the universe would be too large.</exception>
    /// <exception cref="IOException">The file could not be written; nothing changed.</exception>
    public IReadOnlyList<string> Set(IReadOnlyCollection<string> symbols, bool enabled, string actor, string reason)
    {
        if (_file is null)
        {
            throw new InvalidOperationException("OPS_SYMBOLS_FILE is not set, so the universe cannot be changed.");
        }

        lock (_changes)
        {
            var entries = _entries.ToDictionary(e => e.Symbol, StringComparer.Ordinal);
            var changed = symbols.Where(s => entries.GetValueOrDefault(s)?.Enabled != enabled).Distinct().Order(StringComparer.Ordinal).ToArray();
            foreach (var symbol in changed)
            {
                entries[symbol] = new SymbolEntry(symbol, enabled, _time.GetUtcNow(), actor, reason);
            }

            if (entries.Count > MaxSymbols)
            {
                throw new InvalidOperationException($"The universe would have {entries.Count} symbols; {MaxSymbols} is the most.");
            }

            if (changed.Length > 0)
            {
                var next = entries.Values.OrderBy(e => e.Symbol, StringComparer.Ordinal).ToArray();
                _file.Write(next);
                _entries = next;
                _metrics.Symbols(Enabled.Count);
            }

            return changed;
        }
    }
}
