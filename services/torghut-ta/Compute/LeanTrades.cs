using Torghut.Contracts.Conditions;
using Torghut.Contracts.Market;
using Torghut.Ta.Engine;

namespace Torghut.Ta.Compute;

/// <summary>Trades of a LEAN zip; a trade's id is its row number, from 1.</summary>
internal sealed class LeanTrades(string symbol, string path, DateOnly date) : ITickReader<TradeEvent>
{
    private readonly LeanRows _rows = new(path, date);

    public string Name => Path.GetFileName(path);

    public double Progress => _rows.Progress;

    public bool TryRead(out TradeEvent tick, out long offset)
    {
        tick = default;
        offset = _rows.Number + 1;
        if (!_rows.MoveNext())
        {
            return false;
        }

        tick.Symbol = symbol;
        tick.Feed = "sip";
        tick.Tape = 'A';
        tick.EventTs = tick.IngestTs = _rows.EventTs;
        tick.Seq = offset;
        tick.Id = tick.OriginalId = offset + 1;
        tick.Price = _rows.Price(1);
        tick.Size = _rows.Integer(2);
        tick.Exchange = _rows.Letter(3);
        tick.Conditions = ConditionCodes.Pack(LeanConditions.Of(_rows.Bits(4)));
        return true;
    }

    public void Dispose() => _rows.Dispose();
}
