namespace Torghut.Avro;

/// <summary>
/// A record. While the reader's fields come in the writer's order (the usual evolution) it goes through the data once; otherwise it first
/// finds where each of the writer's fields begins.
/// </summary>
internal sealed class RecordStep : ResolutionStep
{
    private const int MaxOnStack = 128;
    private readonly RecordSchema _writer;
    private readonly FieldStep[] _fields;
    private readonly bool _inOrder;

    public RecordStep(RecordSchema writer, FieldStep[] fields)
    {
        _writer = writer;
        _fields = fields;
        var taken = fields.Where(f => f.WriterField >= 0).Select(f => f.WriterField).ToArray();
        _inOrder = taken.Zip(taken.Skip(1)).All(pair => pair.First < pair.Second);
    }

    public override void Run(ref AvroReader reader, ref AvroWriter writer, int depth)
    {
        CheckDepth(reader, depth);
        if (_inOrder)
        {
            RunInOrder(ref reader, ref writer, depth);
        }
        else
        {
            RunAnyOrder(ref reader, ref writer, depth);
        }
    }

    private void RunInOrder(ref AvroReader reader, ref AvroWriter writer, int depth)
    {
        var next = 0;
        foreach (var field in _fields)
        {
            if (field.WriterField < 0)
            {
                field.WriteMissing(ref reader, ref writer, depth);
                continue;
            }

            for (; next < field.WriterField; next++)
            {
                reader.Skip(_writer.Fields[next].Schema, depth + 1);
            }

            field.Value!.Run(ref reader, ref writer, depth + 1);
            next++;
        }

        for (; next < _writer.Fields.Count; next++)
        {
            reader.Skip(_writer.Fields[next].Schema, depth + 1);
        }
    }

    private void RunAnyOrder(ref AvroReader reader, ref AvroWriter writer, int depth)
    {
        var count = _writer.Fields.Count;
        var starts = count <= MaxOnStack ? stackalloc int[count] : new int[count];
        for (var i = 0; i < count; i++)
        {
            starts[i] = reader.Position;
            reader.Skip(_writer.Fields[i].Schema, depth + 1);
        }

        var end = reader.Position;
        foreach (var field in _fields)
        {
            if (field.WriterField < 0)
            {
                field.WriteMissing(ref reader, ref writer, depth);
                continue;
            }

            reader.Seek(starts[field.WriterField]);
            field.Value!.Run(ref reader, ref writer, depth + 1);
        }

        reader.Seek(end);
    }

    /// <summary>One field of the reader's.</summary>
    /// <param name="WriterField">Position of the writer's field; -1 when the writer has none.</param>
    /// <param name="Value">How the writer's field is read, or how its absence fails.</param>
    /// <param name="Default">What is written when the writer has no such field.</param>
    internal readonly record struct FieldStep(int WriterField, ResolutionStep? Value, byte[]? Default)
    {
        public void WriteMissing(ref AvroReader reader, ref AvroWriter writer, int depth)
        {
            Value?.Run(ref reader, ref writer, depth);
            writer.WriteFixed(Default);
        }
    }
}
