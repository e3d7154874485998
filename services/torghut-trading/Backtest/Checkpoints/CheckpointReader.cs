using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Backtest.Checkpoints;

/// <summary>Reads what <see cref="CheckpointWriter"/> wrote, in the same order. The bytes are known to be those that were written.</summary>
internal sealed class CheckpointReader(Stream stream) : IDisposable
{
    private readonly BinaryReader _reader = new(stream);

    public bool Flag() => _reader.ReadBoolean();

    public int Int() => _reader.ReadInt32();

    public long Long() => _reader.ReadInt64();

    public double Double() => _reader.ReadDouble();

    public decimal Decimal() => _reader.ReadDecimal();

    public string Text() => _reader.ReadString();

    public byte[] Bytes() => _reader.ReadBytes(Int());

    public DateTimeOffset Time() => new(Long(), TimeSpan.Zero);

    public DateTimeOffset? TimeOrNull() => Flag() ? Time() : null;

    public decimal? DecimalOrNull() => Flag() ? Decimal() : null;

    public double? DoubleOrNull() => Flag() ? Double() : null;

    /// <summary>Reads so many things as were written.</summary>
    public void All(Action read)
    {
        for (var left = Int(); left > 0; left--)
        {
            read();
        }
    }

    public SignalFeatures Features()
    {
        var values = new double?[FeatureValues.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = DoubleOrNull();
        }

        return FeatureValues.From(values);
    }

    public BrokerOrder Order() => new()
    {
        OrderId = Text(),
        ClientOrderId = Text(),
        Symbol = Text(),
        Side = Text(),
        Type = Text(),
        TimeInForce = Text(),
        Status = Text(),
        RawJson = Text(),
        Qty = DecimalOrNull(),
        Notional = DecimalOrNull(),
        LimitPrice = DecimalOrNull(),
        StopPrice = DecimalOrNull(),
        FilledQty = DecimalOrNull() ?? 0,
        FilledAvgPrice = DecimalOrNull(),
        SubmittedAt = TimeOrNull(),
        FilledAt = TimeOrNull(),
        UpdatedAt = Time(),
    };

    public JsonMap Map()
    {
        var map = new JsonMap();
        All(() => map.Add(Text(), Json()));
        return map;
    }

    public void Dispose() => _reader.Dispose();

    private object? Json() => (JsonKind)Int() switch
    {
        JsonKind.Null => null,
        JsonKind.Flag => Flag(),
        JsonKind.Whole => Long(),
        JsonKind.Number => Double(),
        JsonKind.Text => Text(),
        JsonKind.Raw => new RawJson(Text()),
        JsonKind.Map => Map(),
        JsonKind.List => List(),
        var kind => throw new InvalidDataException($"The checkpoint has a value of kind {kind}, which nothing writes."),
    };

    private List<object?> List()
    {
        var list = new List<object?>();
        All(() => list.Add(Json()));
        return list;
    }
}
