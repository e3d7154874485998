using Torghut.Trading.Checkpoints;

namespace Torghut.Trading.Strategies;

/// <summary>The signals that strategies look back at, symbol by symbol. Without a strategy that looks back it keeps nothing.</summary>
internal sealed class FeatureHistory : ICheckpointed
{
    /// <summary>Late signals are put in their place as long as they are among so many more.</summary>
    private const int Slack = 300;

    private readonly Dictionary<string, SymbolFeatures> _symbols = new(StringComparer.Ordinal);
    private int _depth;

    /// <summary>Bars before the newest that strategies look at.</summary>
    public int Depth
    {
        get => _depth;
        set
        {
            // What was let go of is not known any more.
            if (value > _depth)
            {
                _symbols.Clear();
            }

            _depth = value;
        }
    }

    /// <summary>Signals that are put in before the first of them is looked from: none of them may be let go of by then.</summary>
    public int Ahead { get; set; }

    /// <summary>Whether anything is known of a symbol.</summary>
    public bool Knows(string symbol) => _symbols.ContainsKey(symbol);

    public void Add(string symbol, DateTimeOffset at, long seq, SignalFeatures features)
    {
        if (_depth > 0)
        {
            Of(symbol).Add(at, seq, features, _depth + Math.Max(Slack, Ahead));
        }
    }

    /// <summary>Says of a symbol that there was nothing before.</summary>
    public void Begin(string symbol) => Of(symbol);

    /// <summary>A symbol's signals up to one of them; null while nobody looks back.</summary>
    public SymbolFeatures? UpTo(string symbol, DateTimeOffset at, long seq)
    {
        if (_depth == 0 || !_symbols.TryGetValue(symbol, out var known))
        {
            return null;
        }

        known.MoveTo(at, seq);
        return known;
    }

    /// <summary>Forgets everything: somebody else may have read on meanwhile.</summary>
    public void Clear() => _symbols.Clear();

    public void Save(CheckpointWriter writer) => writer.Write(_symbols, pair =>
    {
        writer.Write(pair.Key);
        pair.Value.Save(writer);
    });

    public void Load(CheckpointReader reader) => reader.All(() => Of(reader.Text()).Load(reader));

    private SymbolFeatures Of(string symbol)
    {
        if (!_symbols.TryGetValue(symbol, out var known))
        {
            _symbols.Add(symbol, known = new SymbolFeatures());
        }

        return known;
    }
}
