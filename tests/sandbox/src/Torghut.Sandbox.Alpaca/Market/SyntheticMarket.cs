namespace Torghut.Sandbox.Alpaca.Market;

/// <summary>The last trade and quote of every symbol.</summary>
internal sealed class SyntheticMarket(IReadOnlyList<SymbolInfo> symbols)
{
    private readonly Dictionary<string, SymbolInfo> _byName = symbols.ToDictionary(s => s.Name, StringComparer.Ordinal);
    private readonly SymbolState[] _states = new SymbolState[symbols.Count];
    private readonly Lock _gate = new();

    public IReadOnlyList<SymbolInfo> Symbols { get; } = symbols;

    public SymbolInfo? Find(string name) => _byName.GetValueOrDefault(name);

    public void Apply(in Tick tick)
    {
        lock (_gate)
        {
            ref var state = ref _states[tick.Symbol];
            if (tick.Kind == TickKind.Quote)
            {
                state.Quote = tick;
            }
            else if (tick.Time >= state.Trade.Time)
            {
                state.Trade = tick;
                state.FirstPrice = state.FirstPrice == 0 ? tick.Price : state.FirstPrice;
            }
        }
    }

    public SymbolState Of(int symbol)
    {
        lock (_gate)
        {
            return _states[symbol];
        }
    }
}
