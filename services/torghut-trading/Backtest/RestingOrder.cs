using Torghut.Trading.Checkpoints;

namespace Torghut.Trading.Backtest;

/// <summary>An order on its way or at its price.</summary>
/// <param name="id">Its client order id.</param>
internal sealed class RestingOrder(string id, string symbol)
{
    public string Id => id;

    public string Symbol => symbol;

    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public required long ArrivesAt { get; init; }

    /// <summary>Shares that trade before it at its price; <see cref="decimal.MaxValue"/> where nobody knows.</summary>
    public decimal Ahead { get; set; }

    public static RestingOrder Load(CheckpointReader reader) =>
        new(reader.Text(), reader.Text()) { ArrivesAt = reader.Long(), Ahead = reader.Decimal() };

    public void Save(CheckpointWriter writer)
    {
        writer.Write(Id);
        writer.Write(Symbol);
        writer.Write(ArrivesAt);
        writer.Write(Ahead);
    }
}
