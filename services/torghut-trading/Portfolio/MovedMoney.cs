namespace Torghut.Trading.Portfolio;

/// <summary>Money that was moved in or out of the account, as reconciliation last read it.</summary>
internal sealed class MovedMoney
{
    private readonly Lock _guard = new();
    private decimal _sinceLastClose;

    /// <summary>USD moved in since the last close, less what was moved out.</summary>
    public decimal SinceLastClose
    {
        get
        {
            lock (_guard)
            {
                return _sinceLastClose;
            }
        }

        set
        {
            lock (_guard)
            {
                _sinceLastClose = value;
            }
        }
    }
}
