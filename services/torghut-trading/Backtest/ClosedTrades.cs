using Torghut.Trading.Checkpoints;
using Torghut.Trading.Simulation;

namespace Torghut.Trading.Backtest;

/// <summary>What the closing of positions earned, at average cost.</summary>
internal sealed class ClosedTrades : ICheckpointed
{
    private readonly Dictionary<string, AveragedPosition> _positions = new(StringComparer.Ordinal);

    public int Wins { get; private set; }

    public int Losses { get; private set; }

    /// <summary>USD.</summary>
    public decimal Won { get; private set; }

    /// <summary>USD, without sign.</summary>
    public decimal Lost { get; private set; }

    public decimal? ProfitFactor => Lost > 0 ? Math.Round(Won / Lost, 6) : null;

    public double? HitRate => Wins + Losses == 0 ? null : (double)Wins / (Wins + Losses);

    /// <summary>Takes a fill; returns what it earned, USD, or null when it closed nothing.</summary>
    public decimal? Add(in SimulatedFill fill)
    {
        var position = _positions.GetValueOrDefault(fill.Order.Symbol);
        var signed = fill.Order.Side == "buy" ? fill.Qty : -fill.Qty;
        var closes = position.Closes(signed);
        decimal? earned = null;
        if (closes > 0)
        {
            earned = closes * (fill.Price - position.AveragePrice) * Math.Sign(position.Qty);
            Count(earned.Value);
        }

        var after = position.After(signed, fill.Price);
        if (after.Qty == 0)
        {
            _positions.Remove(fill.Order.Symbol);
        }
        else
        {
            _positions[fill.Order.Symbol] = after;
        }

        return earned;
    }

    public void Save(CheckpointWriter writer)
    {
        writer.Write(Wins);
        writer.Write(Losses);
        writer.Write(Won);
        writer.Write(Lost);
        writer.Write(_positions, pair =>
        {
            writer.Write(pair.Key);
            writer.Write(pair.Value.Qty);
            writer.Write(pair.Value.AveragePrice);
        });
    }

    public void Load(CheckpointReader reader)
    {
        (Wins, Losses, Won, Lost) = (reader.Int(), reader.Int(), reader.Decimal(), reader.Decimal());
        reader.All(() => _positions.Add(reader.Text(), new AveragedPosition(reader.Decimal(), reader.Decimal())));
    }

    private void Count(decimal earned)
    {
        if (earned > 0)
        {
            (Wins, Won) = (Wins + 1, Won + earned);
        }
        else if (earned < 0)
        {
            (Losses, Lost) = (Losses + 1, Lost - earned);
        }
    }
}
