namespace Torghut.Trading.Backtest;

/// <summary>Why live and backtest decided differently; a closed list. Only <see cref="Unknown"/> is a defect.</summary>
internal enum ParityCause
{
    /// <summary>Live decided on other data: what came late, or what was revised.</summary>
    LateData,

    /// <summary>Another strategy, version, parameter or switch of the file.</summary>
    Configuration,

    /// <summary>The service was started, or did not run.</summary>
    RestartGap,

    /// <summary>The symbol was in the universe of one and not of the other.</summary>
    Universe,

    /// <summary>Market time was another: the signal was too old, or the session over.</summary>
    Clock,

    /// <summary>Cash, positions, working orders or cool-downs were others: an order filled otherwise.</summary>
    Fill,

    /// <summary>Somebody engaged a stop, a switch, or a suspension.</summary>
    ManualAction,

    Unknown,
}
