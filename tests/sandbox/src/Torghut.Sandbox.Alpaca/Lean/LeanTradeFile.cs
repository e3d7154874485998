using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Lean;

/// <summary>One symbol's recorded trades; a trade's id is its row number.</summary>
internal sealed class LeanTradeFile(string path, int symbol, long midnight) : ILeanTickFile
{
    private readonly LeanRowReader _rows = new(path);

    public bool TryRead(out Tick tick)
    {
        tick = default;
        if (!_rows.TryRead(out var row))
        {
            return false;
        }

        var fields = new RowFields(row, _rows);
        tick.Kind = TickKind.Trade;
        tick.Symbol = symbol;
        tick.Time = midnight + (fields.Number() * Nanos.PerMillisecond);
        tick.Price = fields.Number();
        tick.Size = fields.Number();
        tick.Exchange = fields.Letter();
        tick.Conditions = SaleConditions.Of(fields.Hexadecimal());
        tick.Id = _rows.Row;
        return true;
    }

    public void Dispose() => _rows.Dispose();
}
