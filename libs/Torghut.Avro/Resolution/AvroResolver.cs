using System.Buffers;

namespace Torghut.Avro;

/// <summary>
/// Schema resolution: turns data of a writer's schema into data of a reader's. Built once for a pair of schemas; safe to share between
/// threads. What cannot be resolved whatever the data is listed in <see cref="Incompatibilities"/>; data that needs such a part fails with
/// <see cref="AvroError.Unresolvable"/>, other data goes through.
/// </summary>
public sealed class AvroResolver
{
    private readonly ResolutionStep _root;

    public AvroResolver(AvroSchema writer, AvroSchema reader)
    {
        Writer = writer;
        Reader = reader;
        var builder = new ResolutionBuilder();
        _root = builder.Build(writer, reader, "");
        Incompatibilities = builder.Problems;
    }

    public AvroSchema Writer { get; }

    public AvroSchema Reader { get; }

    /// <summary>Whether data of the two schemas has the same encoding.</summary>
    public bool IsIdentity => _root is CopyStep;

    /// <summary>What makes some or all of the writer's data unreadable; empty when everything can be read.</summary>
    public IReadOnlyList<AvroIncompatibility> Incompatibilities { get; }

    /// <summary>Rewrites one datum of the writer's schema, all of <paramref name="data"/>, in the reader's.</summary>
    /// <exception cref="AvroException">The data is malformed or has no counterpart in the reader's schema.</exception>
    public void Transcode(ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        var reader = new AvroReader(data);
        var writer = new AvroWriter(output);
        _root.Run(ref reader, ref writer, 0);
        reader.RequireEnd();
    }
}
