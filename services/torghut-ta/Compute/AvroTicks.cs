using Avro.File;
using Torghut.Avro;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Containers;
using ApacheException = Avro.AvroException;

namespace Torghut.Ta.Compute;

/// <summary>Records of an Avro object container file, written with any schema that the contract's can read.</summary>
internal sealed class AvroTicks<TRecord, TTick> : ITickReader<TTick>
    where TRecord : struct
{
    private readonly FileStream _file;
    private readonly IFileReader<ReadOnlyMemory<byte>> _reader;
    private readonly AvroResolver _resolver;
    private readonly RecordCodec<TRecord> _codec;
    private readonly Func<TRecord, TTick> _convert;
    private readonly AvroStringPool _strings = new();
    private readonly System.Buffers.ArrayBufferWriter<byte> _resolved = new();
    private long _offset = -1;

    /// <param name="convert">From the contract's record to the engine's event.</param>
    /// <exception cref="InvalidDataException">The file is damaged or larger in a part than can be read.</exception>
    /// <exception cref="AvroException">A datum is malformed.</exception>
    public AvroTicks(string path, RecordCodec<TRecord> codec, Func<TRecord, TTick> convert)
    {
        Name = Path.GetFileName(path);
        _codec = codec;
        _convert = convert;
        _file = File.OpenRead(path);
        try
        {
            var input = new ContainerInput(_file);
            var header = ContainerHeader.Read(input);
            ContainerCheck.Blocks(input, header);
            _file.Position = 0;
            _resolver = new AvroResolver(header.Schema, codec.Schema);
            _reader = DataFileReader<ReadOnlyMemory<byte>>.OpenReader(_file, null, (parsed, _) => new DatumSlicer(header.Schema, parsed));
        }
        catch (Exception exception)
        {
            _file.Dispose();
            if (exception is IOException or InvalidDataException or AvroException or AvroSchemaException)
            {
                throw;
            }

            // What is left is Apache.Avro's: it has an idea of its own of what a schema is.
            throw Unreadable(exception);
        }
    }

    public string Name { get; }

    public double Progress => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    public bool TryRead(out TTick tick, out long offset)
    {
        (tick, offset) = (default!, 0);
        try
        {
            // An empty block is no end, though the reader says so.
            while (!_reader.HasNext())
            {
                if (_file.Position >= _file.Length)
                {
                    return false;
                }
            }

            offset = ++_offset;
            tick = _convert(Decode(_reader.Next().Span));
            return true;
        }
        catch (ApacheException exception)
        {
            throw Unreadable(exception);
        }
    }

    public void Dispose() => _reader.Dispose();

    private TRecord Decode(ReadOnlySpan<byte> datum)
    {
        if (!_resolver.IsIdentity)
        {
            _resolved.ResetWrittenCount();
            _resolver.Transcode(datum, _resolved);
            datum = _resolved.WrittenSpan;
        }

        var reader = new AvroReader(datum);
        return _codec.Read(ref reader, _strings);
    }

    /// <summary>Apache.Avro's exceptions have the whole stack in their message.</summary>
    private InvalidDataException Unreadable(Exception exception) =>
        new($"{Name} cannot be read: {exception.Message.Split('\n')[0].TrimEnd()}", exception);
}
