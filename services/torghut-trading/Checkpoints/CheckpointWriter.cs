using Torghut.Trading.Json;

namespace Torghut.Trading.Checkpoints;

/// <summary>Writes the values of a run's state. <see cref="CheckpointReader"/> reads them in the same order.</summary>
internal sealed class CheckpointWriter(Stream stream) : IDisposable
{
    private readonly BinaryWriter _writer = new(stream);

    public void Write(bool value) => _writer.Write(value);

    public void Write(int value) => _writer.Write(value);

    public void Write(long value) => _writer.Write(value);

    public void Write(double value) => _writer.Write(value);

    /// <summary>With its scale: what is computed from it later must have the same digits.</summary>
    public void Write(decimal value) => _writer.Write(value);

    public void Write(string value) => _writer.Write(value);

    public void Write(byte[] value)
    {
        _writer.Write(value.Length);
        _writer.Write(value);
    }

    public void Write(DateTimeOffset value) => _writer.Write(value.UtcTicks);

    public void Write(DateTimeOffset? value) => Write(value is null, () => Write(value!.Value));

    public void Write(decimal? value) => Write(value is null, () => Write(value!.Value));

    public void Write(double? value)
    {
        Write(value is not null);
        if (value is { } number)
        {
            Write(number);
        }
    }

    /// <summary>The number of things, and each of them.</summary>
    public void Write<T>(IReadOnlyCollection<T> values, Action<T> write)
    {
        Write(values.Count);
        foreach (var value in values)
        {
            write(value);
        }
    }

    /// <summary>A part of a report: what is shown as text is kept as that text.</summary>
    public void Write(JsonMap map) => Write([.. map], pair =>
    {
        Write(pair.Key);
        WriteJson(pair.Value);
    });

    public void Dispose() => _writer.Dispose();

    private void Write(bool isNull, Action write)
    {
        Write(!isNull);
        if (!isNull)
        {
            write();
        }
    }

    private void WriteJson(object? value)
    {
        switch (value)
        {
            case null: Write((int)JsonKind.Null); break;
            case bool flag: Kind(JsonKind.Flag, () => Write(flag)); break;
            case int number: Kind(JsonKind.Whole, () => Write((long)number)); break;
            case long number: Kind(JsonKind.Whole, () => Write(number)); break;
            case double number: Kind(JsonKind.Number, () => Write(number)); break;
            case string text: Kind(JsonKind.Text, () => Write(text)); break;
            case RawJson raw: Kind(JsonKind.Raw, () => Write(raw.Text)); break;
            case JsonMap map: Kind(JsonKind.Map, () => Write(map)); break;
            case System.Collections.IEnumerable list: Kind(JsonKind.List, () => Write([.. list.Cast<object?>()], WriteJson)); break;
            default: Kind(JsonKind.Text, () => Write(CanonicalText.Of(value))); break;
        }
    }

    private void Kind(JsonKind kind, Action write)
    {
        Write((int)kind);
        write();
    }
}
