namespace Torghut.Ta.Engine;

/// <summary>Totals since the engine was made; they are not part of its state.</summary>
internal sealed class EngineCounters
{
    public long Trades;
    public long Quotes;
    public long Late;
    public long Duplicates;
    public long Redelivered;
    public long Microbars;
    public long Signals;

    /// <summary>Records sent again because events came for a window that had fired early.</summary>
    public long Revisions;

    public long UnknownConditions;

    /// <summary>Declarations of corporate actions, repeated ones included.</summary>
    public long CorporateActions;

    /// <summary>Times that indicators began anew because of one.</summary>
    public long IndicatorRestarts;

    /// <summary>Symbols whose state was let go.</summary>
    public long Evicted;

    /// <summary>Shares of seconds that had volume but no price that may make a bar.</summary>
    public double IneligibleVolume;
}
