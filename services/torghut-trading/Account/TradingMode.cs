namespace Torghut.Trading.Account;

/// <summary>Which kind of account orders go to.</summary>
internal enum TradingMode
{
    Paper,
    Live,
}
