using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Data;

/// <summary>What the market did until now, in the source's time, oldest first.</summary>
internal interface IMarketHistory
{
    /// <summary>Completed minute bars that start in a span of time, both ends included.</summary>
    IEnumerable<Bar> Minutes(SymbolInfo symbol, long start, long end);

    /// <summary>Trades in a span of time, both ends included.</summary>
    IEnumerable<Tick> Trades(SymbolInfo symbol, long start, long end);

    /// <summary>Quotes in a span of time, both ends included.</summary>
    IEnumerable<Tick> Quotes(SymbolInfo symbol, long start, long end);
}
