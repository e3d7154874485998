using Torghut.Trading.Json;

namespace Torghut.Trading.Checkpoints;

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
