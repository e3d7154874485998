namespace Torghut.Ta.Engine;

/// <summary>How many symbols may have state in this process, over all of its partitions. Used by one thread.</summary>
internal sealed class SymbolBudget(int most)
{
    private int _taken;

    /// <summary>Takes a place for a new symbol; false when there is none.</summary>
    public bool TryTake()
    {
        if (_taken >= most)
        {
            return false;
        }

        _taken++;
        return true;
    }

    /// <summary>Counts symbols that have state already, whether there is room or not: who is known goes on.</summary>
    public void TakeKnown() => _taken++;

    public void Release(int symbols) => _taken -= symbols;
}
