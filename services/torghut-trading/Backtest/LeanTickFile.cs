using Torghut.Contracts.Market;

namespace Torghut.Trading.Backtest;

/// <summary>
/// Quotes, or trades that orders may fill by, of one symbol and day. A row of quotes that leaves a side empty or 0 keeps that side's last values.
/// </summary>
internal sealed class LeanTickFile(string symbol, string path, DateOnly day, bool isTrade) : IDisposable
{
    private const decimal PriceScale = 10_000m;

    /// <summary>LEAN's files do not say the tape; compute takes this one, too.</summary>
    private const char LeanTape = 'A';

    private readonly LeanRows _rows = new(path, day);
    private MarketTick _current = new(symbol, 0, isTrade, 0, 0, 0, 0);

    public ref readonly MarketTick Current => ref _current;

    public bool MoveNext()
    {
        do
        {
            if (!_rows.MoveNext())
            {
                return false;
            }
        }
        while (isTrade && !FillingTrades.Counts(LeanConditions.Of(_rows.Bits(4)), LeanTape));

        if (isTrade)
        {
            _current = _current with { At = _rows.EventTs, Bid = _rows.Integer(1) / PriceScale, BidSize = _rows.Integer(2) };
            return true;
        }

        var (bid, ask) = (_rows.Integer(1), _rows.Integer(3));
        _current = _current with
        {
            At = _rows.EventTs,
            Bid = bid > 0 ? bid / PriceScale : _current.Bid,
            BidSize = bid > 0 ? _rows.Integer(2) : _current.BidSize,
            Ask = ask > 0 ? ask / PriceScale : _current.Ask,
            AskSize = ask > 0 ? _rows.Integer(4) : _current.AskSize,
        };
        return true;
    }

    public void Dispose() => _rows.Dispose();
}
