using Torghut.Contracts.Market;
using Torghut.Ta.Engine;

namespace Torghut.Ta.Compute;

/// <summary>Quotes of a LEAN zip. A row that leaves a side empty or 0 keeps that side's last values.</summary>
internal sealed class LeanQuotes(string symbol, string path, DateOnly date) : ITickReader<QuoteEvent>
{
    private readonly LeanRows _rows = new(path, date);
    private QuoteEvent _last = new() { Symbol = symbol };

    public string Name => Path.GetFileName(path);

    public double Progress => _rows.Progress;

    public bool TryRead(out QuoteEvent tick, out long offset)
    {
        offset = _rows.Number + 1;
        tick = default;
        if (!_rows.MoveNext())
        {
            return false;
        }

        _last.EventTs = _last.IngestTs = _rows.EventTs;
        _last.Seq = offset;
        if (_rows.Price(1) is > 0 and var bid)
        {
            (_last.BidPrice, _last.BidSize, _last.BidExchange) = (bid, _rows.Integer(2), _rows.Letter(5));
        }

        if (_rows.Price(3) is > 0 and var ask)
        {
            (_last.AskPrice, _last.AskSize, _last.AskExchange) = (ask, _rows.Integer(4), _rows.Letter(5));
        }

        tick = _last;
        return true;
    }

    public void Dispose() => _rows.Dispose();
}
