namespace Torghut.Trading.Risk;

/// <summary>What the service lets itself do, from least to most restricted.</summary>
internal enum TradingState
{
    /// <summary>Entries and exits.</summary>
    Active,

    /// <summary>Only orders that reduce exposure.</summary>
    Reducing,

    /// <summary>No order at all.</summary>
    Halted,
}
