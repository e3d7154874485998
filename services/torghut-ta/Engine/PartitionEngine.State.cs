using Torghut.Ta.State;

namespace Torghut.Ta.Engine;

internal sealed partial class PartitionEngine
{
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
    }

    /// <summary>Takes in one saved symbol. Call <see cref="CompleteRestore"/> when all have been.</summary>
    /// <exception cref="StateFormatException">The bytes are not a state this version can read.</exception>
    public void Restore(ReadOnlySpan<byte> saved)
    {
        var reader = new StateReader(saved);
        reader.ReadHeader();
        var symbol = reader.ReadString();
        _trades.Restore(reader.ReadLong(), reader.ReadLong());
        _quotes.Restore(reader.ReadLong(), reader.ReadLong());
        var state = new SymbolState(symbol, _options);
        state.Read(ref reader);
        reader.SkipAdditions();
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

    /// <summary>Rebuilds what follows from the symbols' states: the windows by second and the waiting signals in their order.</summary>
    public void CompleteRestore()
    {
        _finalizedSecond = _trades.ClosedSecond;
        var waiting = new List<WaitingSignal>();
        foreach (var state in _symbols.Values)
        {
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
    }
}
