using Torghut.Contracts.Market;
using Torghut.Ta.EventTime;
using Torghut.Ta.State;

namespace Torghut.Ta.Engine;

internal sealed partial class PartitionEngine
{
    private SavedClock _savedTrades = SavedClock.Unknown;
    private SavedClock _savedQuotes = SavedClock.Unknown;

    /// <summary>Writes one symbol's state, together with the partition's clocks, which the newest record of any symbol so restores.</summary>
    public void Save(SymbolState state, StateWriter writer)
    {
        writer.WriteHeader();
        writer.WriteString(state.Symbol);
        writer.WriteLong(_trades.MaxEventTs);
        writer.WriteLong(_trades.ClosedSecond);
        writer.WriteLong(_quotes.MaxEventTs);
        writer.WriteLong(_quotes.ClosedSecond);
        state.Write(writer, ForgottenSecond);
        state.WriteAdditions(writer);
    }

    /// <summary>The clocks, for the commit to keep.</summary>
    public SavedClocks Clocks => new(
        new SavedClock(_trades.MaxEventTs, _trades.ClosedSecond, _tradeReceipts.Newest),
        new SavedClock(_quotes.MaxEventTs, _quotes.ClosedSecond, _quoteReceipts.Newest));

    /// <summary>Takes in one saved symbol. Call <see cref="CompleteRestore"/> when all have been.</summary>
    /// <param name="expected">The symbol whose state it should be; null where nobody knows.</param>
    /// <exception cref="StateFormatException">The bytes are not a state this version can read, or another symbol's.</exception>
    public void Restore(ReadOnlySpan<byte> saved, string? expected = null)
    {
        var reader = new StateReader(saved);
        reader.ReadHeader();
        var symbol = reader.ReadString();
        if ((expected is not null && symbol != expected) || !SymbolGrammar.IsValid(symbol))
        {
            throw new StateFormatException($"The saved state of '{expected}' is that of '{symbol}'.");
        }

        var (trades, quotes) = ((reader.ReadLong(), reader.ReadLong()), (reader.ReadLong(), reader.ReadLong()));
        var state = new SymbolState(symbol, _options);
        state.Read(ref reader);
        state.ReadAdditions(ref reader);
        _savedTrades = Newest(_savedTrades, trades);
        _savedQuotes = Newest(_savedQuotes, quotes);
        if (!_symbols.ContainsKey(symbol))
        {
            _budget.TakeKnown();
        }

        _symbols[symbol] = state;
        Array.Clear(_nearSymbols);
    }

    /// <summary>Has a symbol saved with the next commit though nothing about it changed; false when there is no such symbol.</summary>
    public bool MarkForSaving(string symbol)
    {
        if (!_symbols.TryGetValue(symbol, out var state))
        {
            return false;
        }

        MarkChanged(state);
        return true;
    }

    /// <summary>Sets the clocks and rebuilds what follows from the symbols' states: the windows by second and the waiting signals in their order.</summary>
    /// <param name="clocks">What the last commit kept; null for the newest that a symbol's state has, as earlier builds had it.</param>
    public void CompleteRestore(SavedClocks? clocks = null)
    {
        var (trades, quotes) = (clocks?.Trades ?? _savedTrades, clocks?.Quotes ?? _savedQuotes);
        _trades.Restore(trades.MaxEventTs, trades.ClosedSecond);
        _quotes.Restore(quotes.MaxEventTs, quotes.ClosedSecond);
        _tradeReceipts.Restore(trades.Receipt);
        _quoteReceipts.Restore(quotes.Receipt);
        Confine();
        RestoreHours();
        RestoreActions();
    }

    /// <summary>Drops what cannot be where the clocks are, and puts the rest where the engine looks for it.</summary>
    private void Confine()
    {
        _finalizedSecond = _trades.ClosedSecond;
        foreach (var open in _openBySecond)
        {
            open.Clear();
        }

        _waiting.Clear();
        var waiting = new List<WaitingSignal>();
        foreach (var state in _symbols.Values)
        {
            if (state.Confine(_trades.ClosedSecond, _quotes.ClosedSecond))
            {
                MarkChanged(state);
            }

            foreach (var window in state.OpenWindows())
            {
                _openBySecond[window.EndSecond & (SymbolState.OpenSlots - 1)].Add(state);
            }

            for (var i = 0; i < state.Pending.Count; i++)
            {
                waiting.Add(new WaitingSignal(state.Pending[i].EndSecond, state));
            }
        }

        waiting.Sort((left, right) =>
        {
            var order = left.EndSecond.CompareTo(right.EndSecond);
            return order != 0 ? order : BySymbol(left.State, right.State);
        });
        foreach (var signal in waiting)
        {
            _waiting.Enqueue(signal);
        }

        _early = 0;
        QuotesBeyond = _symbols.Values.Sum(BeyondOf);
    }

    private static SavedClock Newest(in SavedClock clock, (long MaxEventTs, long ClosedSecond) other) => new(
        Math.Max(clock.MaxEventTs, other.MaxEventTs), Math.Max(clock.ClosedSecond, other.ClosedSecond), PartitionWatermark.None);
}
