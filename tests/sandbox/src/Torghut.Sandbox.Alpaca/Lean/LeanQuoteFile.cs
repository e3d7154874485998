using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Lean;

/// <summary>One symbol's recorded quotes. A row that leaves a side empty or 0 keeps that side's last values.</summary>
internal sealed class LeanQuoteFile(string path, int symbol, long midnight) : ILeanTickFile
{
    private readonly LeanRowReader _rows = new(path);
    private Tick _last =
        new() { Kind = TickKind.Quote, Symbol = symbol, BidExchange = (byte)' ', AskExchange = (byte)' ', Conditions = ConditionSet.RegularQuote };

    public bool TryRead(out Tick tick)
    {
        if (!_rows.TryRead(out var row))
        {
            tick = default;
            return false;
        }

        var fields = new RowFields(row, _rows);
        _last.Time = midnight + (fields.Number() * Nanos.PerMillisecond);
        var (bid, bidSize, ask, askSize) = (fields.Number(), fields.Number(), fields.Number(), fields.Number());
        var exchange = fields.Letter();
        if (bid > 0)
        {
            (_last.Bid, _last.BidSize, _last.BidExchange) = (bid, bidSize, exchange);
        }

        if (ask > 0)
        {
            (_last.Ask, _last.AskSize, _last.AskExchange) = (ask, askSize, exchange);
        }

        tick = _last;
        return true;
    }

    public void Dispose() => _rows.Dispose();
}
