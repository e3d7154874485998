namespace Torghut.Alpaca.Trading;

/// <summary>Which orders a listing returns.</summary>
public enum OrderListStatus
{
    Open,
    Closed,
    All,
}
