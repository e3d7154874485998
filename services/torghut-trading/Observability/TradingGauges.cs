namespace Torghut.Trading.Observability;

/// <summary>Current values that are read at a scrape.</summary>
internal sealed class TradingGauges(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private long _reconciledAt;
    private long _tickedAt;
    private double _signalLag;

    public bool LeaseHeld { get; set; }

    public bool KillSwitchActive { get; set; }

    /// <summary>Latches in force that are not in both of their places yet.</summary>
    public int UnsavedLatches { get; set; }

    /// <summary>Whether an emergency stop has not emptied the book in time, or cannot ask for it.</summary>
    public bool MassCancelFailing { get; set; }

    public string Mode { get; set; } = "paper";

    public int UniverseSymbols { get; set; }

    /// <summary>Symbols with a position that no strategy watches.</summary>
    public int HeldSymbolsUnwatched { get; set; }

    public int UnresolvedOrders { get; set; }

    /// <summary>Orders and items of the broker that are not ours and that nobody acknowledged.</summary>
    public int ExternalOrders { get; set; }

    public bool ReconciliationBreak { get; set; }

    /// <summary>Live and backtests compared; null before a day was.</summary>
    public ParityView? Parity { get; set; }

    /// <summary>Why the newest catalogue file was refused; empty when it is the one in force.</summary>
    public IReadOnlyList<(string File, long Line, string Field)> CatalogueProblems { get; set; } = [];

    public double SignalLagSeconds
    {
        get => Volatile.Read(ref _signalLag);
        set => Volatile.Write(ref _signalLag, value);
    }

    public double ReconcileLagSeconds => SecondsSince(ref _reconciledAt);

    public double TickAgeSeconds => SecondsSince(ref _tickedAt);

    public void Reconciled() => Volatile.Write(ref _reconciledAt, time.GetTimestamp());

    public void Ticked() => Volatile.Write(ref _tickedAt, time.GetTimestamp());

    private double SecondsSince(ref long timestamp)
    {
        var at = Volatile.Read(ref timestamp);
        return time.GetElapsedTime(at == 0 ? _started : at).TotalSeconds;
    }
}
